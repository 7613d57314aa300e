/** Puts instants on columns to scale; long stretches in which nothing begins or ends are cut. */
export interface TimeAxis {
  readonly columnOf: (at: number) => number;
  /** Stretches that were cut: the column of each, and how long it is. */
  readonly cuts: readonly { readonly column: number; readonly lengthMs: number }[];
  readonly from: number;
  readonly to: number;
  /** How long one column lasts outside of the cuts, in ms. */
  readonly columnMs: number;
}

/** A stretch longer than this share of the whole is cut. */
const CUT_SHARE = 0.4;
/** How wide a cut is drawn, as share of the rest. */
const CUT_WIDTH = 0.06;

/** An axis over instants, drawn on so many columns. */
export function createTimeAxis(instants: readonly number[], columns: number): TimeAxis {
  const points = [...new Set(instants)].sort((left, right) => left - right);
  const [from = 0] = points;
  const to = Math.max(points.at(-1) ?? from, from + 1);
  const stretches = points.slice(1).map((until, index) => ({ since: points[index] ?? from, until }));
  const isCut = ({ since, until }: { since: number; until: number }) =>
    stretches.length > 2 && until - since > CUT_SHARE * (to - from) && until - since > 60_000;
  const rest = stretches.filter((stretch) => !isCut(stretch)).reduce((sum, { since, until }) => sum + until - since, 0);
  const cutMs = Math.max(1, rest * CUT_WIDTH);
  const drawn = rest + stretches.filter(isCut).length * cutMs;
  const columnMs = Math.max(1, drawn) / Math.max(1, columns - 1);

  function place(at: number): number {
    let before = 0;
    for (const stretch of stretches) {
      const { since, until } = stretch;
      if (at <= since) break;
      const share = Math.min(1, (at - since) / (until - since));
      before += share * (isCut(stretch) ? cutMs : until - since);
    }
    return Math.min(columns - 1, Math.round(before / columnMs));
  }

  return {
    columnOf: place,
    cuts: stretches.filter(isCut).map(({ since, until }) => ({
      column: Math.round((place(since) + place(until)) / 2),
      lengthMs: until - since,
    })),
    from,
    to,
    columnMs,
  };
}
