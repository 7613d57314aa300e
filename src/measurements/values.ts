import { isClosed, lengthOf, type ClosedSpan, type Dated, type DateOrigin } from "../models/dated";
import type { MeasurementDefinition, MeasurementValue, Origin } from "../models/measurement";
import { distinctPositions, isSamePosition, type Position } from "../models/position";
import type { ClosedSegment, CommunicationTimeline, Segment, SegmentType } from "../models/timeline";

/** Declares a measurement. Unless said otherwise it does not stand on a communication first seen already ended. */
export function defineMeasurement(
  definition: Omit<MeasurementDefinition, "whenIncomplete"> & { readonly whenIncomplete?: boolean },
): MeasurementDefinition {
  return { whenIncomplete: definition.unit === "count", ...definition };
}

/** Nothing measured. */
export const NO_VALUES: readonly MeasurementValue[] = [];

/** The length of a span, dated at its end. */
export function spanValue(span: ClosedSpan): MeasurementValue {
  return spanValueOf(span, undefined);
}

/** The lengths of the closed segments of a type, distinguished by their starts. */
export function segmentValues(communication: CommunicationTimeline, type: SegmentType): readonly MeasurementValue[] {
  const segments = closedSegments(communication, type).filter(isLengthKnown);
  return segments.length === 0 ? NO_VALUES : segments.map((segment) => spanValueOf(segment, String(segment.start.at)));
}

/** The length of a connection that is over, if it has one. */
export function connectionValue(communication: CommunicationTimeline): readonly MeasurementValue[] {
  const connection = closedConnection(communication);
  return connection === undefined ? NO_VALUES : [spanValue(connection)];
}

/** One occurrence. What may repeat on one communication has a key. */
export function countValue({ at, origin, by }: Dated, key?: string): MeasurementValue {
  return { value: 1, emittedAt: at, key, origin: ORIGIN_BY_WEAKEST[origin], evidence: [by] };
}

/** One connect. */
export function connectCount({ connection }: CommunicationTimeline): readonly MeasurementValue[] {
  return connection === undefined ? NO_VALUES : [countValue(connection.start)];
}

function spanValueOf({ start, end }: ClosedSpan, key: string | undefined): MeasurementValue {
  return {
    value: end.at - start.at,
    emittedAt: end.at,
    key,
    origin: ORIGIN_BY_WEAKEST[weakest(start.origin, end.origin)],
    evidence: isSamePosition(start.by, end.by) ? [start.by] : [start.by, end.by],
  };
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

/** Whether the length of a segment is known: it hides nothing that nobody saw. */
export function isLengthKnown({ hidden }: Segment): boolean {
  return hidden !== true;
}

/**
 * Whether it was resumed from a parking at an instant that nobody saw: it then talked, perhaps held, for a time that is in no
 * segment.
 */
export function isResumeUnseen({ segments }: CommunicationTimeline): boolean {
  return segments.some((segment) => segment.type === "parked" && !isLengthKnown(segment));
}

/** A sum of segments, dated at an instant; nothing where the length of one of them is not known. */
export function sumValues(segments: readonly ClosedSegment[], emitted: Dated): readonly MeasurementValue[] {
  if (segments.length === 0 || !segments.every(isLengthKnown)) return NO_VALUES;
  const dates = segments.flatMap(({ start, end }) => [start, end]);
  const all = dates.includes(emitted) ? dates : [...dates, emitted];
  return [{ value: sumOf(segments), emittedAt: emitted.at, origin: originOf(all), evidence: evidenceOf(all) }];
}

/** A sum that the platform itself gives, dated at an instant. */
export function totalValues(value: number, emitted: Dated, by: Position): readonly MeasurementValue[] {
  if (value <= 0) return NO_VALUES;
  const evidence = distinctPositions([emitted.by, by]);
  return [{ value, emittedAt: emitted.at, origin: "reported", evidence }];
}

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
  let least: DateOrigin = "reported";
  for (const { origin } of dates) least = weakest(least, origin);
  return ORIGIN_BY_WEAKEST[least];
}

const ORIGIN_BY_WEAKEST: Readonly<Record<DateOrigin, Origin>> = {
  reported: "reported",
  event: "reported",
  observed: "observed",
  inferred: "inferred",
};

function weakest(left: DateOrigin, right: DateOrigin): DateOrigin {
  if (left === "inferred" || right === "inferred") return "inferred";
  return left === "observed" || right === "observed" ? "observed" : "reported";
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
