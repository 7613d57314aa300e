import type * as frames from "../../src/decoding/frames";
import type * as snapshot from "../../src/decoding/snapshot";
import { createMessageDecoder } from "../../src/consumers/live/records/message-decoder";
import { decodeRaw } from "../../src/consumers/files/log-source";
import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { LevelReader } from "../../src/decoding/bytes/level-reader";
import { recordsIn, type Decoded } from "../../src/models/decoded";

/** A fault is planted in what reads a participant of a parsed document. */
jest.mock("../../src/decoding/snapshot", () => {
  const actual = jest.requireActual<typeof snapshot>("../../src/decoding/snapshot");
  const readParticipant: typeof snapshot.readParticipant = (participant, path) => {
    if ((participant as { id?: unknown }).id === "bad") throw new TypeError("planted");
    return actual.readParticipant(participant, path);
  };
  return { ...actual, readParticipant };
});

/** And one in what takes envelopes off. */
jest.mock("../../src/decoding/frames", () => {
  const actual = jest.requireActual<typeof frames>("../../src/decoding/frames");
  const isConfirmation: typeof frames.isConfirmation = (object) => {
    if (object["id"] === "broken") throw new TypeError("planted");
    return actual.isConfirmation(object);
  };
  return { ...actual, isConfirmation };
});

afterEach(() => jest.restoreAllMocks());

const conversation = (id: string, participant = "p") => ({
  id,
  participants: [{ id: participant, purpose: "agent", calls: [{ id: `k-${id}`, state: "alerting" }] }],
});
const ITEMS = [conversation("one"), conversation("two", "bad"), conversation("three")];
const ENVELOPES: readonly (readonly [string, (items: readonly unknown[]) => unknown])[] = [
  ["an array", (items) => items],
  ["entities of a page", (entities) => ({ entities })],
  ["conversations of an answer", (conversations) => ({ conversations })],
  [
    "records of a queue",
    (items) => ({ Records: items.map((item) => ({ messageId: "m", body: JSON.stringify(item) })) }),
  ],
  ["a list in a list", (items) => [items.slice(0, 1), items.slice(1)]],
];

/** What each record is: its conversation, or why it was not read. */
const namesOf = (records: readonly Decoded[]) =>
  records.map((one) =>
    one.kind === "observations" ? one.conversationId : one.kind === "rejected" ? one.rejections[0]?.reason : one.what,
  );
const readText = (text: string, reader = createRecordReader()) => {
  const bytes = Buffer.from(text);
  const raw = { line: 1, part: undefined, bytes, from: 0, until: bytes.length };
  return recordsIn(decodeRaw(reader, raw, "f", 1 << 20));
};
const items = (records: readonly Decoded[]) => records.map(({ position }) => position.item);

describe("a fault of our own in one record of a list", () => {
  it.each(ENVELOPES)("costs that one alone: %s, in a file", (_, wrap) => {
    const records = readText(JSON.stringify(wrap(ITEMS)));
    expect(namesOf(records)).toEqual(["one", "internal", "three"]);
    expect(items(records)).toEqual([1, 2, 3]);
    expect(records[1]).toMatchObject({ fault: { message: "planted" } });
  });

  it.each(ENVELOPES)("costs that one alone: %s, in a topic", (_, wrap) => {
    const value = Buffer.from(JSON.stringify(wrap(ITEMS)));
    const message = { key: null, value, timestamp: 1_772_442_000_000, offset: 7n };
    const records = createMessageDecoder(1 << 20).decode("updates", 0, message);
    expect(namesOf(records.map(({ record }) => record))).toEqual(["one", "internal", "three"]);
  });

  it.each(ENVELOPES)("costs none of it where it comes about before it is known that it is a list: %s", (_, wrap) => {
    jest.spyOn(LevelReader.prototype, "start").mockImplementation(() => {
      throw new TypeError("planted");
    });
    expect(namesOf(readText(JSON.stringify(wrap(ITEMS))))).toEqual(["one", "internal", "three"]);
  });

  it("costs that one alone where it comes about as its envelopes are taken off", () => {
    const [first, , third] = ITEMS;
    const all = [first, conversation("broken"), third];
    expect(namesOf(readText(JSON.stringify(all)))).toEqual(["one", "internal", "three"]);
  });

  it("costs one document of a line that holds several", () => {
    const text = ITEMS.map((item) => JSON.stringify(item)).join(" ");
    expect(namesOf(readText(text))).toEqual(["one", "two", "three"]);
    const start = Object.getOwnPropertyDescriptor(LevelReader.prototype, "start")?.value as LevelReader["start"];
    jest.spyOn(LevelReader.prototype, "start").mockImplementation(function (
      this: LevelReader,
      bytes,
      from,
      until,
      depth,
    ) {
      if (bytes.subarray(from, until).includes('"two"')) throw new TypeError("planted");
      return start.call(this, bytes, from, until, depth);
    });
    expect(namesOf(readText(text))).toEqual(["one", "internal", "three"]);
  });

  it("costs a record that is no list", () => {
    jest.spyOn(LevelReader.prototype, "start").mockImplementation(() => {
      throw new TypeError("planted");
    });
    expect(namesOf(readText(JSON.stringify(ITEMS[0])))).toEqual(["internal"]);
  });
});
