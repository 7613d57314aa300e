import type { Sighting } from "../models/decoded";
import { mediaTypeByArray, type MediaType } from "../models/media-type";
import type { Facts } from "../models/observation";
import { observedPhase } from "../models/phase";
import { TELLING_FIELDS } from "../models/folded-fields";
import { readFacts, type Fault, type FactsReading } from "./read-facts";
import { canonicalId, isObject, pick, spellingsOf, type JsonObject } from "./spellings";

/** What a participant of a snapshot was found to say, or what is wrong with it. */
export interface ParticipantReading {
  readonly sightings: readonly Sighting[];
  readonly faults: readonly (Fault | { readonly reason: "noParticipantId"; readonly path: string })[];
  readonly readings: readonly FactsReading[];
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
const mediaTypeByKey: ReadonlyMap<string, MediaType> = new Map(
  [...mediaTypeByArray, ...CAMEL_CASE_ARRAYS].flatMap(([name, mediaType]) =>
    spellingsOf(name).map((spelling) => [spelling, mediaType] as const),
  ),
);

/** Whether a participant holds its communications in arrays by medium. */
export function isNested(participant: unknown): boolean {
  return isObject(participant) && Object.keys(participant).some((key) => mediaTypeByKey.has(key));
}

/** Reads a participant that is itself one communication of one medium. */
export function readFlatParticipant(
  participant: unknown,
  path: string,
  mediaType: MediaType | undefined,
): ParticipantReading {
  const named = readParticipantId(participant, path);
  if ("faults" in named) return named;
  const reading = readFacts(named.object);
  if (reading.fault !== undefined) return faulty(reading.fault, path);
  const sighting: Sighting = {
    participantId: named.id,
    communicationId: undefined,
    mediaType: mediaType ?? tellMediaType(named.object),
    shape: "snapshot",
    facts: reading.facts,
  };
  return { sightings: [sighting], faults: [], readings: [reading] };
}

/** Reads a participant that holds communications: one observation each, with what the participant says of itself. */
export function readNestedParticipant(participant: unknown, path: string): ParticipantReading {
  const named = readParticipantId(participant, path);
  if ("faults" in named) return named;
  const own = readFacts(named.object);
  if (own.fault !== undefined) return faulty(own.fault, path);
  const held: { readonly mediaType: MediaType; readonly id: string | undefined; readonly reading: FactsReading }[] = [];
  for (const key of Object.keys(named.object)) {
    const mediaType = mediaTypeByKey.get(key);
    const list = named.object[key];
    if (mediaType === undefined || list === null || list === undefined) continue;
    if (!Array.isArray(list)) return faulty({ reason: "wrongType", path: key }, path);
    for (const [index, communication] of list.entries()) {
      const inner = `${key}[${String(index)}]`;
      if (communication === null) continue;
      if (!isObject(communication)) return faulty({ reason: "wrongType", path: inner }, path);
      const reading = readFacts(communication);
      if (reading.fault !== undefined)
        return faulty({ ...reading.fault, path: `${inner}.${reading.fault.path}` }, path);
      held.push({ mediaType, id: canonicalId(pick(communication, "id")), reading });
    }
  }
  const worker = findWorker(
    own.facts,
    held.map(({ reading }) => reading.facts),
  );
  const sightings = held.map(({ mediaType, id, reading }, index): Sighting => {
    const facts = withParticipantFacts(own.facts, reading.facts, {
      isOnly: held.length === 1,
      isWorker: index === worker,
    });
    return { participantId: named.id, communicationId: id, mediaType, shape: "snapshot", facts };
  });
  return { sightings, faults: [], readings: [own, ...held.map(({ reading }) => reading)] };
}

function readParticipantId(
  participant: unknown,
  path: string,
): { readonly id: string; readonly object: JsonObject } | ParticipantReading {
  if (!isObject(participant)) return faulty({ reason: "wrongType", path: "" }, path);
  const id = canonicalId(pick(participant, "id") ?? pick(participant, "participantId"));
  if (id !== undefined) return { id, object: participant };
  return { sightings: [], faults: [{ reason: "noParticipantId", path: `${path}.id` }], readings: [] };
}

function faulty(fault: Fault, path: string): ParticipantReading {
  const inner = fault.path === "" ? path : `${path}.${fault.path}`;
  return { sightings: [], faults: [{ ...fault, path: inner }], readings: [] };
}

/** How near its end after-call work must begin to belong to one of several communications, in ms. */
const SAME_END_MS = 1000;

/**
 * Which of a participant's communications its after-call work and wrap-up belong to: the only one; of several the one
 * that ended where the work began, unless they tell their work themselves.
 */
function findWorker(participant: Facts, communications: readonly Facts[]): number | undefined {
  if (communications.length === 1) return 0;
  const startedAt = participant.afterCallWorkStartedAt;
  if (startedAt === undefined || communications.some(hasOwnWork)) return undefined;
  const distances = communications.map(({ endedAt }) => Math.abs((endedAt ?? Infinity) - startedAt));
  const nearest = Math.min(...distances);
  return nearest <= SAME_END_MS ? distances.indexOf(nearest) : undefined;
}

function hasOwnWork({ afterCallWorkState, afterCallWorkStartedAt }: Facts): boolean {
  return afterCallWorkState !== undefined || afterCallWorkStartedAt !== undefined;
}

/** What a communication says, filled from its participant; dates of the participant are its only communication's. */
function withParticipantFacts(
  participant: Facts,
  communication: Facts,
  { isOnly, isWorker }: { readonly isOnly: boolean; readonly isWorker: boolean },
): Facts {
  const { connectedAt, endedAt, startedAt, alertingAt, ...rest } = participant;
  const { wrapupCode, wrapupEndedAt, wrapupProvisional, ...withoutWrapup } = rest;
  const { afterCallWorkStartedAt, afterCallWorkEndedAt, afterCallWorkState, wrapupSkipped, ...shared } = withoutWrapup;
  const isEnded = observedPhase(communication) === "ended";
  const work = { afterCallWorkStartedAt, afterCallWorkEndedAt, afterCallWorkState, wrapupSkipped };
  const wrapup = { wrapupCode, wrapupEndedAt, wrapupProvisional };
  const dates = { startedAt, alertingAt, connectedAt, ...(isEnded && { endedAt }) };
  return withoutUndefined({
    ...shared,
    ...(isOnly && dates),
    ...(isWorker && wrapup),
    ...(isWorker && !hasOwnWork(communication) && work),
    ...communication,
  });
}

function withoutUndefined(facts: Record<string, unknown>): Facts {
  const stated: Record<string, unknown> = {};
  for (const key in facts) if (facts[key] !== undefined) stated[key] = facts[key];
  return stated;
}

/** The medium that a flat participant's fields tell: first those that say something, then those that are there. */
function tellMediaType(participant: JsonObject): MediaType {
  const tells = (isTold: (key: string) => boolean) =>
    (["call", "callback", "chat", "cobrowse"] as const).filter((mediaType) => tellingKeys[mediaType].some(isTold));
  const said = tells(
    (key) => participant[key] !== undefined && participant[key] !== null && Object.hasOwn(participant, key),
  );
  const there = said.length > 0 ? said : tells((key) => Object.hasOwn(participant, key));
  return there.length === 1 ? (there[0] ?? "unknown") : "unknown";
}

const tellingKeys = {
  call: TELLING_FIELDS.call.flatMap(spellingsOf),
  callback: TELLING_FIELDS.callback.flatMap(spellingsOf),
  chat: TELLING_FIELDS.chat.flatMap(spellingsOf),
  cobrowse: TELLING_FIELDS.cobrowse.flatMap(spellingsOf),
};
