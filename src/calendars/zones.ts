import { DateTime, IANAZone, Settings } from "luxon";

import { instantOfLocal, instantsOfLocal, localTimeOf, type LocalClock } from "./local-time";
import { oncePerName } from "../models/memo";
import { isZoneName } from "../models/zone-name";
import { parseLocal, UTC, type Zone } from "./zone";
import { clockOf } from "./zone-offset";

// No word of a language is asked for: to look for that of the machine would take a tenth of a command's start.
Settings.defaultLocale = "en-US";

/** Finds zones by their names, each made once. */
export function zoneLookup(): (name: string) => Zone | undefined {
  return oncePerName(zoneNamed);
}

/** The zone of a name such as `Europe/Berlin` or `UTC`; undefined where there is none. */
export function zoneNamed(name: string): Zone | undefined {
  if (!isZoneName(name)) return undefined;
  return name === UTC.name ? UTC : ianaZone(name);
}

function ianaZone(name: string): Zone {
  const zone = IANAZone.create(name);
  const { offsetAt } = clockOf(name);
  const days = (at: number) => boundsIn({ offsetAt }, UTC.dayStart, UTC.nextDayStart, at);
  const weeks = (at: number) => boundsIn({ offsetAt }, UTC.weekStart, UTC.nextWeekStart, at);
  const local = (at: number) => DateTime.fromMillis(at, { zone });
  return {
    name,
    offsetAt,
    dayStart: (at) => days(at)[0],
    nextDayStart: (at) => days(at)[1],
    weekStart: (at) => weeks(at)[0],
    nextWeekStart: (at) => weeks(at)[1],
    instantsOf(text) {
      const clock = parseLocal(text);
      return clock === undefined ? [] : instantsOfLocal({ offsetAt }, clock);
    },
    format: (at) =>
      (local(at).toISO({ suppressMilliseconds: true, suppressSeconds: true }) ?? "").replace(/Z$/, "+00:00"),
  };
}

/**
 * When the local day or week of an instant begins, and the next. Where the clock is set back to midnight or over it, the day begins at the
 * first of the two midnights: what comes again of the day before is of the day that has begun.
 */
function boundsIn(
  clock: LocalClock,
  startOf: (local: number) => number,
  nextOf: (local: number) => number,
  at: number,
): readonly [start: number, next: number] {
  const start = startOf(localTimeOf(clock, at));
  const next = nextOf(start);
  const begun = instantOfLocal(clock, next);
  return begun > at ? [instantOfLocal(clock, start), begun] : [begun, instantOfLocal(clock, nextOf(next))];
}
