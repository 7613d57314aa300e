import type { KafkaMessage } from "kafkajs";
import { gzipSync } from "node:zlib";

import { asAppError } from "../../../src/consumers/kafka/client-errors";
import { installCodecs } from "../../../src/consumers/kafka/codecs";
import { readAnswer } from "../../../src/consumers/kafka/fetch-answer";

/* eslint-disable @typescript-eslint/no-require-imports -- inner modules of kafkajs, without types */
const usual = require("kafkajs/src/protocol/requests/fetch/v11/response") as {
  readonly decode: (bytes: Buffer) => Promise<object>;
};
const encodeRecord = require("kafkajs/src/protocol/recordBatch/record/v0") as (record: object) => {
  readonly buffer: Buffer;
};
const Batch = require("kafkajs/src/consumer/batch") as new (
  topic: string,
  from: string,
  partition: object,
) => {
  readonly messages: readonly KafkaMessage[];
  readonly lastOffset: () => string;
  readonly isEmptyDueToFiltering: () => boolean;
};
const Long = require("kafkajs/src/utils/long") as { readonly fromNumber: (value: number) => object };
/* eslint-enable @typescript-eslint/no-require-imports */

interface Answer {
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly { readonly partition: number; readonly messages: readonly KafkaMessage[] }[];
  }[];
}

const int = (bytes: 2 | 4 | 8, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigInt64BE(BigInt(value));
  else buffer.writeIntBE(value, 0, bytes);
  return buffer;
};
const text = (value: string): Buffer => Buffer.concat([int(2, value.length), Buffer.from(value)]);
const list = (items: readonly Buffer[]): Buffer => Buffer.concat([int(4, items.length), ...items]);

/** A batch as a broker stores it. */
function batch(
  offset: number,
  values: readonly (string | Buffer)[],
  { isPacked = false, headers = {}, producer = -1, isAbort = false, last = values.length - 1 } = {},
): Buffer {
  const records = values.map((value, offsetDelta) => {
    const key = isAbort ? Buffer.alloc(4) : Buffer.from("k");
    return encodeRecord({ offsetDelta, timestampDelta: Long.fromNumber(5), key, value: Buffer.from(value), headers })
      .buffer;
  });
  const [all, count] = [Buffer.concat(records), int(4, records.length)];
  const head = [
    int(2, (isPacked ? 1 : 0) + (producer < 0 ? 0 : 0x10) + (isAbort ? 0x20 : 0)),
    int(4, last),
    int(8, 1000),
    int(8, 2000),
    int(8, producer),
    int(2, -1),
    int(4, -1),
  ];
  const body = Buffer.concat([...head, count, isPacked ? gzipSync(all) : all]);
  const rest = Buffer.concat([int(4, 0), Buffer.from([2]), int(4, 0), body]);
  return Buffer.concat([int(8, offset), int(4, rest.length), rest]);
}

function answer(
  topics: Readonly<Record<string, readonly (readonly Buffer[])[]>>,
  abortedFrom: readonly (readonly [producer: number, offset: number])[] = [],
): Buffer {
  const partition = (batches: readonly Buffer[], number: number) => {
    const bytes = Buffer.concat(batches);
    const aborted = list(abortedFrom.map(([producer, offset]) => Buffer.concat([int(8, producer), int(8, offset)])));
    return Buffer.concat([
      int(4, number),
      int(2, 0),
      int(8, 90),
      int(8, 80),
      int(8, 0),
      aborted,
      int(4, -1),
      int(4, bytes.length),
      bytes,
    ]);
  };
  const each = Object.entries(topics).map(([name, partitions]) =>
    Buffer.concat([text(name), list(partitions.map(partition))]),
  );
  return Buffer.concat([int(4, 11), int(2, 0), int(4, 0), list(each)]);
}

const offsetsIn = async (bytes: Buffer, bytesMax?: number): Promise<readonly (readonly string[])[]> => {
  const { responses } = (await readAnswer(bytes, bytesMax)) as Answer;
  return responses.flatMap(({ partitions }) => partitions.map(({ messages }) => messages.map(({ offset }) => offset)));
};

