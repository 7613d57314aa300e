import { MEDIUM_FIELDS } from "../models/folded-fields";
import { mediaTypeByArray, type MediaType } from "../models/media-type";
import type { Fault } from "./fault";
import type { NestedCommunication, ParticipantDraft } from "./participant";
import { readFacts } from "./read-facts";
import { canonicalId, isObject, pick, spellingsOf, type JsonObject } from "./spellings";

/** What is wrong with a participant of a snapshot. `path` is the whole one, from the body. */
export interface ParticipantFault {
  readonly reason: Fault["reason"] | "noParticipantId" | "futureInstant";
  readonly path: string;
}

/** Names of arrays as the platform writes them where that is not all lower case. */
const CAMEL_CASE_ARRAYS: readonly (readonly [string, MediaType])[] = [
  ["cobrowseSessions", "cobrowse"],
  ["internalMessages", "internalmessage"],
  ["socialExpressions", "socialexpression"],
  ["screenMonitorings", "screenmonitoring"],
  ["screenShares", "screenshare"],
];

/** Every spelling of the arrays that hold a participant's communications. */
export const mediaTypeByKey: ReadonlyMap<string, MediaType> = new Map(
  [...mediaTypeByArray, ...CAMEL_CASE_ARRAYS].flatMap(([name, mediaType]) =>
    spellingsOf(name).map((spelling) => [spelling, mediaType] as const),
  ),
);

/** The media of which a flat participant's own fields may show, with every spelling of those fields. */
export const MEDIUM_KEYS = (["call", "callback", "chat", "cobrowse"] as const).map((mediaType) => ({
  mediaType,
  keys: MEDIUM_FIELDS[mediaType].flatMap(spellingsOf),
}));

/**
 * The medium that fields show: of those that say something, else of those that are there, if it is only one. Both are bits,
 * by the places in `MEDIUM_KEYS`.
 */
export function mediumOf(said: number, there: number): MediaType {
  const media = said === 0 ? there : said;
  const isOne = media !== 0 && (media & (media - 1)) === 0;
  return (isOne ? MEDIUM_KEYS[31 - Math.clz32(media)]?.mediaType : undefined) ?? "unknown";
}

/** Whether a participant holds its communications in arrays by medium. */
export function isNested(participant: unknown): boolean {
  return isObject(participant) && Object.keys(participant).some((key) => mediaTypeByKey.has(key));
}

/** Reads a participant of a parsed document, or says what is wrong with it. */
export function readParticipant(participant: unknown, path: string): ParticipantDraft | ParticipantFault {
  if (!isObject(participant)) return faulty({ reason: "wrongType", path: "" }, path);
  const id = canonicalId(pick(participant, "id") ?? pick(participant, "participantId"));
  if (id === undefined) return { reason: "noParticipantId", path: `${path}.id` };
  const own = readFacts(participant);
  if (own.fault !== undefined) return faulty(own.fault, path);
  const communications: NestedCommunication[] = [];
  for (const key of Object.keys(participant)) {
    const mediaType = mediaTypeByKey.get(key);
    const list = participant[key];
    if (mediaType === undefined || list === null || list === undefined) continue;
    const fault = readCommunications(mediaType, list, key, communications);
    if (fault !== undefined) return faulty(fault, path);
  }
  return { id, own, communications, isNested: isNested(participant), ownMedium: mediumOfFields(participant) };
}

function readCommunications(
  mediaType: MediaType,
  list: unknown,
  key: string,
  communications: NestedCommunication[],
): Fault | undefined {
  if (!Array.isArray(list)) return { reason: "wrongType", path: key };
  for (const [index, communication] of list.entries()) {
    const inner = `${key}[${String(index)}]`;
    if (communication === null) continue;
    if (!isObject(communication)) return { reason: "wrongType", path: inner };
    const reading = readFacts(communication);
    if (reading.fault !== undefined) return { ...reading.fault, path: `${inner}.${reading.fault.path}` };
    communications.push({ mediaType, id: canonicalId(pick(communication, "id")), reading });
  }
  return undefined;
}

function faulty(fault: Fault, path: string): ParticipantFault {
  const inner = fault.path === "" ? path : `${path}.${fault.path}`;
  return { ...fault, path: inner };
}

function mediumOfFields(participant: JsonObject): MediaType {
  const mediaOf = (isFound: (key: string) => boolean) =>
    MEDIUM_KEYS.reduce((bits, { keys }, place) => (keys.some(isFound) ? bits | (1 << place) : bits), 0);
  const isThere = (key: string) => Object.hasOwn(participant, key);
  const isSaid = (key: string) => participant[key] !== undefined && participant[key] !== null && isThere(key);
  return mediumOf(mediaOf(isSaid), mediaOf(isThere));
}
