import type { ObservationBody } from "../models/decoded";
import type { Facts } from "../models/facts";
import { factsNamed } from "../models/named-facts";
import { parseInstant, type Instant } from "../models/instant";
import { mediaTypeFromName, type MediaType } from "../models/media-type";
import { isConnectedSegment, stateBySegment, type PlatformSegment } from "../models/platform-segment";
import type { ParticipantReading } from "./assemble";
import type { Fault } from "./fault";
import { readEnumValue } from "./read-facts";
import { readSegments, type SegmentsReading } from "./read-segments";
import { readSession } from "./session-facts";
import { canonicalId, isObject, pick, type JsonObject } from "./spellings";
import type { Obstacle } from "./unwrap";

/** When a conversation began and ended as its analytics detail has it; an end that is not there has not come. */
interface Span {
  readonly start: Instant | undefined;
  readonly end: Instant | undefined;
}

/** Whether a body is an analytics detail of a conversation: its participants hold sessions. */
export function isAnalyticsDetail(participants: unknown): participants is readonly unknown[] {
  return (
    Array.isArray(participants) && participants.some((one) => isObject(one) && pick(one, "sessions") !== undefined)
  );
}

/**
 * Reads an analytics detail: each session is an observation of the communication of that id, with the platform's segments
 * and the dates that follow from them. The sums in its `metrics[]` are not read.
 */
export function readAnalyticsDetail(
  body: JsonObject,
  participants: readonly unknown[],
): readonly ParticipantReading[] | Obstacle {
  const start = instantOf(body, "conversationStart");
  const end = instantOf(body, "conversationEnd");
  if (start === "none" || end === "none")
    return { reason: "noInstant", path: start === "none" ? "conversationStart" : "conversationEnd" };
  return participants.map((one, index) => readParticipant(one, `participants[${String(index)}]`, { start, end }));
}

function instantOf(object: JsonObject, name: string): Instant | "none" | undefined {
  const stated = pick(object, name);
  if (stated === undefined) return undefined;
  return (typeof stated === "string" ? parseInstant(stated) : undefined) ?? "none";
}

function readParticipant(participant: unknown, path: string, span: Span): ParticipantReading {
  if (!isObject(participant)) return { reason: "wrongType", path };
  const participantId = canonicalId(pick(participant, "participantId") ?? pick(participant, "id"));
  if (participantId === undefined) return { reason: "noParticipantId", path: `${path}.participantId` };
  const sessions = pick(participant, "sessions") ?? [];
  if (!Array.isArray(sessions)) return { reason: "wrongType", path: `${path}.sessions` };
  const unknownValues: string[] = [];
  const bodies: ObservationBody[] = [];
  let latest = span.end ?? span.start;
  const own = {
    purpose: enumOf(participant, "purpose", unknownValues),
    userId: canonicalId(pick(participant, "userId")),
  };
  for (const [index, session] of sessions.entries()) {
    const inner = `${path}.sessions[${String(index)}]`;
    if (!isObject(session)) return { reason: "wrongType", path: inner };
    const segments = listOf(pick(session, "segments"));
    const reading = readDetailSegments(segments, `${inner}.segments`);
    if ("reason" in reading) return reading;
    const said = readSession(session);
    if ("reason" in said) return { ...said, path: `${inner}.${said.path}` };
    latest = Math.max(latest ?? -Infinity, reading.latest ?? -Infinity);
    const derived = factsOf(session, segments, reading.segments, own.purpose, span, unknownValues);
    const facts = { ...said.facts, ...own, ...derived };
    bodies.push({
      participantId,
      communicationId: canonicalId(pick(session, "sessionId")),
      mediaType: mediaTypeOf(session),
      shape: "snapshot",
      facts: factsNamed(facts),
    });
  }
  return { bodies, latest: latest === -Infinity ? undefined : latest, unknownValues };
}

/** The medium of a session. */
export function mediaTypeOf(session: JsonObject): MediaType {
  const medium = pick(session, "mediaType");
  return (typeof medium === "string" ? mediaTypeFromName(medium) : undefined) ?? "unknown";
}

/** The segments of a session, by start, or what is wrong with them; paths are as the detail itself spells them. */
export function readDetailSegments(segments: readonly unknown[], path: string): SegmentsReading | Fault {
  const reading = readSegments(segments.map(named), path);
  return "reason" in reading ? { ...reading, path: spelled(reading.path) } : reading;
}

