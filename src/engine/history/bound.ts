import type { Bounds } from "../../models/bounds";
import type { Lifecycle } from "./lifecycle";

/** How often the holds of a conversation are counted, in records: of a large one each time it has grown by one to two of so many parts. */
const COUNTED_EVERY = 64;

/** Whether the holds of a conversation are counted at a revision: the larger it is, the longer that takes, and the seldomer it is done. */
export function isCountedAt(revision: number, bounds: Bounds): boolean {
  const share = 2 ** Math.floor(Math.log2(Math.max(1, revision / COUNTED_EVERY)));
  return revision % Math.min(Math.max(COUNTED_EVERY, share), bounds.holds) === 0;
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
