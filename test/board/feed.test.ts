import { BoardFeed } from "../../src/board/feed";
import type { BoardNews, BoardSections } from "../../src/models/board";

const sections = (waiting: number, at = "2026-03-02T09:00:00.000Z"): BoardSections =>
  ({
    clock: { at },
    totals: { waiting },
    queues: [],
    breaches: [],
    callbacks: [],
    health: {},
  }) as unknown as BoardSections;

const read = (event: string) => {
  const [, id] = /^id: (.+)$/m.exec(event) ?? [];
  const [, json = "{}"] = /^data: (.+)$/m.exec(event) ?? [];
  return { id, news: JSON.parse(json) as BoardNews };
};

describe("a board's feed", () => {
  it("sends a newcomer everything, and one who comes back exactly what changed since", () => {
    const feed = new BoardFeed();
    feed.update(sections(1));
    const first = read(feed.eventSince(undefined));
    expect(Object.keys(first.news).sort()).toEqual(["breaches", "callbacks", "clock", "health", "queues", "totals"]);
    feed.update(sections(2));
    feed.update(sections(3));
    const second = read(feed.eventSince(first.id));
    expect(second.news).toEqual({ totals: { waiting: 3 } });
    expect(read(feed.eventSince(second.id)).news).toEqual({});
  });

  it("sends everything to those who knew another life of it, and to those who know what never was", () => {
    const feed = new BoardFeed();
    feed.update(sections(1));
    for (const id of ["other.1", "", "nonsense", `${feed.lastId().split(".")[0] ?? ""}.99`])
      expect(Object.keys(read(feed.eventSince(id)).news)).toHaveLength(6);
  });

  it("says whether anything changed", () => {
    const feed = new BoardFeed();
    expect(feed.update(sections(1))).toBe(true);
    expect(feed.update(sections(1))).toBe(false);
    expect(feed.update(sections(1, "2026-03-02T09:00:01.000Z"))).toBe(true);
  });
});
