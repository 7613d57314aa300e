import type { Decoded, IgnoredKind, ObservationBody } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Position } from "../models/position";
import type { Rejection } from "../models/rejection";
import { gather } from "./gather";
import { describesCommunication } from "./news";
import type { ParticipantObservations } from "./participant";
import type { ParticipantFault } from "./snapshot";
import type { Obstacle, Wrapping } from "./unwrap";

/** How far an observed instant may lie after the record's own timestamp: clocks differ, but not by more. */
const FUTURE_MAX_MS = 5 * 60_000;
/** How far a date inside may lie after both: a producer whose clock is hours behind still writes right dates into its records. */
const DATE_AHEAD_MAX_MS = 24 * 3_600_000;

/** How many communications and faulty participants a record may have: each costs the conversation, record by record. */
const PARTS_MAX = 2000;

/** One for all: most records have none. */
const NO_REJECTIONS: readonly Rejection[] = [];

/** Why a record is refused whose key must be its conversation and is not. */
export const MISROUTED: Obstacle = {
  reason: "misrouted",
  path: "key",
  detail: "the key of the message is not the conversation",
};

/** What a participant says, or what is wrong with it. */
export type ParticipantReading = ParticipantObservations | ParticipantFault;

/** Puts together what the participants of a record say. `field` names what holds them, be it one alone. */
export function assemble(
  conversationId: string,
  at: Instant | undefined,
  record: Wrapping,
  readings: readonly ParticipantReading[],
  field: "participants" | "participant" = "participants",
): Decoded {
  const { position, timestamp, partition } = record;
  if (at !== undefined && timestamp !== undefined && at - timestamp > FUTURE_MAX_MS) {
    return rejected(position, { reason: "futureInstant" }, conversationId);
  }
  const participants = withoutFuture(readings, laterOf(at, timestamp), field);
  let rejections: Rejection[] | undefined;
  for (const participant of participants)
    if ("reason" in participant) (rejections ??= []).push({ position, ...participant });
  const bodies = bodiesOf(participants);
  if (bodies.length + (rejections?.length ?? 0) > PARTS_MAX)
    return rejected(position, { reason: "tooMany" }, conversationId);
  if (!bodies.some(describesCommunication)) {
    if (rejections === undefined) return ignored(position, "nothingToFold");
    return { kind: "rejected", position, rejections, conversationId };
  }
  if (record.key !== undefined && record.key !== conversationId) return rejected(position, MISROUTED, conversationId);
  const { latest, unknownValues } = gather(participants);
  return {
    kind: "observations",
    position,
    partition,
    conversationId,
    at,
    latestInside: latest,
    bodies,
    rejections: rejections ?? NO_REJECTIONS,
    unknownValues,
  };
}

/** What has happened was dated by then: a participant with a later date has a clock that is wrong, and nothing of it is believed. */
function withoutFuture(
  readings: readonly ParticipantReading[],
  now: Instant | undefined,
  field: string,
): readonly ParticipantReading[] {
  if (now === undefined) return readings;
  const isAhead = (reading: ParticipantReading) =>
    "bodies" in reading && reading.latest !== undefined && reading.latest - now > DATE_AHEAD_MAX_MS;
  if (!readings.some(isAhead)) return readings;
  const pathOf = (index: number) => (field === "participants" ? `${field}[${String(index)}]` : field);
  return readings.map((reading, index) =>
    isAhead(reading) ? { reason: "futureInstant", path: pathOf(index) } : reading,
  );
}

/** The later of when something was observed and when its record was written; undefined where nothing says either. */
function laterOf(at: Instant | undefined, timestamp: Instant | undefined): Instant | undefined {
  return at === undefined || timestamp === undefined ? at : Math.max(at, timestamp);
}

/** What all of them say, in a list that is as long as need be: a batch keeps those of all its records. */
function bodiesOf(participants: readonly ParticipantReading[]): readonly ObservationBody[] {
  let count = 0;
  for (const participant of participants) if ("bodies" in participant) count += participant.bodies.length;
  const bodies = new Array<ObservationBody>(count);
  let at = 0;
  for (const participant of participants)
    if ("bodies" in participant) for (const body of participant.bodies) bodies[at++] = body;
  return bodies;
}

/** A record that is known to be no news. */
export function ignored(position: Position, what: IgnoredKind): Decoded {
  return { kind: "ignored", position, what };
}

/** A record that cannot be read; of its conversation, if that much could be. */
export function rejected(position: Position, { reason, path, detail }: Obstacle, conversationId?: string): Decoded {
  const named = { ...(path !== undefined && { path }), ...(detail !== undefined && { detail }) };
  const rejections = [{ position, reason, ...named }];
  return { kind: "rejected", position, rejections, ...(conversationId !== undefined && { conversationId }) };
}
