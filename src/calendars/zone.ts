import type { LocalClock } from "./local-time";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-01 was a Thursday: so long after a Monday. */
const EPOCH_AFTER_MONDAY_MS = 3 * DAY_MS;

/** A time zone by its IANA name. Instants are epoch milliseconds. */
export interface Zone extends LocalClock {
  readonly name: string;
  /**
   * When the local day of an instant begins; not always at midnight, where that was left out. Days do not overlap: where the clock is set
   * back over midnight, what comes again of the day before is of the day that has begun.
   */
  readonly dayStart: (at: number) => number;
  /** When the local day after that of an instant begins. */
  readonly nextDayStart: (at: number) => number;
  /** When the local week of an instant begins, on a Monday. */
  readonly weekStart: (at: number) => number;
  readonly nextWeekStart: (at: number) => number;
  /** The instants that a local time without an offset names: two where the clock is set back, none where it is no time of the zone. */
  readonly instantsOf: (local: string) => readonly number[];
  /** ISO-8601 with the offset, without seconds where they are none. */
  readonly format: (at: number) => string;
}

const dayStart = (at: number) => Math.floor(at / DAY_MS) * DAY_MS;
const weekStart = (at: number) => Math.floor((at + EPOCH_AFTER_MONDAY_MS) / WEEK_MS) * WEEK_MS - EPOCH_AFTER_MONDAY_MS;

/** UTC, which is what is meant where no zone is named. It needs no library and none of the zones' data, which take long to load. */
export const UTC: Zone = {
  name: "UTC",
  offsetAt: () => 0,
  dayStart,
  nextDayStart: (at) => dayStart(at) + DAY_MS,
  weekStart,
  nextWeekStart: (at) => weekStart(at) + WEEK_MS,
  instantsOf(text) {
    const local = parseLocal(text);
    return local === undefined ? [] : [local];
  },
  format: (at) => `${shortTime(at)}+00:00`,
};

/** `2026-03-02T09:00`, with seconds and milliseconds where they are any. */
function shortTime(at: number): string {
  const text = new Date(at).toISOString().slice(0, -1);
  if (at % MINUTE_MS === 0) return text.slice(0, -7);
  return at % 1000 === 0 ? text.slice(0, -4) : text;
}

const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/;

/** A local time as text, read as if it were UTC; undefined where it is none. */
export function parseLocal(text: string): number | undefined {
  const local = LOCAL_TIME.test(text) ? Date.parse(`${text}Z`) : NaN;
  // A 30th of February would be read as a day of March.
  const isThere = !Number.isNaN(local) && new Date(local).toISOString().startsWith(text.slice(0, 16));
  return isThere ? local : undefined;
}
