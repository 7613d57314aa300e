import { gapsOf } from "../../src/models/gap-spans";
import type { Evidence } from "../support/gaps";
import { gap } from "../support/gaps";
import { conversation, instant, tableOf, wait, type Stated } from "../support/finals";

const MINUTE = 60_000;
/** The outage of the examples: from 09:05 on, up to 09:20. */
const outage = gap("09:05:00", "09:20:00");
const talk = (id: string, from: string, to: string | undefined): Stated => ({
  id,
  purpose: "agent",
  userId: id,
  queueId: "q1",
  connectedTime: instant(from),
  ...(to === undefined ? { state: "connected" } : { endTime: instant(to) }),
  segments: [
    { type: "alert", startTime: instant(from) },
    { type: "interact", startTime: instant(from) },
  ],
});
const call = (from: string, to: string | undefined) =>
  conversation("c", [talk("a", from, to)], { startTime: instant(from), state: to === undefined ? "open" : "ended" });
const withEvidence = (evidence: Evidence) => {
  const numbered: Stated = { ...talk("a", "09:00:00", "09:10:00"), numbers: [["tTalk", 10 * MINUTE, "09:10:00"]] };
  const one = conversation("c", [numbered]);
  return { ...one, measurements: one.measurements.map((measurement) => ({ ...measurement, evidence })) };
};

describe("a gap", () => {
  it.each([
    ["was over when it began", "08:50:00", "09:05:00", 0],
    ["began when it was over", "09:20:00", "09:30:00", 0],
    ["was open when it began", "08:50:00", "09:05:01", 1],
    ["began in it", "09:19:59", "09:30:00", 1],
    ["lay within it", "09:06:00", "09:07:00", 1],
    ["went on before, in and after it", "08:50:00", "09:30:00", 1],
    ["is not over, as far as is known", "08:50:00", undefined, 1],
  ] as const)(
    "may have touched a conversation that lay in it, not one beside it: one that %s",
    (_, from, to, count) => {
      expect(gapsOf(call(from, to), [outage])).toHaveLength(count);
    },
  );

  it("may have hidden the beginning of a talk of which nobody saw the alert", () => {
    const seen = conversation("c", [talk("a", "09:20:40", "09:30:00")], { startTime: instant("09:20:40") });
    const segments = [{ type: "interact", startTime: instant("09:20:40") }];
    const unseen = conversation("c", [{ ...talk("a", "09:20:40", "09:30:00"), segments }], {
      startTime: instant("09:20:40"),
    });
    expect([gapsOf(seen, [outage]), gapsOf(unseen, [outage])]).toEqual([[], [outage]]);
    const longAfter = [gap("09:05:00", "09:19:00")];
    expect(gapsOf(unseen, longAfter)).toEqual([]);
  });

  it("may have hidden the end of after-call work that is owed", () => {
    const owed = { ...talk("a", "08:50:00", "08:55:00"), afterCallWork: { state: "pending" } as const };
    const one = conversation("c", [owed], { startTime: instant("08:50:00"), state: "afterCallWork" });
    expect(gapsOf(one, [outage])).toEqual([outage]);
  });

  it("of one partition touches conversations of that, and those of which no partition is known", () => {
    const ofThree = gap("09:05:00", "09:20:00", { reason: "missingOffsets", topic: "t", partition: 3 });
    expect(gapsOf(withEvidence([{ topic: "t", partition: 3, offset: 1 }]), [ofThree])).toEqual([ofThree]);
    expect(gapsOf(withEvidence([{ topic: "t", partition: 4, offset: 1 }]), [ofThree])).toEqual([]);
    expect(gapsOf(withEvidence([{ topic: "other", partition: 3, offset: 1 }]), [ofThree])).toEqual([]);
    expect(gapsOf(withEvidence([{ file: "f", line: 1 }]), [ofThree])).toEqual([ofThree]);
  });
});

