import { PartitionTimes } from "../../../src/app/board/partition-times";

const HOUR_MS = 3_600_000;
const NOW = Date.parse("2026-03-02T12:00:00.000Z");

describe("how far the partitions of a service are", () => {
  it("names those that are further behind the clock than the lateness, with their latest news", () => {
    const times = new PartitionTimes();
    times.note(2, NOW - 3 * HOUR_MS, false);
    times.note(2, NOW - 2 * HOUR_MS, false);
    times.note(2, NOW - 4 * HOUR_MS, false);
    times.note(0, NOW - HOUR_MS, false);
    expect(times.behind(NOW, HOUR_MS)).toEqual([{ partition: 2, latestNews: "2026-03-02T10:00:00.000Z" }]);
    expect(times.played()).toEqual([]);
  });

  it("holds a partition that is played against no clock, until what comes is no longer played", () => {
    const times = new PartitionTimes();
    times.note(3, NOW - 1000 * HOUR_MS, true);
    times.note(1, NOW - 1000 * HOUR_MS, true);
    times.note(0, NOW, false);
    expect(times.played()).toEqual([1, 3]);
    expect(times.behind(NOW, HOUR_MS)).toEqual([]);
    expect(times.latestLive()).toBe(NOW);
    times.note(3, NOW - 1000 * HOUR_MS, false);
    expect(times.played()).toEqual([1]);
    expect(times.behind(NOW, HOUR_MS)).toMatchObject([{ partition: 3 }]);
  });
});
