import type { Zone } from "./zone";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long intervals are. */
export const INTERVAL_LENGTHS = ["15m", "30m", "60m", "day", "week"] as const;
export type IntervalLength = (typeof INTERVAL_LENGTHS)[number];

/** The intervals that local time is divided into, without a gap and without overlap. Instants are epoch milliseconds. */
export interface Intervals {
  /** When the interval of an instant begins. */
  readonly startOf: (at: number) => number;
  /** When the interval that begins at an instant ends: the start of the next. */
  readonly endOf: (start: number) => number;
}

const STEP_MS: Readonly<Partial<Record<IntervalLength, number>>> = {
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "60m": 60 * MINUTE_MS,
};

/**
 * Intervals of a zone. Those of minutes begin at full hours of the local clock and their fractions, and where the clock is
 * changed; so the hour that is left out has none, the hour that comes twice has twice as many, and a change by half an hour
 * makes shorter ones. Days are 23 or 25 hours long where local days are. Weeks begin on Mondays.
 */
export function intervalsIn(zone: Zone, length: IntervalLength): Intervals {
  const stepMs = STEP_MS[length];
  const boundariesIn = stepMs === undefined ? undefined : (from: number, to: number) => steps(zone, stepMs, from, to);
  const [first, next] = length === "week" ? [zone.weekStart, zone.nextWeekStart] : [zone.dayStart, zone.nextDayStart];
  return createIntervals((at) => {
    const [from, to] = [first(at), next(at)];
    return boundariesIn === undefined ? [from, to] : boundariesIn(from, to);
  });
}

/** Boundaries from the start of a local day to its end. */
function steps(zone: Zone, stepMs: number, from: number, to: number): number[] {
  const boundaries = [from];
  for (let at = from; at < to;) {
    const offset = zone.offsetAt(at);
    const next = Math.min(to, (Math.floor((at + offset) / stepMs) + 1) * stepMs - offset);
    at = zone.offsetAt(next - 1) === offset ? next : changeBetween(zone, at, next - 1);
    boundaries.push(at);
  }
  return boundaries;
}

/** The first instant of the offset that holds at `until`; another one holds at `from`. */
function changeBetween(zone: Zone, from: number, until: number): number {
  const offset = zone.offsetAt(until);
  let [before, after] = [from, until];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offsetAt(middle) === offset) after = middle;
    else before = middle;
  }
  return after;
}

/** Looks boundaries up by day, each local range worked out once. */
function createIntervals(rangeOf: (at: number) => readonly number[]): Intervals {
  const byDay = new Map<number, (readonly number[])[]>();
  function rangeAt(at: number): readonly number[] {
    const day = Math.floor(at / DAY_MS);
    const known = byDay.get(day) ?? [];
    const found = known.find((range) => at >= (range[0] ?? Infinity) && at < (range.at(-1) ?? -Infinity));
    if (found !== undefined) return found;
    const range = rangeOf(at);
    byDay.set(day, [...known, range]);
    return range;
  }
  const indexIn = (range: readonly number[], at: number) => {
    let [low, high] = [0, range.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((range[middle] ?? Infinity) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    startOf(at) {
      const range = rangeAt(at);
      return range[indexIn(range, at)] ?? at;
    },
    endOf(start) {
      const range = rangeAt(start);
      const end = range[indexIn(range, start) + 1];
      if (end === undefined) throw new RangeError("an instant lies outside of its own day");
      return end;
    },
  };
}
