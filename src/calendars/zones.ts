import { DateTime, FixedOffsetZone, IANAZone, Settings } from "luxon";

import { instantsOfLocal } from "./local-time";
import { oncePerName } from "../models/memo";
import { isZoneName } from "../models/zone-name";
import { clockOf } from "./zone-offset";

// No word of a language is asked for: to look for that of the machine would take a tenth of a command's start.
Settings.defaultLocale = "en-US";

/** A time zone by its IANA name. Instants are epoch milliseconds. */
export interface Zone {
  readonly name: string;
  /** How far local time is ahead of UTC, in ms. */
  readonly offsetAt: (at: number) => number;
  /** When the local day of an instant begins; not always at midnight, where that was left out. */
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

/** Finds zones by their names, each made once. */
export function zoneLookup(): (name: string) => Zone | undefined {
  return oncePerName(zoneNamed);
}

/** The zone of a name such as `Europe/Berlin` or `UTC`; undefined where there is none. */
export function zoneNamed(name: string): Zone | undefined {
  if (!isZoneName(name)) return undefined;
  // UTC needs none of the zones' data, which take as long to load as half of a command's start.
  const zone = name === "UTC" ? FixedOffsetZone.utcInstance : IANAZone.create(name);
  const { offsetAt } = clockOf(name);
  const local = (at: number) => DateTime.fromMillis(at, { zone });
  return {
    name,
    offsetAt,
    dayStart: (at) => local(at).startOf("day").toMillis(),
    nextDayStart: (at) => local(at).startOf("day").plus({ days: 1 }).startOf("day").toMillis(),
    weekStart: (at) => local(at).startOf("week").toMillis(),
    nextWeekStart: (at) => local(at).startOf("week").plus({ weeks: 1 }).startOf("week").toMillis(),
    instantsOf(text) {
      const clock = parseLocal(text);
      return clock === undefined ? [] : instantsOfLocal({ offsetAt }, clock);
    },
    format: (at) =>
      (local(at).toISO({ suppressMilliseconds: true, suppressSeconds: true }) ?? "").replace(/Z$/, "+00:00"),
  };
}

const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/;

/** A local time as text, read as if it were UTC; undefined where it is none. */
function parseLocal(text: string): number | undefined {
  const local = LOCAL_TIME.test(text) ? DateTime.fromISO(text, { zone: "utc" }).toMillis() : NaN;
  return Number.isNaN(local) ? undefined : local;
}
