import type { IHeaders, KafkaMessage } from "kafkajs";

import { toLogRecord } from "../../../../src/consumers/kafka/log-records";
import { headerOf, originalHeaders, toDeadLetter } from "../../../../src/consumers/live/records/dead-letter";
import type { LogRecord } from "../../../../src/consumers/live/port/port";
import { ProtocolWriter } from "../../../../src/consumers/kafka/protocol-writer";

/* eslint-disable @typescript-eslint/no-require-imports -- inner modules of kafkajs, without types */
const Decoder = require("kafkajs/src/protocol/decoder") as new (bytes: Buffer) => object;
const readRecord = require("kafkajs/src/protocol/recordBatch/record/v0/decoder") as (
  decoder: object,
  context: object,
) => { readonly headers: IHeaders };
/* eslint-enable @typescript-eslint/no-require-imports */

const CONTEXT = { firstOffset: 0, firstTimestamp: 0 };

/** A record as it lies in a batch, with headers of these names. */
function recordWith(names: readonly string[]): Buffer {
  const writer = new ProtocolWriter(200);
  for (const zero of [0, 0, 0]) writer.int8(zero);
  writer.varIntBytes("k");
  writer.varIntBytes("v");
  writer.varInt(names.length);
  for (const name of names) for (const text of [name, "v"]) writer.varIntBytes(text);
  return writer.bytes;
}

const HEADERS = { trace: "t-1", several: ["one", "two"], none: null } as unknown as IHeaders;

/** A message of the client as a record. */
const source = (bytes: number, headers: IHeaders = HEADERS): LogRecord => {
  const message: KafkaMessage = {
    key: Buffer.from("k"),
    value: Buffer.alloc(bytes, "x"),
    timestamp: "1700000000000",
    attributes: 0,
    offset: "7",
    headers,
  };
  return toLogRecord(message);
};
const position = { topic: "t", partition: 3, offset: 7 };

/** The letter as it is read again. */
const read = (letter: ReturnType<typeof toDeadLetter>, from: LogRecord): LogRecord =>
  ({ ...from, ...letter, offset: 0n, timestamp: 1_800_000_000_000 }) as LogRecord;

describe("a dead letter", () => {
  it("says why in headers of its own, and gives its record back as it came", () => {
    const from = source(5);
    const letter = read(
      toDeadLetter("r", { position, reason: "wrongType", path: "participants[0].calls" }, from),
      from,
    );
    expect(letter.value).toBe(from.value);
    expect(headerOf(letter, "reason")).toBe("wrongType");
    expect(headerOf(letter, "position")).toBe("t/3/7");
    expect(headerOf(letter, "timestamp")).toBe("1700000000000");
    expect(headerOf(letter, "path")).toBe("participants[0].calls");
    expect(headerOf(letter, "detail")).toBeUndefined();
    expect(headerOf(letter, "omittedBytes")).toBeUndefined();
    expect(originalHeaders(letter)).toEqual(from.headers);
  });

  it("leaves bytes out that no broker would take, and says how many", () => {
    const from = source(1_000_001);
    const letter = read(toDeadLetter("r", { position, reason: "tooLarge" }, from), from);
    expect([letter.value, headerOf(letter, "omittedBytes")]).toEqual([null, "1000001"]);
    const withHeaders = source(600_000, { large: Buffer.alloc(500_000) });
    const other = read(toDeadLetter("r", { position, reason: "late" }, withHeaders), withHeaders);
    expect([other.value, headerOf(other, "omittedBytes")]).toEqual([null, "600000"]);
  });

  it("keeps headers that are called as something is that every object has", () => {
    const decoded = readRecord(new Decoder(recordWith(["constructor", "toString", "toString", "__proto__"])), CONTEXT);
    const from = source(5, decoded.headers);
    const letter = read(toDeadLetter("r", { position, reason: "late" }, from), from);
    const value = Buffer.from("v");
    const headers = originalHeaders(letter);
    expect(Object.entries(headers)).toEqual([
      ["constructor", value],
      ["toString", [value, value]],
      ["__proto__", value],
    ]);
  });
});
