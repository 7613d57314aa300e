import fc from "fast-check";

import { deadlineRecord, type DeadlineRecord } from "../../src/models/deadline";
import { measurementRecord, type MeasurementRecord } from "../../src/models/measurement";
import { recordBytes } from "../../src/models/record-text";
import { runs } from "../support/runs";

const textOf = (record: MeasurementRecord | DeadlineRecord) => recordBytes(record).toString();

/** Texts as ids are, and such as nobody wants: quotes, control characters, halves of characters. */
const text = fc.oneof(
  fc.uuid(),
  fc.string({ unit: "binary" }),
  fc.constantFrom('"', "\\", "\u0000", "\ud800", "€", "😀"),
);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const count = fc.nat();

const position = fc.oneof(
  fc.record({ topic: text, partition: count, offset: count }),
  fc.record({ partition: count, offset: count }),
  fc.record({ topic: text, partition: count, offset: count, item: count }),
  fc.record({ file: text, line: count }),
  fc.record({ file: text, line: count, part: count, item: count }),
);

const subject = {
  conversationId: text,
  participantId: maybe(text),
  communicationId: maybe(text),
  mediaType: maybe(text),
  direction: maybe(text),
  purpose: maybe(text),
  userId: maybe(text),
  queueId: maybe(text),
};
const head = { schemaVersion: fc.constant(1 as const), id: text, revision: count, ...subject };
const ending = {
  evidence: maybe(fc.array(position, { maxLength: 3 })),
  retracted: maybe(fc.constant(true as const)),
  replacedBy: maybe(text),
  gap: maybe(fc.constant(true as const)),
};

const measurement: fc.Arbitrary<MeasurementRecord> = fc.record({
  type: fc.constant("measurement" as const),
  ...head,
  disconnectType: maybe(text),
  name: text,
  value: maybe(fc.integer()),
  emitDate: maybe(text),
  origin: maybe(fc.constantFrom("reported" as const, "observed" as const)),
  ...ending,
});
const deadline: fc.Arbitrary<DeadlineRecord> = fc.record({
  type: fc.constant("deadline" as const),
  ...head,
  kind: text,
  dueAt: maybe(text),
  status: maybe(fc.constantFrom("met" as const, "missed" as const)),
  warnFrom: maybe(text),
  metAt: maybe(text),
  asOf: text,
  ...ending,
});

test("the text of a measurement is its JSON, whatever stands in it and before it", () => {
  fc.assert(
    fc.property(fc.array(measurement, { minLength: 1, maxLength: 3 }), (records) => {
      for (const record of [...records, ...records]) expect(textOf(record)).toBe(JSON.stringify(record));
    }),
    runs(300),
  );
});

test("the text of a deadline is its JSON", () => {
  fc.assert(
    fc.property(deadline, (record) => {
      expect(textOf(record)).toBe(JSON.stringify(record));
    }),
    runs(300),
  );
});

test("two records of one communication differ in nothing but what differs", () => {
  fc.assert(
    fc.property(measurement, fc.constantFrom(...Object.keys(subject)), text, (record, field, other) => {
      textOf(record);
      const changed: MeasurementRecord = { ...record, [field]: other };
      expect(textOf(changed)).toBe(JSON.stringify(changed));
    }),
    runs(300),
  );
});

test.each([
  ["measurement", Object.keys(measurementRecord.shape), measurement],
  ["deadline", Object.keys(deadlineRecord.shape), deadline],
] as const)("every field of the schema of a %s is tried, in its order", (_name, fields, arbitrary) => {
  const [record] = fc.sample<object>(arbitrary, 1);

  expect(Object.keys(record ?? {})).toEqual(fields);
});
