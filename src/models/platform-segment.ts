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
const ALIASES: Readonly<Record<string, string>> = {
  alerting: "alert",
  connected: "interact",
  interacting: "interact",
  talk: "interact",
  contact: "contacting",
  dial: "dialing",
  held: "hold",
  park: "parked",
  aftercallwork: "wrapup",
  acw: "wrapup",
  monitor: "monitoring",
  coach: "coaching",
  barge: "barging",
};

/** The canonical spelling of a segment's type: lower case, letters alone, one name for each. */
export function canonicalSegmentType(type: string): string {
  const plain = type.toLowerCase().replace(/[^a-z]/g, "");
  return ALIASES[plain] ?? plain;
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
