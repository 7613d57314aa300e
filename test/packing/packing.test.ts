import fc from "fast-check";

import { ByteStore } from "../../src/packing/byte-store";
import { RecordBlock } from "../../src/packing/record-block";
import type { AcceptedRecord } from "../../src/models/accepted-record";
import type { ObservationBody } from "../../src/models/decoded";
import { FACT_NAMES } from "../../src/models/facts";
import { factsFrom } from "../../src/models/generated/fact-values";
import { runs } from "../support/runs";

/** What a conversation keeps packed must come back as it was. */

const uuid = fc.uuid();
const text = fc.oneof(uuid, fc.constantFrom("agent", "connected", "", "Ünï\ud83d\ude00", "A-B", "\ud800"), fc.string());
const value = fc.oneof(
  fc.constant(undefined),
  fc.boolean(),
  text,
  fc.maxSafeInteger(),
  fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
  fc.constantFrom(0, -1, 63, 64, 127, 128, 2 ** 31, 2 ** 52 + 1, -(2 ** 53) + 1),
);
const segments = fc.array(fc.record({ type: text, startAt: fc.nat(1000) }), { minLength: 1, maxLength: 3 });
const fact = fc
  .nat(FACT_NAMES.length - 1)
  .chain((index) => fc.tuple(fc.constant(index), FACT_NAMES[index] === "segments" ? segments : value));
const facts = fc.array(fact, { maxLength: 8 }).map((pairs) => {
  const values: unknown[] = [];
  for (const [index, one] of pairs) values[index] = one;
  return factsFrom(values);
});
const body: fc.Arbitrary<ObservationBody> = fc.record({
  participantId: fc.constantFrom("p1", "p2", "5f0c7f3c-4c3f-4f66-9f5b-2a0f6f0d8c11"),
  communicationId: fc.constantFrom(undefined, "c1", "0b9d7a8e-1111-4222-8333-444455556666"),
  mediaType: fc.constantFrom("call", "callback", "unknown"),
  shape: fc.constantFrom("snapshot", "event"),
  facts,
});
const position = fc.oneof(
  fc.record({ partition: fc.nat(9), offset: fc.maxSafeInteger().map(Math.abs) }),
  fc.record({ topic: fc.constantFrom("t", "other"), partition: fc.nat(9), offset: fc.nat(1000) }),
  fc.record({ file: fc.constantFrom("a", "b/c"), line: fc.nat(1e6) }),
  fc.record({ file: fc.constantFrom("a", "b/c"), line: fc.nat(1e6), part: fc.integer({ min: 1, max: 300 }) }),
  fc.record({
    topic: fc.constant("t"),
    partition: fc.nat(9),
    offset: fc.nat(1000),
    item: fc.integer({ min: 1, max: 300 }),
  }),
  fc.record({ file: fc.constant("a"), line: fc.nat(1e6), item: fc.integer({ min: 1, max: 300 }) }),
);
const record: fc.Arbitrary<AcceptedRecord> = fc.record({
  at: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
  undated: fc.boolean(),
  position,
  bodies: fc.array(body, { maxLength: 4 }),
});
const records = fc.array(record, { maxLength: 12 }).map((all) => [...all].sort((left, right) => left.at - right.at));

describe("packed records", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(records, (all) => {
        const segment = new RecordBlock(new ByteStore());
        for (const one of all) segment.append(one);
        expect(segment.records()).toEqual(all);
      }),
      runs(500),
    );
  });

  it("can be added to after a rest, and share one store with others", () => {
    fc.assert(
      fc.property(records, records, fc.nat(12), (all, others, cut) => {
        const store = new ByteStore();
        const [segment, other] = [new RecordBlock(store), new RecordBlock(store)];
        for (const [index, one] of all.entries()) {
          if (index === cut) segment.hibernate();
          segment.append(one);
          const beside = others[index];
          if (beside !== undefined) other.append(beside);
        }
        expect(segment.records()).toEqual(all);
        other.release();
        segment.replace([...others]);
        expect(segment.records()).toEqual(others);
      }),
      runs(500),
    );
  });
});
