import type { AnomalyKind } from "../models/anomaly";
import type { CommunicationState } from "../models/communication";
import { CLOCK_TOLERANCE_MS } from "../models/dated";
import type { Segment } from "../models/timeline";
import { isListed, listedBreaks } from "./listed";

/**
 * The holds and parkings of a communication by start, as they were seen and as the platform lists them: what overlaps or
 * begins together is one, and the platform's dates count. What is parked is not held. One that was seen, but not where
 * the platform lists something else, contradicts it.
 */
export function breaksOf(state: CommunicationState, notes: AnomalyKind[]): readonly Segment[] {
  const { holds, parkings } = state;
  if (holds.length === 0 && parkings.length === 0 && state.listed.length === 0) return NO_BREAKS;
  const listed = listedBreaks(state);
  const parked = merge(
    parkings.map(({ start, end, endUnknown }) => ({ type: "parked", start, end, hidden: endUnknown })),
    listed.filter(({ type }) => type === "parked"),
  );
  const onHold = merge(
    holds.map(({ start, end }) => ({ type: "hold", start, end })),
    listed.filter(({ type }) => type === "hold"),
  );
  const listedHolds = new Set(state.listed.filter(({ type }) => type === "hold").map(({ startAt }) => startAt));
  if (onHold.some((hold) => !listedHolds.has(hold.start.at) && isContradicted(hold, state)))
    notes.push("totalsDisagree");
  const breaks = [...parked, ...onHold.flatMap((hold) => beforeParking(hold, parked))];
  return breaks.sort((left, right) => left.start.at - right.start.at);
}

const NO_BREAKS: readonly Segment[] = [];

/** What was seen and what is listed, each break once. A listed one that was still going on ends as it was seen to. */
function merge(seen: readonly Segment[], listed: readonly Segment[]): Segment[] {
  if (listed.length === 0) return [...seen];
  const dated = listed.map((one) => {
    const known = one.end === undefined ? seen.find((other) => isSame(other, one)) : undefined;
    return known === undefined ? one : { ...one, end: known.end, hidden: known.hidden ?? false };
  });
  return [...seen.filter((one) => !dated.some((other) => isSame(one, other))), ...dated];
}

function isSame(left: Segment, right: Segment): boolean {
  const isOverlap = left.start.at < (right.end?.at ?? Infinity) && right.start.at < (left.end?.at ?? Infinity);
  return isOverlap || Math.abs(left.start.at - right.start.at) <= CLOCK_TOLERANCE_MS;
}

/** Whether the platform lists what else happened in a hold that was only seen. */
function isContradicted({ start, end }: Segment, state: CommunicationState): boolean {
  const isLong = end !== undefined && end.at > start.at + CLOCK_TOLERANCE_MS;
  return isLong && isListed(state, start.at, end.at);
}

/** What of a hold lies before a parking that began in it; one that begins parked begins when it is resumed. */
function beforeParking(hold: Segment, parked: readonly Segment[]): Segment[] {
  if (parked.length === 0) return [hold];
  let { start, end } = hold;
  for (const parking of parked) {
    const isInside = start.at >= parking.start.at && start.at < (parking.end?.at ?? Infinity);
    if (isInside && parking.end === undefined) return [];
    if (isInside && parking.end !== undefined) start = parking.end;
    const isCut = parking.start.at > start.at && parking.start.at < (end?.at ?? Infinity);
    if (isCut) end = parking.start;
  }
  return end !== undefined && end.at <= start.at ? [] : [{ ...hold, start, end }];
}
