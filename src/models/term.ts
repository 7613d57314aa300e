import type { Dated } from "./dated";
import type { Position } from "./position";

/** A piece of time that adds to a measurement, or is taken off it: between two instants, or as the platform sums it up. */
export type Term = SpanTerm | TotalTerm;

/** A piece of time between two instants. */
export interface SpanTerm {
  readonly sign: 1 | -1;
  readonly what: string;
  readonly start: Dated;
  readonly end: Dated;
}

/** A total that the platform gives, in ms, and the record in which it does. */
export interface TotalTerm {
  readonly sign: 1;
  readonly what: string;
  readonly totalMs: number;
  readonly by: Position;
}
