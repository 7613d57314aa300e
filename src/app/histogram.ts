/**
 * A histogram of whole numbers ≥ 0 in bounded memory: exact while there are few different values, then in steps of less
 * than 0.1 % of the value. Values can be taken out again, as corrections need.
 */
export interface Histogram {
  readonly add: (value: number, times?: number) => void;
  readonly count: () => number;
  /** The value at a rank from 0 to 1 (0.5 is the median), by nearest rank; 0 where there is none. */
  readonly valueAt: (rank: number) => number;
  /** Whether `valueAt` gives values that really occurred. */
  readonly isExact: () => boolean;
  readonly save: () => SavedHistogram;
}

/** A histogram as plain data. */
export interface SavedHistogram {
  readonly counts: readonly (readonly [number, number])[];
  readonly isExact: boolean;
  readonly total: number;
}

const EXACT = 2048;
const STEPS = 1024;
const DISTINCT_MAX = 20_000;

/** A histogram, empty or as it was saved, exact for as many different values as `distinctMax`. */
export function createHistogram(distinctMax = DISTINCT_MAX, saved?: SavedHistogram): Histogram {
  let counts = new Map<number, number>(saved?.counts);
  let isExact = saved?.isExact ?? true;
  let total = saved?.total ?? 0;

  function count(key: number, times: number): void {
    const sum = (counts.get(key) ?? 0) + times;
    if (sum === 0) counts.delete(key);
    else counts.set(key, sum);
  }

  function coarsen(): void {
    const exact = counts;
    counts = new Map();
    isExact = false;
    for (const [value, times] of exact) count(bucketOf(value), times);
  }

  return {
    add(value, times = 1) {
      count(isExact ? value : bucketOf(value), times);
      total += times;
      if (isExact && counts.size > distinctMax) coarsen();
    },
    count: () => total,
    isExact: () => isExact,
    save: () => ({ counts: [...counts], isExact, total }),
    valueAt(rank) {
      const wanted = Math.max(1, Math.ceil(rank * total));
      let seen = 0;
      for (const key of [...counts.keys()].sort((left, right) => left - right)) {
        seen += counts.get(key) ?? 0;
        if (seen >= wanted) return isExact ? key : valueOf(key);
      }
      return 0;
    },
  };
}

/** Buckets above the exact ones: for each doubling, as many equal steps. */
function bucketOf(value: number): number {
  if (value < EXACT) return value;
  const exponent = Math.floor(Math.log2(value)) - 10;
  return EXACT + (exponent - 1) * STEPS + Math.floor(value / 2 ** exponent) - STEPS;
}

function valueOf(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const exponent = Math.floor((bucket - EXACT) / STEPS) + 1;
  return (((bucket - EXACT) % STEPS) + STEPS) * 2 ** exponent;
}
