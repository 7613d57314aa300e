import { DateTime, IANAZone } from "luxon";

import { isZoneName } from "./zone-name";

const MINUTE_MS = 60_000;

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
  /** ISO-8601 with the offset, without seconds where they are none. */
  readonly format: (at: number) => string;
}

/** The zone of a name such as `Europe/Berlin` or `UTC`; undefined where there is none. */
export function zoneNamed(name: string): Zone | undefined {
  if (!isZoneName(name)) return undefined;
  const zone = IANAZone.create(name);
  const local = (at: number) => DateTime.fromMillis(at, { zone });
  return {
    name,
    offsetAt: (at) => Math.round(zone.offset(at) * MINUTE_MS),
    dayStart: (at) => local(at).startOf("day").toMillis(),
    nextDayStart: (at) => local(at).startOf("day").plus({ days: 1 }).startOf("day").toMillis(),
    weekStart: (at) => local(at).startOf("week").toMillis(),
    nextWeekStart: (at) => local(at).startOf("week").plus({ weeks: 1 }).startOf("week").toMillis(),
    format: (at) => local(at).toISO({ suppressMilliseconds: true, suppressSeconds: true }) ?? "",
  };
}
