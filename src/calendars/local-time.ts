const DAY_MS = 86_400_000;

/** What a zone's clock shows: how far it is ahead of UTC, in ms. */
export interface LocalClock {
  readonly offsetAt: (at: number) => number;
}

/** The local clock of a zone, read as if it were UTC: the local time of an instant, in ms since 1970-01-01T00:00 local. */
export function localTimeOf(zone: LocalClock, at: number): number {
  return at + zone.offsetAt(at);
}

/** The instants of a local time, in order: two where the clock is put back, none where it is put forward over it. */
export function instantsOfLocal(zone: LocalClock, local: number): readonly number[] {
  // No zone is a day from UTC: these two instants lie on both sides of the one that is wanted.
  const offsets = new Set([zone.offsetAt(local - DAY_MS), zone.offsetAt(local + DAY_MS)]);
  return [...offsets]
    .filter((offset) => zone.offsetAt(local - offset) === offset)
    .map((offset) => local - offset)
    .sort((one, other) => one - other);
}

/**
 * The instant of a local time. Where the clock is put back a local time comes twice: the first counts. Where it is put forward some
 * do not exist: such a time is moved forward by as much as the clock is (02:30 of a night without 02:00 to 03:00 is 03:30).
 */
export function instantOfLocal(zone: LocalClock, local: number): number {
  const [first = local - zone.offsetAt(local - DAY_MS)] = instantsOfLocal(zone, local);
  return first;
}
