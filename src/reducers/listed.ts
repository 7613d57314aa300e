import type { CommunicationState, ListedSegment } from "../models/communication";
import { CLOCK_TOLERANCE_MS, type Dated } from "../models/dated";
import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";
import { isConnectedSegment } from "../models/platform-segment";
import { compareText } from "../models/position";
import type { Segment, SegmentType } from "../models/timeline";

/** Nothing listed. */
export const NO_LISTED: readonly ListedSegment[] = [];

/**
 * Folds the segments that the platform lists (`segments[]`). A later list knows more: it repeats the same segments,
 * with the ends that they have got by then; one that it leaves out stays.
 */
export function foldListed(listed: readonly ListedSegment[], observation: Observation): readonly ListedSegment[] {
  const { segments } = observation.facts;
  if (segments === undefined) return listed;
  const news = segments.map((segment): ListedSegment => ({
    ...segment,
    seenAt: observation.at,
    by: observation.position,
  }));
  const { known, rest } = matchSegments(news, listed);
  const ended = news.map((segment, index) => {
    const before = known[index];
    return segment.endAt === undefined && before?.endAt !== undefined ? before : segment;
  });
  return [...rest, ...ended].sort((left, right) => left.startAt - right.startAt || compareText(left.type, right.type));
}

/** Which segment of those known each of the new ones repeats, one for one: by its exact start, else by a near one. */
function matchSegments(
  news: readonly ListedSegment[],
  listed: readonly ListedSegment[],
): { readonly known: readonly (ListedSegment | undefined)[]; readonly rest: readonly ListedSegment[] } {
  const rest = [...listed];
  const take = (segment: ListedSegment, isSame: typeof isSameSegment) => {
    const index = rest.findIndex((other) => isSame(other, segment));
    return index < 0 ? undefined : rest.splice(index, 1)[0];
  };
  const exact = news.map((segment) => take(segment, isSameStart));
  return { known: news.map((segment, index) => exact[index] ?? take(segment, isSameSegment)), rest };
}

function isSameStart(left: ListedSegment, right: ListedSegment): boolean {
  return left.type === right.type && left.startAt === right.startAt;
}

function isSameSegment(left: ListedSegment, right: ListedSegment): boolean {
  return left.type === right.type && Math.abs(left.startAt - right.startAt) <= CLOCK_TOLERANCE_MS;
}

/** What of the listed segments lies before the connect. */
const BEFORE: ReadonlyMap<string, SegmentType> = new Map([
  ["alert", "alert"],
  ["contacting", "contacting"],
  ["dialing", "dialing"],
]);

/** What of them interrupts the talk. */
const BREAKS: ReadonlyMap<string, SegmentType> = new Map([
  ["hold", "hold"],
  ["parked", "parked"],
]);

/** The alerts, contacting and dialling that the platform listed. */
export function listedBefore(state: CommunicationState): Segment[] {
  return pick(state.listed, BEFORE);
}

/** The holds and parkings that the platform listed. */
export function listedBreaks(state: CommunicationState): Segment[] {
  return pick(state.listed, BREAKS);
}

/** The first instant at which a list shows the communication connected. */
export function listedConnect({ listed }: CommunicationState): Dated | undefined {
  const first = listed.find(({ type }) => isConnectedSegment(type));
  return first && { at: first.startAt, origin: "reported", by: first.by };
}

/** When the communication began, by its list: what is only planned when it is listed has not begun. */
export function listedStart({ listed }: CommunicationState): Dated | undefined {
  const first = listed.find(({ type, startAt, seenAt }) => type !== "scheduled" || startAt <= seenAt);
  return first && { at: first.startAt, origin: "reported", by: first.by };
}

/** Whether listed segments show, without a gap, what happened from one instant to another. */
export function isListed({ listed }: CommunicationState, from: Instant, to: Instant): boolean {
  let known = from;
  for (const { type, startAt, endAt, seenAt } of listed) {
    if (!isConnectedSegment(type)) continue;
    if (startAt > known + CLOCK_TOLERANCE_MS) break;
    known = Math.max(known, endAt ?? seenAt);
  }
  return listed.length > 0 && known >= to - CLOCK_TOLERANCE_MS;
}

function pick(listed: readonly ListedSegment[], types: ReadonlyMap<string, SegmentType>): Segment[] {
  return listed.flatMap(({ type: name, startAt, endAt, by }) => {
    const type = types.get(name);
    if (type === undefined) return [];
    const end = endAt === undefined ? undefined : { at: endAt, origin: "reported" as const, by };
    return [{ type, start: { at: startAt, origin: "reported" as const, by }, end }];
  });
}
