import type { DayWindow } from "../models/calling-policy";
import { instantOfLocal, localTimeOf, type LocalClock } from "./local-time";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday: the day that is 3 days later in a week that begins on Monday. */
const FIRST_WEEKDAY = 3;
/** How far ahead the end of an open window, or the next one, is looked for. */
const DAYS_AHEAD = 15;

/** When people may be called, or are at work, by the local clock. */
export interface Calendar {
  readonly name: string;
  /** Of the centre, where it keeps its own time; else the clock is that of whoever is called. */
  readonly zone: LocalClock | undefined;
  /** By weekday, Monday first. */
  readonly week: readonly (readonly DayWindow[])[];
  /** Local days without any window, as days since 1970-01-01. */
  readonly holidays: ReadonlySet<number>;
}

/** Whether an instant lies in a calling window. `unknown`: the zones that it may be do not agree, or there are none. */
export type WindowAnswer = "inside" | "outside" | "unknown";

/** Whether an instant lies in a window of a calendar, in a zone; inside, until when, and outside, when the next one opens. */
export interface WindowPlace {
  readonly isInside: boolean;
  /** Undefined where nothing changes within two weeks. */
  readonly until: number | undefined;
}

/**
 * Where an instant lies by a calendar. A window belongs to the local day on which it begins, and may end on the next one. A holiday has
 * no windows, and one that began on its eve ends at its midnight. What lies in the hour that is left out is moved forward with the
 * clock; in the hour that comes twice the first counts. A window's end is no part of it.
 */
export function placeIn(calendar: Calendar, zone: LocalClock, at: number): WindowPlace {
  const today = dayOf(zone, at);
  const ranges = rangesOf(calendar, zone, today - 1, today + DAYS_AHEAD);
  const found = ranges.find(([, to]) => at < to);
  if (found === undefined) return { isInside: false, until: undefined };
  const [from, to] = found;
  if (at < from) return { isInside: false, until: from };
  return { isInside: true, until: to < instantOfLocal(zone, (today + DAYS_AHEAD) * DAY_MS) ? to : undefined };
}

/** Whether an instant lies in a window in all the zones that it may be. In a calendar with a zone of its own that one counts alone. */
export function callingWindow(at: number, zones: readonly LocalClock[], calendar: Calendar): WindowAnswer {
  const clocks = calendar.zone === undefined ? zones : [calendar.zone];
  const [first, ...others] = clocks.map((zone) => isInside(calendar, zone, at));
  if (first === undefined || others.some((other) => other !== first)) return "unknown";
  return first ? "inside" : "outside";
}

/** When the first of several windows closes that an instant lies in, wherever it may be; undefined where it is not in all, or none closes soon. */
export function windowEnd(
  at: number,
  zones: readonly LocalClock[],
  calendars: readonly Calendar[],
): number | undefined {
  const places = calendars.flatMap((calendar) =>
    (calendar.zone === undefined ? zones : [calendar.zone]).map((zone) => placeIn(calendar, zone, at)),
  );
  const ends = places.flatMap(({ until }) => until ?? []);
  return places.every(({ isInside }) => isInside) && ends.length > 0 ? Math.min(...ends) : undefined;
}

/** Where an instant lies by several calendars together, wherever it may be; undefined where there are none. */
export function answerOf(
  at: number,
  zones: readonly LocalClock[],
  calendars: readonly Calendar[],
): WindowAnswer | undefined {
  if (calendars.length === 0) return undefined;
  return allOf(calendars.map((calendar) => callingWindow(at, zones, calendar)));
}

/** Inside all windows, outside any of them, or not to be decided. */
export function allOf(answers: readonly WindowAnswer[]): WindowAnswer {
  if (answers.includes("outside")) return "outside";
  return answers.includes("unknown") || answers.length === 0 ? "unknown" : "inside";
}

function isInside(calendar: Calendar, zone: LocalClock, at: number): boolean {
  const today = dayOf(zone, at);
  return rangesOf(calendar, zone, today - 1, today).some(([from, to]) => at >= from && at < to);
}

/** The local day of an instant, as days since 1970-01-01. */
export function dayOf(zone: LocalClock, at: number): number {
  return Math.floor(localTimeOf(zone, at) / DAY_MS);
}

/** The windows that begin on days from `first` to `last`, as instants: by start, without overlap. */
export function rangesOf(
  calendar: Calendar,
  zone: LocalClock,
  first: number,
  last: number,
): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  const windows: (readonly [number, number])[] = [];
  for (let day = first; day <= last; day += 1) {
    for (const window of windowsOn(calendar, day)) windows.push(instantsOf(calendar, zone, day, window));
  }
  for (const [from, to] of windows.sort(([one], [other]) => one - other)) {
    const before = ranges.at(-1);
    if (from >= to) continue;
    if (before !== undefined && from <= before[1]) ranges.splice(-1, 1, [before[0], Math.max(before[1], to)]);
    else ranges.push([from, to]);
  }
  return ranges;
}

function windowsOn({ week, holidays }: Calendar, day: number): readonly DayWindow[] {
  if (holidays.has(day)) return [];
  return week[weekdayOf(day)] ?? [];
}

/** The weekday of a day since 1970-01-01, Monday is 0. */
export function weekdayOf(day: number): number {
  return (((day + FIRST_WEEKDAY) % 7) + 7) % 7;
}

function instantsOf({ holidays }: Calendar, zone: LocalClock, day: number, { from, to }: DayWindow): [number, number] {
  const midnight = day * DAY_MS;
  const isNextDay = to <= from;
  const local = midnight + (isNextDay ? DAY_MS : 0) + to * MINUTE_MS;
  const end = isNextDay && holidays.has(day + 1) ? Math.min(local, midnight + DAY_MS) : local;
  const nextDay = instantOfLocal(zone, midnight + DAY_MS);
  // A day that a zone left out begins when the next one does: it has no windows.
  const start =
    instantOfLocal(zone, midnight) === nextDay ? Infinity : instantOfLocal(zone, midnight + from * MINUTE_MS);
  return [start, instantOfLocal(zone, end)];
}
