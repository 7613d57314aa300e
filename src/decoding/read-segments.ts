import { canonicalEnumValue } from "../models/enums";
import { parseInstant, type Instant } from "../models/instant";
import { canonicalSegmentType, type PlatformSegment } from "../models/platform-segment";
import { compareText } from "../models/position";
import type { Fault } from "./fault";
import { isObject, pick, type JsonObject } from "./spellings";
import { wellFormed } from "./well-formed";

/** The segments of a communication, by start, and the latest instant in them that is not a planned one. */
export interface SegmentsReading {
  readonly segments: readonly PlatformSegment[];
  readonly latest: Instant | undefined;
}

/** Reads `segments[]` as REST bodies list them, or says what is wrong. A segment without a type or a start says nothing. */
export function readSegments(value: unknown, path: string): SegmentsReading | Fault {
  if (!Array.isArray(value)) return { reason: "wrongType", path };
  const segments: PlatformSegment[] = [];
  for (const [index, item] of value.entries()) {
    const inner = `${path}[${String(index)}]`;
    if (!isObject(item)) return { reason: "wrongType", path: inner };
    const segment = readSegment(item);
    if (segment !== undefined && "reason" in segment) return { ...segment, path: `${inner}.${segment.path}` };
    if (segment !== undefined) segments.push(segment);
  }
  const dates = segments.filter(({ type }) => type !== "scheduled").flatMap(({ startAt, endAt = startAt }) => endAt);
  return { segments: segments.sort(byStart), latest: dates.length === 0 ? undefined : Math.max(...dates) };
}

const TEXTS = ["type", "startTime", "endTime", "howEnded", "disconnectType"] as const;

function readSegment(segment: JsonObject): PlatformSegment | Fault | undefined {
  const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const name of TEXTS) {
    const value = pick(segment, name);
    if (value !== undefined && typeof value !== "string") return { reason: "wrongType", path: name };
    if (value !== undefined) texts[name] = wellFormed(value);
  }
  const startAt = instantOf(texts.startTime);
  const endAt = instantOf(texts.endTime);
  if (startAt === "none") return { reason: "noInstant", path: "startTime" };
  if (endAt === "none") return { reason: "noInstant", path: "endTime" };
  const { type = "", disconnectType = "" } = texts;
  if (type === "" || startAt === undefined) return undefined;
  const known = canonicalEnumValue("disconnectType", disconnectType) ?? disconnectType;
  return {
    type: canonicalSegmentType(type),
    startAt,
    ...(endAt !== undefined && { endAt }),
    ...(known !== "" && { disconnectType: known }),
  };
}

function instantOf(text: string | undefined): Instant | "none" | undefined {
  return text === undefined ? undefined : (parseInstant(text) ?? "none");
}

function byStart(left: PlatformSegment, right: PlatformSegment): number {
  return (
    left.startAt - right.startAt ||
    (left.endAt ?? Infinity) - (right.endAt ?? Infinity) ||
    compareText(left.type, right.type)
  );
}
