import fc from "fast-check";

import { checksum } from "../../../src/consumers/kafka/crc32c";
import { encodeProduce, type ProduceFields } from "../../../src/consumers/kafka/produce-request";
import { runs } from "../../support/runs";

/** What is sent must be, byte for byte, what the client would send. */

/* eslint-disable @typescript-eslint/no-require-imports -- inner modules of kafkajs, without types */
const usualRequest = require("kafkajs/src/protocol/requests/produce/v3/request") as (fields: ProduceFields) => {
  readonly encode: () => Promise<{ readonly buffer: Buffer }>;
};
const Decoder = require("kafkajs/src/protocol/decoder") as new (bytes: Buffer) => object;
const readRecord = require("kafkajs/src/protocol/recordBatch/record/v0/decoder") as (
  decoder: object,
  context: object,
) => { readonly headers: object };
const usualChecksum = require("kafkajs/src/protocol/recordBatch/crc32C") as (bytes: Buffer) => number;
/* eslint-enable @typescript-eslint/no-require-imports */

const NOW = 1_772_438_400_049;
const text = fc.oneof(
  fc.constantFrom(null, undefined, "", "Ünï\ud83d\ude00"),
  fc.string({ maxLength: 300 }),
  fc.uint8Array({ maxLength: 9000 }).map((bytes) => Buffer.from(bytes)),
);
const timestamp = fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }).map(String);
const header = fc.oneof(
  fc.string(),
  fc.uint8Array({ maxLength: 90 }).map((bytes) => Buffer.from(bytes)),
);
const headers = fc.dictionary(fc.string(), fc.oneof(header, fc.array(header, { maxLength: 3 })), { maxKeys: 4 });
const message = fc.record(
  { key: text, value: text, timestamp: fc.option(timestamp, { nil: undefined }), headers },
  { requiredKeys: ["key", "value"] },
);
const partition = fc.record({
  partition: fc.nat(100),
  messages: fc.array(message, { minLength: 1, maxLength: 90 }),
  firstSequence: fc.nat(2 ** 31 - 1),
});
const fields: fc.Arbitrary<ProduceFields> = fc.record({
  acks: fc.constantFrom(-1, 0, 1),
  timeout: fc.nat(60_000),
  transactionalId: fc.constantFrom(null, "group.3", "Grüße.0"),
  producerId: fc.oneof(
    fc.nat(),
    fc.bigInt({ min: 0n, max: 2n ** 62n }).map((id) => id.toString()),
  ),
  producerEpoch: fc.nat(32_767),
  topicData: fc.array(
    fc.record({
      topic: fc.constantFrom("convofold.state", "t"),
      partitions: fc.array(partition, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

describe("a request to produce", () => {
  beforeEach(() => jest.spyOn(Date, "now").mockReturnValue(NOW));
  afterEach(() => jest.restoreAllMocks());

  it("is what the client would encode, byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(fields, async (one) => {
        const { buffer } = await usualRequest(one).encode();
        expect(encodeProduce(one, NOW)?.equals(buffer)).toBe(true);
      }),
      runs(300),
    );
  });

  it.each([
    ["packed", { compression: 1, messages: [{ key: "k", value: "v" }] }],
    ["with headers of another kind", { compression: 0, messages: [{ key: "k", value: "v", headers: { reason: 7 } }] }],
    ["of another kind", { compression: 0, messages: [{ key: "k", value: 7 }] }],
  ])("is left to the client where records are %s", (_, { compression, messages }) => {
    const topicData = [{ topic: "t", partitions: [{ partition: 0, messages }] }];
    expect(encodeProduce({ acks: -1, timeout: 1, compression, topicData }, NOW)).toBeUndefined();
  });
});

const CONTEXT = { firstOffset: 0, firstTimestamp: 0 };

/** What the client reads in a request that holds one message. */
function headersRead(headers: object): unknown {
  const topicData = [{ topic: "t", partitions: [{ partition: 0, messages: [{ key: "k", value: "v", headers }] }] }];
  const body = encodeProduce({ acks: -1, timeout: 1, topicData }, NOW);
  // Behind: no transactional id, acks, timeout, one topic by name, one partition, its size, the head of a batch, the record's length.
  return readRecord(new Decoder(body?.subarray(2 + 2 + 4 + 4 + 3 + 4 + 4 + 4 + 61 + 1) ?? Buffer.alloc(0)), CONTEXT)
    .headers;
}

describe("headers", () => {
  it("without a value, and several of one name, are written as they came: the client fails on the first", () => {
    const headers = { trace: [Buffer.from("a"), null, Buffer.from([0xff])], none: null };
    expect(headersRead(headers)).toEqual(headers);
  });
});

describe("a checksum", () => {
  it("is that of RFC 3720", () => {
    expect(checksum(Buffer.alloc(32), 0, 32)).toBe(0x8a9136aa);
    expect(checksum(Buffer.from("123456789"), 0, 9)).toBe(0xe3069283);
  });

  it("is the client's, wherever the bytes lie", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(20), (bytes, from) => {
        const start = Math.min(from, bytes.length);
        expect(checksum(bytes, start, bytes.length)).toBe(usualChecksum(Buffer.from(bytes.subarray(start))));
      }),
      runs(500),
    );
  });
});
