import { createTimeAxis } from "../models/time-axis";

/** A time axis on the columns of a terminal. */
export interface Columns {
  readonly columnOf: (at: number) => number;
  /** Stretches that were cut: the column of each, and how long it is. */
  readonly cuts: readonly { readonly column: number; readonly lengthMs: number }[];
  readonly from: number;
  readonly to: number;
  /** How long one column lasts outside of the cuts, in ms. */
  readonly columnMs: number;
}

/** Puts instants on so many columns. */
export function columnsOf(instants: readonly number[], columns: number): Columns {
  const axis = createTimeAxis(instants);
  const last = Math.max(1, columns - 1);
  const columnOf = (at: number) => Math.round(axis.shareOf(at) * last);
  const cuts = axis.cuts.map(({ since, until }) => ({
    column: Math.round((columnOf(since) + columnOf(until)) / 2),
    lengthMs: until - since,
  }));
  return { columnOf, cuts, from: axis.from, to: axis.to, columnMs: Math.max(1, axis.drawnMs) / last };
}
