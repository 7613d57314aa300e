import type { Bounds } from "../../models/bounds";
import type { Lifecycle } from "./lifecycle";

/** How often the holds of a large conversation are counted, in records. */
const COUNTED_EVERY = 64;

/** Whether the holds of a conversation are counted at a revision. */
export function isCountedAt(revision: number, bounds: Bounds): boolean {
  return revision % Math.min(COUNTED_EVERY, bounds.holds) === 0;
}

/**
 * Keeps the latest lifecycle of a conversation within its bounds: past them its older records are sealed early. `isCounted`: whether its
 * holds are counted. Returns how many observations that were, and whether it passed a bound just now.
 */
export function keepWithin(
  lifecycle: Lifecycle,
  isCounted: boolean,
  bounds: Bounds,
): { readonly sealed: number; readonly hasPassed: boolean } {
  const isFull = lifecycle.recordCount() > bounds.records;
  if (!isFull && !isCounted) return NOTHING;
  const hasPassed = (isFull || (isCounted && holdsOf(lifecycle) > bounds.holds)) && lifecycle.passBound();
  return isFull || hasPassed ? { sealed: isFull ? lifecycle.sealBeyond(bounds.records) : 0, hasPassed } : NOTHING;
}

const NOTHING = { sealed: 0, hasPassed: false } as const;

function holdsOf(lifecycle: Lifecycle): number {
  let holds = 0;
  for (const { communications } of lifecycle.participants())
    for (const communication of communications) holds += communication.holds.length;
  return holds;
}
