import type { Zone } from "./zones";

const DAY_MS = 86_400_000;

/** The local clock of a zone, read as if it were UTC: the local time of an instant, in ms since 1970-01-01T00:00 local. */
export function localTimeOf(zone: Zone, at: number): number {
  return at + zone.offsetAt(at);
}

/**
 * The instant of a local time. Where the clock is put back a local time comes twice: the first counts. Where it is put forward some
 * do not exist: such a time is moved forward by as much as the clock is (02:30 of a night without 02:00 to 03:00 is 03:30).
 */
export function instantOfLocal(zone: Zone, local: number): number {
  // No zone is a day from UTC: these two instants lie on both sides of the one that is wanted.
  const before = zone.offsetAt(local - DAY_MS);
  const after = zone.offsetAt(local + DAY_MS);
  for (const offset of before >= after ? [before, after] : [after, before]) {
    if (zone.offsetAt(local - offset) === offset) return local - offset;
  }
  return local - before;
}
