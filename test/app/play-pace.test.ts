import { PlayPace, type PaceClock } from "../../src/app/play-pace";

/** A clock that moves only while somebody sleeps; how long each sleep was. */
function sleepingClock(): { readonly clock: PaceClock; readonly sleeps: number[]; skip: (ms: number) => void } {
  let now = 5000;
  const sleeps: number[] = [];
  const sleep = (ms: number) => {
    sleeps.push(ms);
    now += ms;
    return Promise.resolve();
  };
  return { clock: { now: () => now, sleep }, sleeps, skip: (ms) => (now += ms) };
}

const start = Date.UTC(2026, 2, 2, 8);

describe("the pace at which a log is played", () => {
  it("waits until a record's turn, in pieces of at most a second", async () => {
    const { clock, sleeps } = sleepingClock();
    const pace = new PlayPace(60, clock);
    let looks = 0;
    for (const minutes of [0, 2.5]) await pace.wait(start + minutes * 60_000, () => (looks += 1));
    expect(sleeps).toEqual([1000, 1000, 500]);
    expect(looks).toBe(5);
  });

  it("knows no share before it knows the end, and then goes by the time that was played, not by records", async () => {
    const { clock } = sleepingClock();
    const pace = new PlayPace(60, clock);
    const shares: unknown[] = [];
    const wait = (minutes: number) => pace.wait(start + minutes * 60_000, () => shares.push(pace.played()));
    await wait(0);
    pace.endsAt(start + 4 * 60_000);
    await wait(0);
    await wait(2);
    await wait(4);
    expect(shares).toEqual([
      undefined,
      { share: 0, leftMs: 4000 },
      { share: 0, leftMs: 4000 },
      { share: 0.25, leftMs: 3000 },
      { share: 0.5, leftMs: 2000 },
      { share: 0.5, leftMs: 2000 },
      { share: 0.75, leftMs: 1000 },
      { share: 1, leftMs: 0 },
    ]);
  });

  it("does not run ahead of the records where whoever takes them is slower than the pace", async () => {
    const { clock, skip } = sleepingClock();
    const pace = new PlayPace(60, clock);
    pace.endsAt(start + 10 * 60_000);
    await pace.wait(start, () => undefined);
    skip(8000);
    await pace.wait(start + 60_000, () => undefined);
    expect(pace.played()).toEqual({ share: 0.1, leftMs: 9000 });
  });

  it("lets a record that is older, or has no timestamp, pass at once", async () => {
    const { clock, sleeps } = sleepingClock();
    const pace = new PlayPace(1, clock);
    for (const timestamp of [start, start - 5000, undefined]) await pace.wait(timestamp, () => undefined);
    expect(sleeps).toEqual([]);
  });
});
