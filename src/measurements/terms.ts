import { isClosed, type Span } from "../models/dated";
import type { SessionTotals } from "../models/fact-kinds";
import type { MeasurementDefinition } from "../models/measurement";
import type { Position } from "../models/position";
import type { SpanTerm, Term } from "../models/term";
import type { CommunicationTimeline, SegmentType } from "../models/timeline";
import { closedSegments } from "./values";

/** How the terms of a measurement are found: see `MeasurementDefinition`. */
export type Terms = NonNullable<MeasurementDefinition["terms"]>;

/** A span that is over and has a length, as a term. */
export function spanTerm(what: string, span: Span | undefined, sign: 1 | -1 = 1): SpanTerm[] {
  return span !== undefined && isClosed(span) && span.end.at > span.start.at
    ? [{ sign, what, start: span.start, end: span.end }]
    : [];
}

/** The closed segments of a type, as terms. */
export function segmentTerms(
  communication: CommunicationTimeline,
  type: SegmentType,
  what: string,
  sign: 1 | -1 = 1,
): SpanTerm[] {
  return closedSegments(communication, type).flatMap((segment) => spanTerm(what, segment, sign));
}

/** The segment of a type that a number is about: `key` says its start. */
export const oneSegment =
  (type: SegmentType, what: string): Terms =>
  (communication, _ties, key) =>
    segmentTerms(communication, type, what).filter(({ start }) => key === undefined || isStart(start, key));

/** All segments of a type. */
export const allSegments =
  (type: SegmentType, what: string): Terms =>
  (communication) =>
    segmentTerms(communication, type, what);

/** From the first connect to the end. */
export const connectionTerm =
  (what: string): Terms =>
  ({ connection }) =>
    spanTerm(what, connection);

/** A total of the platform as a term, in ms; `by` is the record that says it. */
export function totalTerm(what: string, totalMs: number | undefined, by: Position | undefined): Term[] {
  if (totalMs === undefined || by === undefined) return [];
  return [{ sign: 1, what: `${what} (the platform's total)`, totalMs, by }];
}

/** One of the platform's totals of a communication. */
export const totalOf =
  (what: string, name: Exclude<keyof SessionTotals, "acdOutcome">): Terms =>
  ({ state: { totals } }) =>
    totalTerm(what, totals?.values[name], totals?.by);

/** Whether the key of a number names what began then. A number of a second piece of the same start has a mark behind it. */
export function isStart(start: { readonly at: number } | undefined, key: string | undefined): boolean {
  return start !== undefined && String(start.at) === key?.split("~")[0];
}

/** What terms come to, in ms. */
export function sumOfTerms(terms: readonly Term[]): number {
  return terms.reduce((sum, term) => sum + term.sign * lengthOfTerm(term), 0);
}

/** The length of a term, in ms. */
export function lengthOfTerm(term: Term): number {
  return "totalMs" in term ? term.totalMs : term.end.at - term.start.at;
}
