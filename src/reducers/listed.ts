import type { CommunicationState, ListedSegment } from "../models/communication";
import { CLOCK_TOLERANCE_MS, type Dated } from "../models/dated";
import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";
import { compareText } from "../models/position";
import type { Segment, SegmentType } from "../models/timeline";

/** Nothing listed. */
export const NO_LISTED: readonly ListedSegment[] = [];

/**
 * Folds the segments that the platform lists (`segments[]`). A later list knows more: it tells the same segments again,
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
  const kept = listed.filter((known) => !news.some((other) => isSameSegment(known, other)));
  const ended = news.map((segment) => {
    const known = segment.endAt === undefined ? listed.find((other) => isSameSegment(other, segment)) : undefined;
    return known?.endAt === undefined ? segment : known;
  });
  return [...kept, ...ended].sort((left, right) => left.startAt - right.startAt || compareText(left.type, right.type));
}

function isSameSegment(left: ListedSegment, right: ListedSegment): boolean {
  return left.type === right.type && Math.abs(left.startAt - right.startAt) <= CLOCK_TOLERANCE_MS;
}

/** What of the listed segments lies before the connect. */
const BEFORE: Readonly<Record<string, SegmentType>> = { alert: "alert", contacting: "contacting", dialing: "dialing" };

/** What of them interrupts the talk. */
const BREAKS: Readonly<Record<string, SegmentType>> = { hold: "hold", parked: "parked" };

/** Listed segments that prove nothing of the time between connect and end. */
const OUTSIDE: ReadonlySet<string> = new Set([...Object.keys(BEFORE), "scheduled", "offering", "delay", "wrapup"]);

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
  const first = listed.find(({ type }) => !OUTSIDE.has(type));
  return first && { at: first.startAt, origin: "reported", by: first.by };
}

/** When the communication began, by its list. */
export function listedStart({ listed }: CommunicationState): Dated | undefined {
  const first = listed.find(({ type }) => type !== "scheduled");
  return first && { at: first.startAt, origin: "reported", by: first.by };
}

/** Whether listed segments tell, without a gap, what happened from one instant to another. */
export function isListed({ listed }: CommunicationState, from: Instant, to: Instant): boolean {
  let known = from;
  for (const { type, startAt, endAt, seenAt } of listed) {
    if (OUTSIDE.has(type)) continue;
    if (startAt > known + CLOCK_TOLERANCE_MS) break;
    known = Math.max(known, endAt ?? seenAt);
  }
  return listed.length > 0 && known >= to - CLOCK_TOLERANCE_MS;
}

function pick(listed: readonly ListedSegment[], types: Readonly<Record<string, SegmentType>>): Segment[] {
  return listed.flatMap(({ type: name, startAt, endAt, by }) => {
    const type = types[name];
    if (type === undefined) return [];
    const end = endAt === undefined ? undefined : { at: endAt, origin: "reported" as const, by };
    return [{ type, start: { at: startAt, origin: "reported" as const, by }, end }];
  });
}
