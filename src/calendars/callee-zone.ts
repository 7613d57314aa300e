import type { LocalClock } from "./local-time";

/** How the zone of a callee is known, most trusted first. */
export const ZONE_SOURCES = ["given", "contact", "number", "queue"] as const;
export type ZoneSource = (typeof ZONE_SOURCES)[number];

/** What may be known of a callee's zone, by names. */
export interface ZoneClues {
  /** Said for this callback. */
  readonly given?: string | undefined;
  /** Of the record of the contact. */
  readonly contact?: string | undefined;
  /** In which the number may be. */
  readonly number?: readonly string[] | undefined;
  /** Of callees of this queue of whom nothing else is known. */
  readonly queue?: string | undefined;
}

/** The zones that a callee may be in, and how they are known. */
export interface CalleeZone<Clock extends LocalClock> {
  readonly source: ZoneSource | undefined;
  readonly names: readonly string[];
  /** None where one of the names is no zone: nothing can be decided then. */
  readonly zones: readonly Clock[];
}

/** The zones by the most trusted clue that there is. */
export function calleeZone<Clock extends LocalClock>(
  clues: ZoneClues,
  zoneOf: (name: string) => Clock | undefined,
): CalleeZone<Clock> {
  for (const source of ZONE_SOURCES) {
    const said = source === "number" ? clues.number : clues[source];
    if (said === undefined) continue;
    const names = typeof said === "string" ? [said] : said;
    const zones = names.map(zoneOf);
    const known = zones.filter((zone) => zone !== undefined);
    return { source, names, zones: known.length === zones.length ? known : [] };
  }
  return { source: undefined, names: [], zones: [] };
}
