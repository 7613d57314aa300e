import { decodeRaw } from "../../../../src/consumers/files/log-source";
import { createRecordSplitter } from "../../../../src/consumers/files/record-splitter";
import { createMessageDecoder } from "../../../../src/consumers/live/records/message-decoder";
import type { LogRecord } from "../../../../src/consumers/live/port/port";
import { lineOf } from "../../../../src/consumers/live/records/recorded-line";
import { createRecordReader } from "../../../../src/decoding/bytes/record-reader";
import { recordsIn, type Decoded } from "../../../../src/models/decoded";

const snapshot = (name: string) => ({
  id: "v1",
  participants: [{ id: "p1", purpose: "agent", name, calls: [{ id: "c1", state: "alerting" }] }],
});
const PLAIN = Buffer.from(JSON.stringify(snapshot('\u0007 "é" \\ 日本')));
const FRAME = Buffer.from([0, 0, 0, 1, 200]);

const VALUES: readonly (readonly [string, Buffer])[] = [
  ["plain", PLAIN],
  ["framed by a schema registry", Buffer.concat([FRAME, PLAIN])],
  ["over several lines", Buffer.from(`${JSON.stringify(snapshot("a"), undefined, 8)}\n`)],
  ["with white space around it", Buffer.from(`  ${PLAIN.toString()}   `)],
  ["a text that holds JSON", Buffer.from(JSON.stringify(PLAIN.toString()))],
  ["a list", Buffer.from(JSON.stringify([snapshot("a"), snapshot("b")]))],
  ["a page", Buffer.from(JSON.stringify({ conversations: [snapshot("a"), snapshot("b")] }))],
  ["no JSON", Buffer.from('{"a": \u0001\u0002\n"oops}')],
  ["no text", Buffer.from([0xff, 0xfe, 0xfd, 0x7b])],
  ["a number with an exponent", Buffer.from('{"id":"v1","x":1e30,\n"participants":[]}')],
];

const READER = createRecordReader();

function replayed(line: string, bytesMax: number): readonly Decoded[] {
  const splitter = createRecordSplitter(bytesMax);
  const records = [...splitter.push(Buffer.from(`${line}\n`)), ...splitter.end()];
  return records.flatMap((raw) => recordsIn(decodeRaw(READER, raw, "log", bytesMax)));
}

const described = (records: readonly Decoded[]) =>
  records.map((record) =>
    record.kind === "rejected"
      ? record.rejections.map(({ reason, detail }) => ({ position: record.position, reason, detail }))
      : { ...record, rejections: undefined },
  );

/** What is rejected of a message live, and in a replay of what was recorded of it. */
function bothWays(value: Buffer, bytesMax: number) {
  const message: LogRecord = { key: Buffer.from("v1"), value, timestamp: 1_772_438_400_049, offset: 7n };
  const live = createMessageDecoder(bytesMax).decode("t", 3, message);
  return {
    live: described(live.map(({ record }) => record)),
    replayed: described(replayed(lineOf("t", 3, message), bytesMax)),
  };
}

const REFUSED = (bytesMax: number) => [
  [
    {
      position: { topic: "t", partition: 3, offset: 7 },
      reason: "tooLarge",
      detail: `larger than ${String(bytesMax)} bytes`,
    },
  ],
];

describe("the limit of a value", () => {
  it.each(VALUES)("lets one through that has just as many bytes, live and replayed: %s", (_name, value) => {
    const { live, replayed } = bothWays(value, value.length);
    expect(replayed).toEqual(live);
    expect(live).not.toEqual(REFUSED(value.length));
  });

  it.each(VALUES)("refuses one that has a byte more, live and replayed: %s", (_name, value) => {
    const { live, replayed } = bothWays(value, value.length - 1);
    expect(live).toEqual(REFUSED(value.length - 1));
    expect(replayed).toEqual(live);
  });

  it("counts what a console prints before a value as little as the place of a recorded one", () => {
    const line = `CreateTime:1772438400049\tPartition:3\tOffset:7\tv1\t${PLAIN.toString()}`;
    expect(replayed(line, PLAIN.length)).toMatchObject([{ kind: "observations" }]);
    expect(replayed(line, PLAIN.length - 1).map(({ kind }) => kind)).not.toContain("observations");
  });

  it("counts a value of kcat as its text, and one of an indented recording as it stands", () => {
    const payload = JSON.stringify({ topic: "t", partition: 3, offset: 7, payload: PLAIN.toString() });
    expect(replayed(payload, PLAIN.length)).toMatchObject([{ kind: "observations" }]);
    expect(replayed(payload, PLAIN.length - 1)).toMatchObject([{ rejections: [{ reason: "tooLarge" }] }]);
    const record = { topic: "t", partition: 3, offset: 7, value: snapshot("a") };
    const indented = JSON.stringify(record, undefined, 2);
    const value = indented.slice(indented.indexOf('"value": ') + 9, -2);
    expect(replayed(indented, value.length)).toMatchObject([{ kind: "observations" }]);
    expect(replayed(indented, value.length - 1)).toMatchObject([{ rejections: [{ reason: "tooLarge" }] }]);
  });
});
