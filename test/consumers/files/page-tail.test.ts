import type { Decoded } from "../../../src/models/decoded";
import { decodeBytes } from "../../support/decode-bytes";

const SMALL = 1 << 20;
const LARGE = 1000;
const SENT = 1_772_355_600_000;
const record = (id: string) => ({ id, participants: [{ id: "p", calls: [{ id: "s", state: "connected" }] }] });
const records = (count: number, name = "c") =>
  Array.from({ length: count }, (_, index) => record(name + String(index)));
const decode = (page: unknown, bytesMax: number) => decodeBytes(Buffer.from(JSON.stringify(page)), bytesMax);
const news = (all: readonly Decoded[]) => all.filter(({ kind }) => kind === "observations");
const refusals = (all: readonly Decoded[]) => all.flatMap((one) => (one.kind === "rejected" ? one.rejections : []));
const ids = (all: readonly Decoded[]) =>
  news(all).map((one) => (one.kind === "observations" ? one.conversationId : ""));

describe("what stands behind the list of a page that is larger than a record may be", () => {
  it.each([
    ["the instant of a batch", { deliveryStreamArn: "a", records: records(30), timestamp: SENT }],
    ["what tells a batch", { count: 30, timestamp: SENT, records: records(30), requestId: "r" }],
    ["a topic", { entities: records(30), topicName: "v2.users.u.conversations.calls" }],
    ["the topic of a template", { entities: records(30), type: "v2.users.{id}.conversations.chats" }],
    [
      "the envelope of an event, and its instant",
      { detail: { entities: records(30) }, "detail-type": "x", time: "2026-03-01T09:00:00Z" },
    ],
    ["a page in a list", [{ deliveryStreamArn: "a", records: records(30), timestamp: SENT }]],
  ])("is one rejection where it would date or name the records: %s", (_name, page) => {
    expect(refusals(decode(page, SMALL))).toEqual([]);
    const all = decode(page, LARGE);
    expect(news(all)).toHaveLength(30);
    expect(refusals(all)).toMatchObject([{ reason: "tooLarge", position: { item: 31 } }]);
    expect(refusals(all)[0]?.detail).toContain("behind its list");
  });

  it.each([
    ["numbers of the page", { entities: records(30), total: 30, pageCount: 1, nextUri: "/x", note: "x".repeat(3000) }],
    [
      "names that say nothing there",
      { entities: records(30), source: "x", timestamp: SENT, type: "page", requestId: "r" },
    ],
    ["lists of other things", { entities: records(30), aggregations: records(30), facets: [1, 2] }],
    ["an instant before the list", { deliveryStreamArn: "a", timestamp: SENT, records: records(30) }],
    ["nothing", records(30)],
  ])("is passed over where it changes nothing: %s", (_name, page) => {
    expect(decode(page, LARGE).map((one) => ({ ...one, position: undefined }))).toEqual(
      decode(page, SMALL).map((one) => ({ ...one, position: undefined })),
    );
  });

  it("is a rejection where the records would not be read for it", () => {
    const page = { entities: records(30), "detail-type": "x", detail: { note: "x".repeat(3000) } };
    expect(refusals(decode(page, LARGE))).toMatchObject([{ reason: "tooLarge", position: { item: 31 } }]);
  });

  it("is heeded where the page is held as a whole", () => {
    const page = { timestamp: SENT, records: records(30), requestId: "r" };
    expect(refusals(decode(page, LARGE))).toEqual([]);
    expect(news(decode(page, LARGE))).toMatchObject(records(30).map(() => ({ at: SENT })));
  });

  it("is a rejection where it is no JSON", () => {
    const bytes = Buffer.from(JSON.stringify({ entities: records(30) }).slice(0, -1) + ",,}");
    expect(refusals(decodeBytes(bytes, LARGE))).toMatchObject([{ reason: "notJson" }]);
  });

  it("is a rejection where it is too much to be kept", () => {
    const names = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`name${String(index)}`, index]));
    expect(refusals(decode({ entities: records(30), ...names }, LARGE))).toMatchObject([{ reason: "tooLarge" }]);
  });
});

describe("a document with two lists of content", () => {
  it.each([
    ["a long and a short one", { conversations: records(30), entities: records(1, "e") }],
    ["a short and a long one", { entities: records(1, "e"), conversations: records(30) }],
    ["two long ones", { conversations: records(30), entities: records(30, "e") }],
    ["an empty one and two others", { Records: [], conversations: records(30), entities: records(30, "e") }],
    ["three", { conversations: records(3), data: records(30, "d"), entities: records(1, "e") }],
    ["two in an envelope", { body: { conversations: records(30), entities: records(2, "e") } }],
    ["two in a batch", { deliveryStreamArn: "a", timestamp: SENT, records: records(30), entities: records(2, "e") }],
    ["two in an element", [{ conversations: records(30), entities: records(2, "e") }]],
  ])("gives the list that stands first, and rejects each other, small or large: %s", (name, page) => {
    const small = decode(page, SMALL);
    const large = decode(page, LARGE);
    expect(ids(large)).toEqual(ids(small));
    expect(new Set(ids(small).map((id) => id.charAt(0))).size).toBe(1);
    expect(refusals(small).length).toBe(name === "three" ? 2 : 1);
    const places = refusals(small).map((one) => ({ ...one, position: { ...one.position, part: 1 } }));
    expect(refusals(large)).toEqual(places);
    expect(refusals(small)[0]).toMatchObject({
      reason: "unknownShape",
      detail: expect.stringContaining("another list") as string,
    });
  });

  it("takes an empty list for no other", () => {
    const page = { conversations: records(3), entities: [], Records: [] };
    expect(ids(decode(page, SMALL))).toEqual(["c0", "c1", "c2"]);
    expect(refusals(decode(page, SMALL))).toEqual([]);
  });
});
