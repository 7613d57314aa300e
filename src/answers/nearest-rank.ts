/**
 * The value of a rank among sorted values: the least one such that at least this share of all are not above it (nearest rank). Exact,
 * and always one that occurred; undefined where there are none.
 */
export function nearestRank(sorted: ArrayLike<number>, share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
