import type { Instant } from "../models/instant";

/** What was read of a part of a record: its latest instant, and the values that no enumeration has. */
export interface Gathered {
  readonly latest: Instant | undefined;
  readonly unknownValues: readonly string[];
}

/** One for all: most parts have none. */
const NO_VALUES: readonly string[] = [];

/** Puts together what was read of some parts; those that are faulty (they have a reason) are left out. */
export function gather(parts: readonly (Gathered | { readonly reason: string })[]): Gathered {
  let latest: Instant | undefined;
  let unknownValues: string[] | undefined;
  for (const part of parts) {
    if ("reason" in part) continue;
    if (part.latest !== undefined && (latest === undefined || part.latest > latest)) latest = part.latest;
    for (const value of part.unknownValues) (unknownValues ??= []).push(value);
  }
  return { latest, unknownValues: unknownValues ?? NO_VALUES };
}
