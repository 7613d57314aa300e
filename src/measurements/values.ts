import { isClosed, lengthOf, type ClosedSpan, type Dated } from "../models/dated";
import type { MeasurementDefinition, MeasurementValue, Origin } from "../models/measurement";
import { distinctPositions, type Position } from "../models/position";
import type { ClosedSegment, CommunicationTimeline, Segment, SegmentType } from "../models/timeline";

/** Declares a measurement. Unless said otherwise it does not stand on a communication first seen already ended. */
export function defineMeasurement(
  definition: Omit<MeasurementDefinition, "whenIncomplete"> & { readonly whenIncomplete?: boolean },
): MeasurementDefinition {
  return { whenIncomplete: definition.unit === "count", ...definition };
}

/** The length of a span, dated at its end. */
export function spanValue(span: ClosedSpan): MeasurementValue {
  return {
    value: lengthOf(span),
    emittedAt: span.end.at,
    origin: originOf([span.start, span.end]),
    evidence: evidenceOf([span.start, span.end]),
  };
}

/** The length of a segment that may repeat, told apart by its start. */
export function segmentValue(segment: ClosedSegment): MeasurementValue {
  return { ...spanValue(segment), key: String(segment.start.at) };
}

/** One occurrence. */
export function countValue(at: Dated): MeasurementValue {
  return { value: 1, emittedAt: at.at, origin: originOf([at]), evidence: evidenceOf([at]) };
}

/** The closed segments of a type that have a length: those without emit nothing. */
export function closedSegments(
  communication: CommunicationTimeline,
  type: SegmentType,
  otherType: SegmentType = type,
): readonly ClosedSegment[] {
  let found: ClosedSegment[] | undefined;
  for (const segment of communication.segments) {
    if (segment.type !== type && segment.type !== otherType) continue;
    if (isClosedSegment(segment) && lengthOf(segment) > 0) (found ??= []).push(segment);
  }
  return found ?? NO_SEGMENTS;
}

const NO_SEGMENTS: readonly ClosedSegment[] = [];

function isClosedSegment(segment: Segment): segment is ClosedSegment {
  return isClosed(segment);
}

/** Whether a segment of one of the types is still going on. */
export function isGoingOn(communication: CommunicationTimeline, ...types: readonly SegmentType[]): boolean {
  return communication.segments.some((segment) => types.includes(segment.type) && !isClosed(segment));
}

/** The sum of lengths in ms. */
export function sumOf(spans: readonly ClosedSpan[]): number {
  return spans.reduce((sum, span) => sum + lengthOf(span), 0);
}

/** How a number is known that rests on these instants: as well as the weakest. */
export function originOf(dates: readonly Dated[]): Origin {
  if (dates.some(({ origin }) => origin === "inferred")) return "inferred";
  return dates.some(({ origin }) => origin === "observed") ? "observed" : "reported";
}

/** The records behind instants, each once. */
export function evidenceOf(dates: readonly Dated[]): Position[] {
  return distinctPositions(dates.map(({ by }) => by));
}

/** A connection that is over and has a length. */
export function closedConnection(communication: CommunicationTimeline): ClosedSpan | undefined {
  const { connection } = communication;
  return connection !== undefined && isClosed(connection) && lengthOf(connection) > 0 ? connection : undefined;
}
