import { communicationKeyIn } from "../models/communication-key";
import type { DeadlineStatus } from "../models/deadline";
import type { FinalConversation, FinalMeasurement } from "../models/final-conversation";
import type { Dimensions } from "./dimensions";
import type { Parties, Party } from "../models/parties";
import { instantIn } from "../models/life";

/** By which of its instants a callback promise is counted: the day rule. */
export const DAY_RULES = ["requested", "due", "talked", "wrapped"] as const;
export type DayRule = (typeof DAY_RULES)[number];

/** A promise to call back, and what came of it. */
export interface PromiseFact {
  readonly dimensions: Dimensions;
  readonly status: DeadlineStatus;
  /** When it was made, when it is due, when the customer was reached, when the work after that was over. */
  readonly at: Readonly<Record<DayRule, number | undefined>>;
}

/** The callback promises of a conversation: one for each `nCallbackScheduled`. */
export function promisesOf(conversation: FinalConversation, parties: Parties): PromiseFact[] {
  const { measurements, deadlines, views } = conversation;
  const made = measurements.filter(({ name }) => name === "nCallbackScheduled");
  if (made.length === 0) return [];
  const statusById = new Map<string, DeadlineStatus | undefined>([
    ...deadlines.map(({ id, status }) => [id, status] as const),
    ...views.flatMap((view) => view.deadlines.map(({ id, status }) => [id, status] as const)),
  ]);
  return made.map((promise) => {
    const id = promise.id.replace("/nCallbackScheduled/", "/callbackDue/");
    return factOf(conversation, promise, statusById.get(id) ?? "pending", parties);
  });
}

function factOf(
  conversation: FinalConversation,
  promise: FinalMeasurement,
  status: DeadlineStatus,
  parties: Parties,
): PromiseFact {
  const requested = Date.parse(promise.emitDate);
  const due = Number(promise.id.slice(promise.id.lastIndexOf("-") + 1));
  const wasAttempted = status === "met" || status === "late";
  const talked = wasAttempted ? contactAt(conversation, promise) : undefined;
  const party = attempterOf(parties, requested);
  const queued = parties.all.find(
    ({ communication }) => communication.mediaType === "callback" && communication.queueId !== undefined,
  );
  return {
    dimensions: {
      queue: promise.queueId ?? queued?.communication.queueId,
      media: promise.mediaType,
      agent: wasAttempted ? party?.participant.userId : undefined,
      direction: promise.direction,
      wrapup: wasAttempted ? party?.communication.wrapupCode : undefined,
    },
    status,
    at: { requested, due, talked, wrapped: talked === undefined ? undefined : wrappedAt(conversation, talked) },
  };
}

/** When the customer was reached: the end of the callback's own wait. */
function contactAt({ id, measurements }: FinalConversation, promise: FinalMeasurement): number | undefined {
  const key = communicationKeyIn(id, promise.id);
  const wait = measurements.find((one) => one.name === "tCallbackWait" && communicationKeyIn(id, one.id) === key);
  return instantIn(wait?.emitDate);
}

/** The end of the first after-call work that was over after the talk began. */
function wrappedAt({ measurements }: FinalConversation, talked: number): number | undefined {
  const ends = measurements.filter(({ name }) => name === "tAcw").map(({ emitDate }) => Date.parse(emitDate));
  const later = ends.filter((end) => end >= talked);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** Who first took the callback up after it was promised. */
function attempterOf({ all }: Parties, requested: number): Party | undefined {
  const connects = all.flatMap((party) => {
    const { mediaType, connectedTime } = party.communication;
    const at = instantIn(connectedTime);
    const isAttempt = mediaType === "callback" && party.participant.purpose === "agent";
    return isAttempt && at !== undefined && at >= requested ? [{ party, at }] : [];
  });
  return connects.sort((one, other) => one.at - other.at)[0]?.party;
}
