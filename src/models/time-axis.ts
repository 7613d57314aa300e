/** Puts instants on a line to scale, from 0 to 1; long ranges in which nothing begins or ends are cut. */
export interface TimeAxis {
  readonly from: number;
  readonly to: number;
  /** Where an instant lies; 0 and 1 for those outside. */
  readonly shareOf: (at: number) => number;
  /** Which instant lies at a place. */
  readonly instantAt: (share: number) => number;
  readonly cuts: readonly TimeCut[];
  /** How long the whole line lasts outside of the cuts, in ms. */
  readonly drawnMs: number;
}

/** A range that is drawn short. */
export interface TimeCut {
  readonly since: number;
  readonly until: number;
}

/** A range longer than this share of the whole is cut. */
const CUT_SHARE = 0.4;
/** How wide a cut is drawn, as share of what is not cut. */
const CUT_WIDTH = 0.06;
const CUT_MS_LEAST = 60_000;

interface Piece extends TimeCut {
  /** Where it begins and how wide it is, in drawn ms. */
  readonly start: number;
  readonly width: number;
}

/** An axis over instants. */
export function createTimeAxis(instants: readonly number[]): TimeAxis {
  const points = [...new Set(instants)].sort((left, right) => left - right);
  const [from = 0] = points;
  const to = Math.max(points.at(-1) ?? from, from + 1);
  const ranges =
    points.length < 2
      ? [{ since: from, until: to }]
      : points.slice(1).map((until, index) => ({ since: points[index] ?? from, until }));
  const isCut = ({ since, until }: TimeCut) =>
    ranges.length > 2 && until - since > CUT_SHARE * (to - from) && until - since > CUT_MS_LEAST;
  const drawn = ranges.filter((range) => !isCut(range)).reduce((sum, { since, until }) => sum + until - since, 0);
  const cutMs = Math.max(1, drawn * CUT_WIDTH);
  const pieces: Piece[] = [];
  let drawnMs = 0;
  for (const range of ranges) {
    const width = isCut(range) ? cutMs : range.until - range.since;
    pieces.push({ ...range, start: drawnMs, width });
    drawnMs += width;
  }
  const last = pieces.at(-1);
  return {
    from,
    to,
    drawnMs: drawn,
    cuts: ranges.filter(isCut),
    shareOf(at) {
      const piece = pieces.find(({ until }) => at <= until) ?? last;
      if (piece === undefined) return 0;
      const share = Math.min(1, Math.max(0, (at - piece.since) / (piece.until - piece.since)));
      return (piece.start + share * piece.width) / drawnMs;
    },
    instantAt(share) {
      const place = share * drawnMs;
      const piece = pieces.find(({ start, width }) => place <= start + width) ?? last;
      if (piece === undefined) return from;
      return piece.since + ((place - piece.start) / piece.width) * (piece.until - piece.since);
    },
  };
}
