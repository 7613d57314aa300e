import { DEADLINE_STATUSES } from "../models/deadline-status";
import { compareText } from "../models/position";

/** How often something was counted, by its name. */
export type Counts = readonly (readonly [string, number])[];

/** Counts a name once more, or so many times. */
export function count(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}

/** Counts by status, in the order in which statuses are listed; none that is zero. */
export function inStatusOrder(byStatus: ReadonlyMap<string, number>): Record<string, number> {
  const known = DEADLINE_STATUSES.map((status) => [status, byStatus.get(status) ?? 0] as const);
  return Object.fromEntries(known.filter(([, times]) => times > 0));
}

/** Counts in the order of their names; none that is zero. */
export function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].filter(([, times]) => times !== 0).sort(byName));
}

/** The order of entries by their names. */
export function byName(left: readonly [string, unknown], right: readonly [string, unknown]): number {
  return compareText(left[0], right[0]);
}
