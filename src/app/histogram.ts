/**
 * A histogram of whole numbers ≥ 0 in constant memory: exact below 2,048, above in steps of less than 0.1 % of the value.
 * Values can be taken out again, as corrections need.
 */
export interface Histogram {
  readonly add: (value: number, times?: number) => void;
  readonly count: () => number;
  /** The value at a rank from 0 to 1 (0.5 is the median), by nearest rank; 0 where there is none. */
  readonly valueAt: (rank: number) => number;
}

const EXACT = 2048;
const STEPS = 1024;

/** An empty histogram. */
export function createHistogram(): Histogram {
  const counts = new Map<number, number>();
  let total = 0;
  return {
    add(value, times = 1) {
      const bucket = bucketOf(value);
      const count = (counts.get(bucket) ?? 0) + times;
      if (count === 0) counts.delete(bucket);
      else counts.set(bucket, count);
      total += times;
    },
    count: () => total,
    valueAt(rank) {
      const wanted = Math.max(1, Math.ceil(rank * total));
      let seen = 0;
      for (const bucket of [...counts.keys()].sort((left, right) => left - right)) {
        seen += counts.get(bucket) ?? 0;
        if (seen >= wanted) return valueOf(bucket);
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
