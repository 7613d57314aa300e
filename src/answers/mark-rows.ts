import { isTouched, type Gap } from "../models/gap";
import type { Instant } from "../models/instant";
import type { Grid } from "./grid";
import type { TableOptions } from "./table-options";

/** The numbers of the gaps that touch a time. Gaps are numbered in the order of their list, from 1 on. */
export function gapsTouching(gaps: readonly Gap[], from: Instant, to: Instant): number[] {
  return gaps.flatMap((gap, index) => (isTouched(gap, from, to) ? [index + 1] : []));
}

/** An interval in which nothing was counted, and of which that says nothing, as a gap lies in it. Its end is not in it. */
export interface UnknownInterval {
  readonly from: Instant;
  readonly to: Instant;
  readonly gaps: readonly number[];
}

/**
 * The intervals of the window in which a gap lies and nothing was counted: not known, which is not zero. A gap without a known start or end
 * is followed as far as the data reach.
 */
export function unknownIntervals(
  grid: Grid,
  { gaps, intervals, window }: TableOptions,
  until: Instant,
): UnknownInterval[] {
  const known = new Set([...grid.groups.values()].flatMap(({ cells }) => [...cells.keys()]));
  const first = [...known].reduce((least, start) => Math.min(least, start), until);
  const found = new Map<Instant, UnknownInterval>();
  for (const gap of gaps) {
    const from = Math.max(Number.isFinite(gap.from) ? gap.from : first, window.from);
    const to = Math.min(Number.isFinite(gap.to) ? gap.to : until, window.to);
    for (let at = from; at < to;) {
      const start = intervals.startOf(at);
      const end = intervals.endOf(start);
      const [shownFrom, shownTo] = [Math.max(start, window.from), Math.min(end, window.to)];
      if (!known.has(start) && !found.has(start))
        found.set(start, { from: shownFrom, to: shownTo, gaps: gapsTouching(gaps, shownFrom, shownTo) });
      at = end;
    }
  }
  return [...found.values()].sort((one, other) => one.from - other.from);
}
