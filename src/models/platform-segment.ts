import type { Instant } from "./instant";

/**
 * A piece of a communication's life as the platform itself lists it (`segments[]`). `type` is in canonical spelling; a
 * segment without `endAt` was still going on when it was listed.
 */
export interface PlatformSegment {
  readonly type: string;
  readonly startAt: Instant;
  readonly endAt?: Instant;
  readonly disconnectType?: string;
}

/** Other names of segment types, in lower case and letters alone. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["alerting", "alert"],
  ["connected", "interact"],
  ["interacting", "interact"],
  ["talk", "interact"],
  ["contact", "contacting"],
  ["dial", "dialing"],
  ["held", "hold"],
  ["park", "parked"],
  ["aftercallwork", "wrapup"],
  ["acw", "wrapup"],
  ["monitor", "monitoring"],
  ["coach", "coaching"],
  ["barge", "barging"],
]);

/** Segments in which a communication is not connected yet, by the state that it is in. */
export const stateBySegment: ReadonlyMap<string, string> = new Map([
  ["alert", "alerting"],
  ["contacting", "contacting"],
  ["dialing", "dialing"],
  ["offering", "offering"],
  ["scheduled", "scheduled"],
]);

/** Segments that say nothing of a connection. */
const SILENT: ReadonlySet<string> = new Set([
  "wrapup",
  "unknown",
  "system",
  "delay",
  "converting",
  "uploading",
  "transmitting",
]);

/** Whether a communication is connected while a segment of a type lasts. */
export function isConnectedSegment(type: string): boolean {
  return !stateBySegment.has(type) && !SILENT.has(type);
}

/** The canonical spelling of a segment's type: lower case, letters alone, one name for each. */
export function canonicalSegmentType(type: string): string {
  const plain = type.toLowerCase().replace(/[^a-z]/g, "");
  return ALIASES.get(plain) ?? plain;
}

/** Whether two lists of segments say the same. */
export function isSameSegments(
  left: readonly PlatformSegment[] | undefined,
  right: readonly PlatformSegment[] | undefined,
): boolean {
  if (left === right) return true;
  if (left?.length !== right?.length) return false;
  return left?.every((segment, index) => isSameSegment(segment, right?.[index])) ?? true;
}

function isSameSegment(left: PlatformSegment, right: PlatformSegment | undefined): boolean {
  return (
    left.type === right?.type &&
    left.startAt === right.startAt &&
    left.endAt === right.endAt &&
    left.disconnectType === right.disconnectType
  );
}
