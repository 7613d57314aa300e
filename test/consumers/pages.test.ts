import fc from "fast-check";

import type { Decoded } from "../../src/models/decoded";
import { decodeBytes as decode } from "../support/decode-bytes";
import { runs } from "../support/runs";

const MAX = 2000;
const WHOLE = 64 << 20;

/** Records without the number of the document in its line: only what is too large to be one record is looked through for several. */
const described = (records: readonly Decoded[]) =>
  records.map((record) => {
    const position = { ...record.position, part: undefined };
    return record.kind === "observations" ? { ...record, position } : { ...record, position, rejections: undefined };
  });

const conversation = (number: number) => ({
  conversationId: `c${String(number)}`,
  conversationStart: "2026-06-02T10:00:00.000Z",
  participants: [
    {
      participantId: `p${String(number)}`,
      participantName: 'Ann "[{" O\'Hara',
      purpose: "agent",
      sessions: [
        {
          sessionId: `s${String(number)}`,
          mediaType: "voice",
          segments: [{ segmentType: "interact", segmentStart: "2026-06-02T10:00:00.000Z" }],
        },
      ],
    },
  ],
});
const conversations = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => conversation(from + index));
const snapshot = (id: string) => ({ id, participants: [{ id: "p", calls: [{ id: "s", state: "connected" }] }] });
const sqs = (id: string) => ({
  messageId: id,
  body: JSON.stringify(snapshot(id)),
  attributes: { SentTimestamp: "1772438400000" },
});
const recorded = (offset: number) => ({
  topic: "t",
  partition: 0,
  offset,
  timestamp: 1_772_438_400_000 + offset,
  value: snapshot("c1"),
});
const many = <T>(make: (number: number) => T): T[] => Array.from({ length: 40 }, (_, index) => make(index));

const PAGES: readonly (readonly [string, unknown])[] = [
  ["a page of analytics details", { conversations: conversations(30), totalHits: 30 }],
  ["a page that names its list last", { totalHits: 30, cursor: "x", conversations: conversations(30) }],
  ["a page in PascalCase", { Conversations: conversations(30) }],
  ["a list of conversations", conversations(30)],
  ["a list of pages", [{ conversations: conversations(30) }, { conversations: conversations(2, 50) }]],
  ["a list of lists", [conversations(30), conversations(2, 50)]],
  ["the answer of a listing", { pageSize: 40, entities: many((number) => snapshot(`c${String(number)}`)), total: 40 }],
  ["the event of a function", { Records: many((number) => sqs(`m${String(number)}`)) }],
  [
    "a batch of Firehose",
    {
      requestId: "r",
      timestamp: 1_772_438_400_000,
      records: many((number) => ({
        data: Buffer.from(JSON.stringify(snapshot(`c${String(number)}`))).toString("base64"),
      })),
    },
  ],
  ["an answer in an answer", { statusCode: 200, body: { conversations: conversations(30) } }],
  ["a list of recorded lines", many(recorded)],
  ["a list of texts", many((number) => JSON.stringify(snapshot(`c${String(number)}`)))],
  [
    "lists in messages",
    { Messages: many((number) => ({ Body: JSON.stringify([snapshot(`c${String(number)}`), snapshot("x")]) })) },
  ],
  ["a list of what is no record", many((number) => ({ weather: number, text: "x".repeat(90) }))],
];

describe("a page that is larger than a record may be", () => {
  it.each(PAGES)("is read element by element, as it is read where it may be so large: %s", (_name, page) => {
    for (const text of [
      JSON.stringify(page),
      JSON.stringify(page, undefined, 2),
      JSON.stringify(page, undefined, "\t"),
    ]) {
      const bytes = Buffer.from(`${text}\n${JSON.stringify(snapshot("behind"))}\n`);
      const records = described(decode(bytes, MAX));
      expect(records.length).toBeGreaterThan(20);
      expect(records).toEqual(described(decode(bytes, WHOLE)));
    }
  });

  it("gives the same however its bytes are cut", () => {
    const texts = PAGES.flatMap(([, page]) => [JSON.stringify(page), JSON.stringify(page, undefined, 1)]);
    const scenario = fc.constantFrom(...texts).chain((text) => {
      const bytes = Buffer.from(`{"a":1} ${text}\n`);
      return fc.record({ bytes: fc.constant(bytes), cuts: fc.array(fc.nat(bytes.length), { maxLength: 6 }) });
    });
    fc.assert(
      fc.property(scenario, ({ bytes, cuts }) => {
        expect(decode(bytes, MAX, cuts)).toEqual(decode(bytes, MAX));
      }),
      runs(100),
    );
  });

  it("loses an element that is too large itself, and no other", () => {
    const large = { ...conversation(1), note: "x".repeat(3000) };
    const records = decode(
      Buffer.from(JSON.stringify({ conversations: [conversation(0), large, conversation(2)] })),
      MAX,
    );
    expect(records).toMatchObject([
      { kind: "observations", conversationId: "c0", position: { item: 1 } },
      { kind: "rejected", rejections: [{ reason: "tooLarge", position: { item: 2 } }] },
      { kind: "observations", conversationId: "c2", position: { item: 3 } },
    ]);
  });

  it.each([
    ["in an element", (text: string) => text.slice(0, -40)],
    ["behind an element", (text: string) => text.slice(0, -2)],
    ["behind its list", (text: string) => text.slice(0, -1)],
  ])("says so where it breaks off %s", (_name, cut) => {
    const bytes = Buffer.from(cut(JSON.stringify({ conversations: conversations(30) })));
    const records = decode(bytes, MAX);
    expect(records.filter(({ kind }) => kind === "observations").length).toBeGreaterThan(28);
    expect(records.at(-1)).toMatchObject({ kind: "rejected", rejections: [{ reason: "truncated" }] });
  });

  it.each([
    ["a conversation of many participants", { id: "c", participants: many(() => ({ id: "p", name: "x".repeat(90) })) }],
    ["a value of a record", recorded(1)],
    ["a list beside an object with content", { body: snapshot("a"), conversations: conversations(30) }],
    ["a list under a name that is none of content", { things: conversations(30) }],
  ])("is none where it is one record: %s", (_name, document) => {
    const large = { ...document, text: "x".repeat(3000) };
    const value = "value" in document ? { ...document, value: { ...document.value, text: "x".repeat(3000) } } : large;
    expect(decode(Buffer.from(JSON.stringify(value)), MAX)).toMatchObject([
      { kind: "rejected", rejections: [{ reason: "tooLarge" }] },
    ]);
  });

  it("may have any size: five megabytes on one line, or indented", () => {
    const page = { conversations: conversations(18_000) };
    for (const text of [JSON.stringify(page), JSON.stringify(page, undefined, 2)]) {
      const bytes = Buffer.from(text);
      expect(bytes.length).toBeGreaterThan(5_000_000);
      const cuts = Array.from({ length: Math.floor(bytes.length / 65_536) }, (_, index) => index * 65_536);
      const records = decode(bytes, 1 << 20, cuts);
      expect(records.map((one) => (one.kind === "observations" ? one.conversationId : one.kind))).toEqual(
        page.conversations.map(({ conversationId }) => conversationId),
      );
    }
  });
});
