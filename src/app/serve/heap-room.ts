import { constants, PerformanceObserver } from "node:perf_hooks";
import { getHeapStatistics, setFlagsFromString } from "node:v8";

/** So much may be made before all that lives is looked through again, or as much as lives, where that is more. */
const ROOM_BYTES = 128 << 20;
/** By how many percent of what lives a heap may grow. */
const [LEAST, MOST] = [100, 300];

/** By how many percent a heap of so many living bytes may grow before it is cleared. */
export function growthPercent(liveBytes: number): number {
  return Math.round(Math.min(MOST, Math.max(LEAST, (100 * ROOM_BYTES) / liveBytes)));
}

/**
 * Lets a small heap grow further than to double before it is cleared, for as long as it is small. What a service holds is packed
 * outside of the heap, so little lives in it, and much is made: it was looked through twice a second. Returns what ends that.
 */
export function giveHeapRoom(): () => void {
  const adapt = () => setFlagsFromString(`--heap-growing-percent=${growthPercent(getHeapStatistics().used_heap_size)}`);
  const observer = new PerformanceObserver((list) => {
    const entries = list.getEntries() as readonly unknown[] as readonly GcEntry[];
    if (entries.some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR)) adapt();
  });
  observer.observe({ entryTypes: ["gc"] });
  adapt();
  return () => observer.disconnect();
}

/** What node reports of a collection; its types leave that out. */
interface GcEntry {
  readonly detail: { readonly kind: number };
}
