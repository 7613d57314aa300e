import { parseInstant } from "../models/instant";
import type { PlatformConversation, PlatformNumber, PlatformSession } from "../models/platform-detail";
import type { Position } from "../models/position";
import { lastText, listOf, mediaTypeOf, readDetailSegments } from "./analytics-detail";
import { canonicalId, isObject, pick, type JsonObject } from "./spellings";

/** What in an analytics detail cannot be read, and where in it. */
export interface DetailProblem {
  readonly path: string;
  readonly problem: string;
}

/**
 * Reads an analytics detail of a conversation with the platform's own numbers (`metrics[]` of its sessions), in any spelling, or says
 * what is wrong with it. A list that is not there is empty.
 */
export function readPlatformConversation(body: unknown, position: Position): PlatformConversation | DetailProblem {
  if (!isObject(body)) return { path: "$", problem: "is no object" };
  const id = canonicalId(pick(body, "conversationId"));
  if (id === undefined) return { path: "conversationId", problem: "is not there" };
  const participants = pick(body, "participants");
  if (!Array.isArray(participants)) return { path: "participants", problem: "is no list" };
  const startAt = instantIn(body, "conversationStart", "");
  const endAt = instantIn(body, "conversationEnd", "");
  if (isProblem(startAt)) return startAt;
  if (isProblem(endAt)) return endAt;
  const sessions: PlatformSession[] = [];
  for (const [index, participant] of participants.entries()) {
    const problem = readParticipant(participant, `participants[${String(index)}]`, sessions);
    if (problem !== undefined) return problem;
  }
  return { id, position, startAt, endAt, sessions };
}

function readParticipant(participant: unknown, path: string, into: PlatformSession[]): DetailProblem | undefined {
  if (!isObject(participant)) return { path, problem: "is no object" };
  const participantId = canonicalId(pick(participant, "participantId") ?? pick(participant, "id"));
  if (participantId === undefined) return { path: `${path}.participantId`, problem: "is not there" };
  const purpose = pick(participant, "purpose");
  for (const [index, session] of listOf(pick(participant, "sessions")).entries()) {
    const inner = `${path}.sessions[${String(index)}]`;
    if (!isObject(session)) return { path: inner, problem: "is no object" };
    const listed = listOf(pick(session, "segments"));
    const reading = readDetailSegments(listed, `${inner}.segments`);
    if ("reason" in reading) return { path: reading.path, problem: PROBLEMS.get(reading.reason) ?? reading.reason };
    const numbers = readNumbers(session, `${inner}.metrics`);
    if (isProblem(numbers)) return numbers;
    into.push({
      participantId,
      sessionId: canonicalId(pick(session, "sessionId")),
      mediaType: mediaTypeOf(session),
      purpose: typeof purpose === "string" ? purpose.toLowerCase() : undefined,
      queueId: lastText(listed, "queueId"),
      wrapupCode: lastText(listed, "wrapUpCode"),
      segments: reading.segments,
      numbers,
    });
  }
  return undefined;
}

const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ["noInstant", "is no instant"],
  ["wrongType", "has another type than the platform gives it"],
]);

function readNumbers(session: JsonObject, path: string): readonly PlatformNumber[] | DetailProblem {
  const numbers: PlatformNumber[] = [];
  for (const [index, metric] of listOf(pick(session, "metrics")).entries()) {
    const inner = `${path}[${String(index)}]`;
    if (!isObject(metric)) return { path: inner, problem: "is no object" };
    const name = pick(metric, "name") ?? pick(metric, "metric");
    const value = pick(metric, "value");
    if (typeof name !== "string" || name === "") return { path: `${inner}.name`, problem: "is not there" };
    if (typeof value !== "number" || !Number.isFinite(value))
      return { path: `${inner}.value`, problem: "is no number" };
    const at = instantIn(metric, "emitDate", `${inner}.`);
    if (isProblem(at)) return at;
    if (at === undefined) return { path: `${inner}.emitDate`, problem: "is not there" };
    numbers.push({ name, value, at });
  }
  return numbers;
}

function instantIn(object: JsonObject, name: string, path: string): number | undefined | DetailProblem {
  const stated = pick(object, name);
  if (stated === undefined) return undefined;
  const at = typeof stated === "string" ? parseInstant(stated) : undefined;
  return at ?? { path: `${path}${name}`, problem: "is no instant" };
}

/** Whether reading something came to a problem. */
export function isProblem(read: unknown): read is DetailProblem {
  return typeof read === "object" && read !== null && "problem" in read;
}
