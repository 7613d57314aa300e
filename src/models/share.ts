/**
 * A share in percent with one decimal, rounded down: what misses a target by little is not shown as what keeps it. Levels of service
 * and shares of deadlines that were kept are written by it, on the board, in reports and in summaries.
 */
export function formatTenths(share: number): string {
  // What arithmetic adds in the last of its digits is no part of the share.
  return `${(Math.floor(share * 1000 + 1e-6) / 10).toFixed(1)} %`;
}
