import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { playback as shown, playbackFault } from "../../src/board/web/playback";
import { sections } from "../../src/board/web/store";
import { controlPlayback } from "../../src/demo/control";
import { decodeLog } from "../../src/demo/day";
import { Playback } from "../../src/demo/playback";
import { simulatedLines } from "../support/board";

const lines = simulatedLines({ conversations: 25, seed: 8, disorder: 2, duplicates: 2, rubbish: 1 });
const records = decodeLog(Buffer.from(`${lines.join("\n")}\n`), "day.ndjson");

/** A log that cannot be folded beyond an instant, as long as it is broken. */
class BreakingPlayback extends Playback {
  brokenFrom = Infinity;

  override moveTo(instant: number, recordsMax: number): boolean {
    if (instant >= this.brokenFrom) throw new Error("no memory is left");
    return super.moveTo(instant, recordsMax);
  }
}

const playing = () =>
  new BreakingPlayback(records, compilePolicy(EMPTY_POLICY), { windowMs: 3_600_000, serviceLevelTarget: 0.8 });

describe("a log that is played by the clock of the browser", () => {
  beforeEach(() => {
    jest.useFakeTimers();
    shown.value = playbackFault.value = undefined;
  });
  afterEach(() => {
    jest.clearAllTimers();
    jest.useRealTimers();
  });
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it("goes on with time", async () => {
    controlPlayback().begin(playing());
    await pass(1000);
    const before = sections.value.clock?.asOf ?? "";
    await pass(1000);
    expect(Date.parse(sections.value.clock?.asOf ?? "")).toBeGreaterThan(Date.parse(before));
    expect(shown.value).toMatchObject({ isPlaying: true, isBusy: false });
  });

  it("stops and says why where it cannot be folded, and goes where it can be", async () => {
    const log = playing();
    const { begin, controls } = controlPlayback();
    begin(log);
    await pass(1000);
    const last = log.stops.length - 1;
    log.brokenFrom = log.stops[last] ?? 0;
    controls.goTo(last);
    await pass(1000);
    expect(shown.value).toMatchObject({ isPlaying: false, isBusy: false });
    expect(playbackFault.value).toContain("no memory is left");
    controls.goTo(1);
    await pass(1000);
    expect(playbackFault.value).toBeUndefined();
    expect(shown.value).toMatchObject({ stop: 1, isBusy: false });
    expect(Date.parse(sections.value.clock?.asOf ?? "")).toBe(log.stops[1]);
  });

  it("says why where not even its beginning can be folded, and stands still until it is played again", async () => {
    const log = playing();
    const { begin, controls } = controlPlayback();
    log.brokenFrom = -Infinity;
    begin(log);
    await pass(2000);
    expect(playbackFault.value).toContain("no memory is left");
    log.brokenFrom = Infinity;
    controls.play();
    await pass(2000);
    expect(playbackFault.value).toBeUndefined();
    expect(shown.value).toMatchObject({ isPlaying: true, isBusy: false });
  });
});