/** A list of a detail; one that is left out is empty. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** A segment under the names that REST bodies use. */
function named(segment: unknown): unknown {
  if (!isObject(segment)) return segment;
  return {
    type: pick(segment, "segmentType"),
    startTime: pick(segment, "segmentStart"),
    endTime: pick(segment, "segmentEnd"),
    disconnectType: pick(segment, "disconnectType"),
  };
}

/** A path as the detail itself spells it. */
const SPELLED = new Map([
  ["type", "segmentType"],
  ["startTime", "segmentStart"],
  ["endTime", "segmentEnd"],
]);

function spelled(path: string): string {
  const last = /\.(type|startTime|endTime)$/.exec(path)?.[1];
  const own = SPELLED.get(last ?? "");
  return own === undefined ? path : path.slice(0, -(last?.length ?? 0)) + own;
}

type EnumField = "purpose" | "direction" | "disconnectType";

function enumOf(object: JsonObject, name: EnumField, unknownValues: string[]): string | undefined {
  const value = pick(object, name);
  return typeof value === "string" ? readEnumValue(name, value, unknownValues) : undefined;
}

function factsOf(
  session: JsonObject,
  listed: readonly unknown[],
  segments: readonly PlatformSegment[],
  purpose: string | undefined,
  span: Span,
  unknownValues: string[],
): Facts {
  const work = segments.find(({ type }) => type === "wrapup");
  const life = segments.filter(({ type }) => type !== "wrapup");
  const connected = life.find(({ type }) => isConnectedSegment(type));
  const endedAt = endOf(life, work !== undefined, span);
  const now = endedAt === undefined ? life.findLast(({ endAt }) => endAt === undefined) : undefined;
  const isHeld = now?.type === "hold";
  const errorCode = lastText(listed, "errorCode");
  // A customer is there from the first on; a session of nobody else is known to have been connected without segments.
  const isCustomer = purpose === "customer" && segments.length === 0;
  return {
    direction: enumOf(session, "direction", unknownValues),
    peerId: canonicalId(pick(session, "peerId")),
    queueId: lastText(listed, "queueId"),
    wrapupCode: lastText(listed, "wrapUpCode"),
    errorCode,
    failed: errorCode === undefined ? undefined : true,
    disconnectType: endedAt === undefined ? undefined : life.findLast((one) => one.disconnectType)?.disconnectType,
    state: endedAt === undefined ? stateIn(now) : "disconnected",
    startedAt: life[0]?.startAt ?? (isCustomer ? span.start : undefined),
    alertingAt: life.find(({ type }) => type === "alert")?.startAt,
    connectedAt: connected?.startAt ?? (isCustomer ? span.start : undefined),
    endedAt,
    held: isHeld ? true : undefined,
    holdStartedAt: isHeld ? now.startAt : undefined,
    parkedAt: now?.type === "parked" ? now.startAt : undefined,
    afterCallWorkStartedAt: work?.startAt,
    afterCallWorkEndedAt: work?.endAt,
    segments: segments.length === 0 ? undefined : segments,
  } as Facts;
}

/** The state of a session whose last segment goes on. */
function stateIn(now: PlatformSegment | undefined): string | undefined {
  if (now === undefined || now.type === "parked") return now?.type;
  return isConnectedSegment(now.type) ? "connected" : stateBySegment.get(now.type);
}

/** When a session ended: with its last segment, where that says how, or after-call work follows, or all is over. */
function endOf(life: readonly PlatformSegment[], isFollowed: boolean, { end }: Span): Instant | undefined {
  if (life.length === 0) return end;
  if (life.some(({ endAt }) => endAt === undefined)) return end;
  const ends = life.map(({ endAt = -Infinity }) => endAt);
  const endedAt = ends.reduce((latest, at) => Math.max(latest, at), -Infinity);
  const last = life[ends.indexOf(endedAt)];
  const isOver = last?.disconnectType !== undefined || isFollowed || end !== undefined;
  return isOver ? endedAt : undefined;
}

/** The last id or code under a name that segments have. */
export function lastText(segments: readonly unknown[], name: string): string | undefined {
  const texts = segments.map((segment) => (isObject(segment) ? canonicalId(pick(segment, name)) : undefined));
  return texts.findLast((text) => text !== undefined);
}
