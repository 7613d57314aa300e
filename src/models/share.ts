/**
 * A share in percent, to the nearest tenth, but never up to a whole percent that was not reached: what misses a target by little is not
 * shown as what keeps it. Levels of service and shares of deadlines that were kept are written by it, on the board, in reports and in summaries.
 */
export function formatTenths(share: number): string {
  const tenths = Math.round(share * 1000);
  // What arithmetic adds in the last of its digits is no part of the share.
  const isMissed = tenths % 10 === 0 && share * 1000 < tenths - 1e-6;
  return `${((isMissed ? tenths - 1 : tenths) / 10).toFixed(1)} %`;
}