describe("a table of data with a gap", () => {
  /** Answered before the gap, which lies in its talk; its handled time is final in the next interval but one. */
  const across = conversation("c1", [
    wait("w1", "08:40:00", "08:42:00", "answered"),
    {
      ...talk("a1", "08:42:00", "10:05:00"),
      numbers: [
        ["tAnswered", 2 * MINUTE, "08:42:00"],
        ["tTalk", 83 * MINUTE, "10:05:00", "1"],
        ["tTalkComplete", 83 * MINUTE, "10:05:00"],
        ["tHandle", 83 * MINUTE, "10:05:00"],
      ],
    },
  ]);
  const before = conversation("c2", [wait("w2", "08:31:00", "08:32:00", "abandoned")], {
    startTime: instant("08:31:00"),
  });
  const marks = async (attribution: "split" | "start" | "final") => {
    const { rows, total, noData } = await tableOf([across, before], { attribution, gaps: [outage] });
    return {
      rows: rows.map(({ from, gaps = [] }) => [from?.slice(11, 16), gaps]),
      total: total.gaps,
      noData: noData?.map(({ from, gaps }) => [from.slice(11, 16), gaps]),
    };
  };

  it("marks the interval that the gap lies in, and those of numbers in whose time it lies, by each rule", async () => {
    expect(await marks("final")).toEqual({
      rows: [
        ["08:30", []],
        ["10:00", [1]],
      ],
      total: [1],
      noData: [["09:00", [1]]],
    });
    expect(await marks("start")).toEqual({ rows: [["08:30", [1]]], total: [1], noData: [["09:00", [1]]] });
    expect((await marks("split")).rows).toEqual([
      ["08:30", [1]],
      ["09:00", [1]],
      ["09:30", [1]],
      ["10:00", [1]],
    ]);
  });

  it("marks both intervals of a gap across a boundary, with the number of each gap", async () => {
    const gaps = [gap("08:55:00", "09:05:00"), gap("09:40:00", "09:41:00")];
    const { rows, noData } = await tableOf([before], { gaps });
    expect(rows.map(({ gaps: touching }) => touching)).toEqual([[1]]);
    expect(noData?.map(({ from, to, gaps: touching }) => [from.slice(11, 16), to.slice(11, 16), touching])).toEqual([
      ["09:00", "09:30", [1]],
      ["09:30", "10:00", [2]],
    ]);
  });

  it("marks every interval in which somebody waits whose end the gap may have hidden", async () => {
    const lost = conversation("c3", [wait("w3", "08:50:00", undefined, "waiting")], {
      state: "open",
      startTime: instant("08:50:00"),
      lastNews: instant("10:10:00"),
    });
    const { rows } = await tableOf([lost], { gaps: [outage] });
    expect(rows.map(({ from, waits, gaps }) => [from?.slice(11, 16), waits.waitingAtEnd, gaps])).toEqual([
      ["08:30", 1, [1]],
      ["09:00", 1, [1]],
      ["09:30", 1, [1]],
      ["10:00", 1, [1]],
    ]);
  });

  it("follows a gap without a known end as far as the data reach", async () => {
    const open = { ...gap("08:45:00", "09:00:00"), to: Infinity };
    const later = conversation("c4", [], { startTime: instant("10:20:00"), lastNews: instant("10:20:00") });
    const { noData, manifest } = await tableOf([before, later], { gaps: [open] });
    expect(noData?.map(({ from }) => from.slice(11, 16))).toEqual(["09:00", "09:30", "10:00"]);
    expect(manifest.gaps).toEqual([{ from: instant("08:45:00"), to: undefined, reason: "declared" }]);
  });

  it("keeps every number, and says nothing of gaps where none is known", async () => {
    const plain = await tableOf([across, before]);
    const withGap = await tableOf([across, before], { gaps: [outage] });
    expect(withGap.rows.map(({ gaps: _gaps, ...row }) => row)).toEqual(plain.rows);
    expect(JSON.stringify(plain)).not.toMatch(/"gaps"|noData/);
  });
});
