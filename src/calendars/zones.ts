import { DateTime, IANAZone, Settings } from "luxon";

import { instantsOfLocal } from "./local-time";
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
  const local = (at: number) => DateTime.fromMillis(at, { zone });
  return {
    name,
    offsetAt,
    dayStart: (at) => firstStart(local(at), "day"),
    nextDayStart: (at) => firstStart(local(at).startOf("day").plus({ days: 1 }), "day"),
    weekStart: (at) => firstStart(local(at), "week"),
    nextWeekStart: (at) => firstStart(local(at).startOf("week").plus({ weeks: 1 }), "week"),
    instantsOf(text) {
      const clock = parseLocal(text);
      return clock === undefined ? [] : instantsOfLocal({ offsetAt }, clock);
    },
    format: (at) =>
      (local(at).toISO({ suppressMilliseconds: true, suppressSeconds: true }) ?? "").replace(/Z$/, "+00:00"),
  };
}

/** Where the clock is set back to midnight, that comes twice: the day begins at the first, whatever time of it is looked at. */
function firstStart(at: DateTime, unit: "day" | "week"): number {
  const starts = at.startOf(unit).getPossibleOffsets();
  return Math.min(...starts.map((start) => start.toMillis()));
}