describe("what is read of an answer to a fetch", () => {
  beforeEach(() => installCodecs());

  it("is what the client reads of it, up to where it ends in the midst of a batch", async () => {
    const headers = { "some-header": Buffer.from("yes") };
    const cut = batch(40, ["cut off"]).subarray(0, 60);
    const bytes = answer({
      one: [[batch(3, ["a", "b"]), batch(9, ["c"], { isPacked: true, headers })], [], [batch(7, ["d"]), cut]],
      two: [[cut]],
    });
    const all = (await usual.decode(bytes)) as Answer;
    const responses = all.responses.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.filter(({ messages }) => messages.length > 0),
    }));
    expect(await readAnswer(bytes)).toEqual({ ...all, responses });
    expect(await offsetsIn(bytes)).toEqual([["3", "4", "9"], ["7"]]);
  });

  it("is no record that was aborted, also where several transactions were open at once; those after it are", async () => {
    const batches = [
      ...[batch(10, ["aborted", "aborted"], { producer: 1 }), batch(12, ["aborted"], { producer: 2 })],
      ...[
        batch(13, ["of no transaction"]),
        batch(14, ["aborted"], { producer: 1 }),
        batch(15, ["kept"], { producer: 3 }),
      ],
      ...[batch(16, [""], { producer: 2, isAbort: true }), batch(17, [""], { producer: 1, isAbort: true })],
      ...[batch(18, ["kept"], { producer: 2 }), batch(19, ["kept"], { producer: 1 })],
    ];
    // As a broker lists them: by where they end.
    const bytes = answer({ one: [batches] }, [
      [2, 12],
      [1, 10],
    ]);
    const [topic] = ((await readAnswer(bytes)) as Answer).responses;
    const givenFrom = (from: string) => new Batch("one", from, topic!.partitions[0]!);
    expect(givenFrom("0").messages.map(({ offset }) => offset)).toEqual(["13", "15", "18", "19"]);
    expect(givenFrom("14").messages.map(({ offset }) => offset)).toEqual(["15", "18", "19"]);
    expect(givenFrom("0").lastOffset()).toBe("19");
  });

  it("passes by what compaction took at the end of a batch, or all of one, which a broker may give out alone", async () => {
    const seen = async (batches: readonly Buffer[]) => {
      const [topic] = ((await readAnswer(answer({ one: [batches] }))) as Answer).responses;
      const given = new Batch("one", "43", topic!.partitions[0]!);
      return [given.messages.map(({ offset }) => offset), given.isEmptyDueToFiltering(), given.lastOffset()];
    };
    const last = 9;
    for (const isPacked of [false, true])
      expect(await seen([batch(40, [], { last, isPacked })])).toEqual([[], true, "49"]);
    expect(await seen([batch(40, ["a"], { last })])).toEqual([[], true, "49"]);
    expect(await seen([batch(40, [], { last }), batch(50, ["a"])])).toEqual([["50"], false, "50"]);
    expect(await seen([batch(40, ["a", "b", "c", "d"], { last })])).toEqual([["43"], false, "49"]);
  });

  it("leaves out partitions of which there is nothing, but not the only one: whoever asks for one wants to know where it ends", async () => {
    const idle = answer({ one: [[]] });
    expect(await readAnswer(idle)).toEqual(await usual.decode(idle));
    expect(await offsetsIn(answer({ one: [[], []], two: [[batch(3, ["a"])]] }))).toEqual([["3"]]);
  });

  it("is bounded by what it comes to unpacked, in whole batches over all partitions; at least one batch is", async () => {
    const packed = (offset: number) => batch(offset, [Buffer.alloc(1 << 20, "0")], { isPacked: true });
    const bytes = answer({
      one: [
        [packed(0), packed(1), packed(2), packed(3)],
        [packed(0), packed(1)],
      ],
      two: [[packed(5)]],
    });
    expect(bytes.length).toBeLessThan(20_000);
    expect(await offsetsIn(bytes, 2.5 * (1 << 20))).toEqual([["0", "1", "2"]]);
    expect(await offsetsIn(bytes, 5.5 * (1 << 20))).toEqual([
      ["0", "1", "2", "3"],
      ["0", "1"],
    ]);
    expect(await offsetsIn(bytes, 1)).toEqual([["0"]]);
    expect(await offsetsIn(bytes)).toEqual([["0", "1", "2", "3"], ["0", "1"], ["5"]]);
  });

  it("counts what many small records take besides their bytes, and how many they are does not matter", async () => {
    const many = Array.from({ length: 170_000 }, () => "");
    const bytes = answer({ one: [[batch(0, many, { isPacked: true }), batch(170_000, ["next"])]] });
    const [offsets = []] = await offsetsIn(bytes);
    expect([offsets.length, offsets.at(-1)]).toEqual([170_000, "169999"]);
  });

  it.each([
    ["comes to more than one may", Buffer.alloc(2 << 20, "0"), 0, "Cannot create a Buffer larger than"],
    ["is broken", Buffer.from("a"), 12, "incorrect header check"],
  ])("names a batch that %s", async (_name, value, broken, reason) => {
    installCodecs(1 << 20);
    const bytes = batch(17, [value, "another"], { isPacked: true });
    if (broken > 0) bytes.fill(0, 61, 61 + broken);
    const failure = readAnswer(answer({ calls: [[batch(16, ["a"]), bytes]] }));
    await expect(failure).rejects.toMatchObject({
      code: "inputUnreadable",
      retriable: false,
      message: expect.stringMatching(`The batch of calls\\[0\\] at offset 17 cannot be unpacked: ${reason}`) as string,
      advice: expect.stringMatching(/before offset 19 .*start again;/) as string,
    });
    // The client puts it into an error of its own.
    const cause: unknown = await failure.catch((error: unknown) => error);
    expect(asAppError(Object.assign(new Error("of the client"), { name: "KafkaJSNonRetriableError", cause }))).toBe(
      cause,
    );
  });
});
