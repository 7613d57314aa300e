import { simulate, USUAL_OPTIONS } from "../../src/consumers/simulation/player";
import { WIRE_SHAPES } from "../../src/consumers/simulation/wire/shapes";
import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { decodeRecord } from "../../src/decoding/decode";
import type { Decoded } from "../../src/models/decoded";

/** The reader of bytes must give what the parser of whole documents gives. */

const place = { file: "f", line: 1 };
const linesIn = (shape: (typeof WIRE_SHAPES)[number], conversations: number): string[] =>
  [...simulate({ ...USUAL_OPTIONS, shapes: [shape], conversations, seed: 5 })].flatMap((output) =>
    "line" in output ? [output.line] : [],
  );
const linesByShape = WIRE_SHAPES.map((shape) => [shape, linesIn(shape, 12)] as const);
const allLines = linesByShape.flatMap(([, lines]) => lines);

const readWith = (reader: ReturnType<typeof createRecordReader>, bytes: Buffer): Decoded =>
  reader.read(bytes, 0, bytes.length, () => place);

/** What a record comes to, without what has no meaning: facts that are undefined. */
const plain = (decoded: Decoded): unknown => JSON.parse(JSON.stringify(decoded));

describe("reading records from bytes", () => {
  it.each(linesByShape)("gives the same as parsing them whole, and seldom has to: %s", (_, lines) => {
    const reader = createRecordReader();
    for (const line of lines) {
      const bytes = Buffer.from(line);
      expect(plain(readWith(reader, bytes))).toEqual(plain(decodeRecord(bytes, place)));
    }
    const { fast, whole } = reader.counts();
    expect(fast + whole).toBe(lines.length);
    expect(whole / lines.length).toBeLessThan(0.01);
  });

  it.each([
    ["reordered keys", (text: string) => JSON.stringify(reordered(JSON.parse(text)))],
    [
      "escapes in values",
      (text: string) => text.replace(/"(?:name|address)":"(.)/g, (whole) => `${whole}\\u00e9\\n\\"`),
    ],
    ["pretty-printed values", (text: string) => JSON.stringify(JSON.parse(text), undefined, 2)],
    ["a value that is text", (text: string) => JSON.stringify(withTextValue(JSON.parse(text) as object))],
  ])("reads %s from bytes too", (_, rewrite) => {
    const reader = createRecordReader();
    for (const line of allLines) {
      const bytes = Buffer.from(rewrite(line));
      expect(plain(readWith(reader, bytes))).toEqual(plain(decodeRecord(bytes, place)));
    }
    expect(reader.counts().whole / allLines.length).toBeLessThan(0.01);
  });

  it.each([
    ["its conversation", '"key":"V1","partitions":4', "observations"],
    ["another key", '"key":"v2","partitions":4', "misrouted"],
    ["no key", '"key":null,"partitions":4', "misrouted"],
    ["a key that is no text", '"key":5,"partitions":4', "misrouted"],
    ["another key, in a log that tells no number of partitions", '"key":"v2"', "observations"],
    ["another key, where that number is none", '"key":"v2","partitions":-1', "observations"],
    ["another key, with that number as text", '"key":"v2","partitions":"4"', "observations"],
  ])("holds a line of a recorded topic to its key, as a service does: %s", (_, said, became) => {
    const id = said.includes("V1") ? "V1" : "v1";
    const value = JSON.stringify({
      id,
      participants: [{ id: "p", purpose: "agent", calls: [{ id: "c", state: "connected" }] }],
    });
    const line = Buffer.from(
      `{"topic":"t","partition":1,"offset":7,"timestamp":1700000000000,${said},"value":${value}}`,
    );
    const decoded = decodeRecord(line, place);
    expect(decoded.kind === "rejected" ? decoded.rejections[0]?.reason : decoded.kind).toBe(became);
    const reader = createRecordReader();
    expect(plain(readWith(reader, line))).toEqual(plain(decoded));
    // Seldom is what is written thus, and read whole.
    expect(reader.counts().fast).toBe(said.includes('"4"') ? 0 : 1);
  });

  it.each([
    [
      "a timestamp of the line that is no time, beside one that is",
      '{"topic":"t","partition":0,"offset":4,"timestamp":{},"ts":1772439699542,"payload":',
      "}",
    ],
    [
      "an envelope that has participants of its own, but none",
      '{"detail-type":"d","source":"s","participants":[],"detail":{"topicName":"v2.users.u.conversations","eventBody":',
      "}}",
    ],
    [
      "an envelope whose participants are nothing",
      '{"detail-type":"d","source":"s","participants":null,"detail":{"topicName":"v2.users.u.conversations","eventBody":',
      "}}",
    ],
    [
      "a notification that has participants of its own, but none",
      '{"topicName":"v2.users.u.conversations","participants":[],"eventBody":',
      "}",
    ],
    [
      "a notification that has a participant of its own, but none",
      '{"topicName":"v2.users.u.conversations","participant":null,"eventBody":',
      "}",
    ],
  ])("gives the same for %s", (_, before, after) => {
    const body = JSON.stringify({
      id: "v1",
      participants: [
        { id: "p", purpose: "agent", calls: [{ id: "c", state: "connected", connectedTime: "2026-03-02T08:00:00Z" }] },
      ],
    });
    const line = Buffer.from(before + body + after);
    expect(plain(readWith(createRecordReader(), line))).toEqual(plain(decodeRecord(line, place)));
  });

  it.each(["\\x", "\\u12g4", "\\u12", "\\", "\u0001", "\\ "])("takes %j in a skipped text for damage", (fault) => {
    const reader = createRecordReader();
    const bytes = Buffer.from(
      `{"conversationId":"c","participants":[{"id":"p","state":"connected","name":"a${fault}"}]}`,
    );
    expect(plain(readWith(reader, bytes))).toEqual(plain(decodeRecord(bytes, place)));
    expect(readWith(reader, bytes)).toMatchObject({ kind: "rejected" });
  });

  it("gives the very same bodies for a participant that stands there again", () => {
    const reader = createRecordReader();
    const bytes = Buffer.from(linesIn("nested", 1)[0] ?? "");
    const [first, second] = [readWith(reader, bytes), readWith(reader, bytes)];
    if (first.kind !== "observations" || second.kind !== "observations") throw new Error("no observations");
    expect(second.bodies[0]).toBe(first.bodies[0]);
  });
});

function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reordered(inner)]),
  );
}

function withTextValue(record: object): object {
  return { ...record, value: JSON.stringify((record as { value: unknown }).value) };
}
