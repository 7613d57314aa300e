import { BoardFold } from "../../src/app/board/board-fold";
import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { decodeLog } from "../../src/demo/day";
import { Playback } from "../../src/demo/playback";
import { simulatedLines } from "../support/board";

const lines = simulatedLines({ conversations: 25, seed: 8, disorder: 2, duplicates: 2, rubbish: 1 });
const records = decodeLog(Buffer.from(`${lines.join("\n")}\n`), "day.ndjson");
const MACHINE = { at: "2026-03-02T00:00:00.000Z", startedAt: "2026-03-02T00:00:00.000Z" };

function playback(): Playback {
  const targets = { windowMs: 4 * 3_600_000, serviceLevelTarget: 0.8 };
  return new Playback(records, compilePolicy(EMPTY_POLICY), targets);
}

function moved(log: Playback, to: number, recordsMax: number): Playback {
  while (!log.moveTo(to, recordsMax));
  return log;
}

describe("a log that is gone through in both directions", () => {
  const { stops } = playback();
  const middle = stops[Math.floor(stops.length / 3)] ?? 0;
  const end = stops.at(-1) ?? 0;
  const shown = (log: Playback) => log.sections(60, MACHINE);

  it("shows the same at an instant, whichever way it came there", () => {
    const atOnce = shown(moved(playback(), middle, Infinity));
    expect(atOnce.totals.offered).toBeGreaterThan(0);
    expect(shown(moved(playback(), middle, 7))).toEqual(atOnce);
    const back = moved(moved(playback(), end, 1000), middle, 50);
    expect(shown(back)).toEqual(atOnce);
  });

  it("deals with every record by its end, and then stands still", () => {
    const { health, clock } = shown(moved(playback(), end, 100));
    const counted = Object.values(health.records ?? {}).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(records.length);
    expect(health.isEnded).toBe(true);
    expect(clock.speed).toBe(0);
    expect(Date.parse(clock.asOf ?? "")).toBe(end);
  });

  it("begins anew after an error, so that nothing half folded is shown", () => {
    const log = moved(playback(), stops[0] ?? 0, Infinity);
    const fold = jest.spyOn(BoardFold.prototype, "show").mockImplementationOnce(() => {
      throw new Error("no memory is left");
    });
    expect(() => moved(log, end, 50)).toThrow("no memory is left");
    fold.mockRestore();
    expect(shown(moved(log, middle, 50))).toEqual(shown(moved(playback(), middle, Infinity)));
  });

  it("leaps over a long silence, and over no other", () => {
    const log = moved(playback(), stops[0] ?? 0, Infinity);
    expect(log.after(1000)).toBe((stops[0] ?? 0) + 1000);
    const gap = stops.findIndex((at, index) => (stops[index + 1] ?? at) - at > 2 * 3_600_000);
    expect(gap).toBeGreaterThan(0);
    const silent = moved(log, stops[gap] ?? 0, Infinity);
    expect(silent.after(0)).toBeGreaterThan((stops[gap] ?? 0) + 3_600_000);
    expect(silent.after(0)).toBeLessThan(stops[gap + 1] ?? 0);
  });
});
