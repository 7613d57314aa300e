import type { Instant } from "./instant";
import type { Position } from "./position";

/**
 * How well an instant is known. `reported`: the platform dated it inside a body. `event`: it is the instant of a detail
 * event. `observed`: it is the instant of the first snapshot that shows it. `inferred`: it follows from another one.
 */
export type DateOrigin = "reported" | "event" | "observed" | "inferred";

/** An instant, how well it is known, and the record that says so. */
export interface Dated {
  readonly at: Instant;
  readonly origin: DateOrigin;
  readonly by: Position;
}

const TRUST: Readonly<Record<DateOrigin, number>> = { reported: 3, event: 2, observed: 1, inferred: 0 };

/** The date to keep: the better known one; of two equally well known the one already known. */
export function betterDate(known: Dated | undefined, news: Dated | undefined): Dated | undefined {
  if (known === undefined) return news;
  if (news === undefined) return known;
  return TRUST[news.origin] > TRUST[known.origin] ? news : known;
}

/** How far two clocks of the platform may name one instant, in ms: its cloud and its provider clock differ. */
export const CLOCK_TOLERANCE_MS = 1000;

/** A piece of a communication's life. Without an end it is still going on. */
export interface Span {
  readonly start: Dated;
  readonly end: Dated | undefined;
}

/** A span that is over. */
export interface ClosedSpan {
  readonly start: Dated;
  readonly end: Dated;
}

/** Whether a span is over. */
export function isClosed(span: Span): span is ClosedSpan {
  return span.end !== undefined;
}

/** The length of a span that is over, in ms. */
export function lengthOf(span: ClosedSpan): number {
  return span.end.at - span.start.at;
}
