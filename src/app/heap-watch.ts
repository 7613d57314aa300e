import { constants, PerformanceObserver } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";

import { countOf } from "../models/format-count";
import { AppError } from "../models/app-error";

/** Watches how much of the heap is in use. */
export interface HeapWatch {
  /**
   * True as it fills, step by step, while there is still room to write what it holds. Throws `AppError` where, once it has been
   * cleared, there is none to go on.
   */
  readonly isFilling: (records: number) => boolean;
  readonly end: () => void;
}

/** From this share of the most it may have there is too little room to go on: the next batch may end the process. */
const SHARE_MAX = 0.75;
/**
 * From the first of these shares to the last there is still room to write what is kept; it is written anew at each step. What
 * could be cleared counts, too: between two clearings a heap may grow from little to too much, and nobody would look.
 */
const SHARE_EARLY = 0.4;
const SHARE_STEP = 0.1;
const SHARE_LATE = 0.65;

/** Begins to watch the heap of this thread; `measure` gives the share of it that is in use. */
export function watchHeap(measure = shareInUse): HeapWatch {
  let share = 0;
  let nextAt = SHARE_EARLY;
  const observer = new PerformanceObserver((list) => {
    const entries = list.getEntries() as readonly unknown[] as readonly GcEntry[];
    if (entries.some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR)) share = measure();
  });
  observer.observe({ entryTypes: ["gc"] });
  return {
    isFilling(records) {
      if (share > SHARE_MAX) throw heapFull(records);
      const inUse = measure();
      if (inUse <= nextAt || inUse > SHARE_LATE) return false;
      nextAt = inUse + SHARE_STEP;
      return true;
    },
    end: () => observer.disconnect(),
  };
}

function shareInUse(): number {
  return getHeapStatistics().used_heap_size / mostOldBytes();
}

/** Of its limit node keeps so much for what was just made; what stays cannot have it. */
const YOUNG_BYTES = 48 * 2 ** 20;

/** What `--max-old-space-size` sets, or node by itself. */
function mostOldBytes(): number {
  const { heap_size_limit: limit } = getHeapStatistics();
  return Math.max(limit - YOUNG_BYTES, limit / 2);
}

/** That the heap is full, where, and what helps. */
export function heapFull(records: number, mostBytes = mostOldBytes()): AppError {
  const megabytes = Math.round(mostBytes / 2 ** 20);
  const where = ` after ${countOf(records, "record")}`;
  return new AppError(
    "heapFull",
    `The memory that this process may use (${String(megabytes)} MB) is full${where}.`,
    `Run again with more, as by NODE_OPTIONS=--max-old-space-size=${String(2 * megabytes)}, or with a smaller --lateness; --resume goes on from its last checkpoint, if it has one.`,
  );
}

/** What node reports of a collection; its types leave that out. */
interface GcEntry {
  readonly detail: { readonly kind: number };
}
