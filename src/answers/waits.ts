import { communicationKeyIn } from "../models/communication-key";
import type { FinalConversation, FinalMeasurement } from "../models/final-conversation";
import type { QueueOutcome } from "../models/timeline";
import type { Dimensions } from "./dimensions";
import type { Parties, Party } from "../models/parties";
import { instantIn } from "../models/life";

/** A customer's wait in a queue, from entry to whatever ended it. Epoch milliseconds. */
export interface WaitFact {
  readonly dimensions: Dimensions;
  readonly outcome: QueueOutcome;
  readonly enteredAt: number;
  /** The end of the wait in the queue; undefined while it goes on. */
  readonly leftAt: number | undefined;
  /** The instant of its outcome: where an agent answered, that of the agent's connect. */
  readonly settledAt: number | undefined;
  /** Answered, but no agent is known who did. */
  readonly isUnpaired: boolean;
}

/** A wait whose entry is not known, or an answer whose wait is not: it is in no other count. */
export interface IncompleteWait {
  readonly dimensions: Dimensions;
  readonly at: number;
}

/** The waits of a conversation. */
export interface Waits {
  readonly waits: readonly WaitFact[];
  readonly incomplete: readonly IncompleteWait[];
}

/** The waits of a conversation: from its views, answers by the agents' `tAnswered`. */
export function waitsOf(conversation: FinalConversation, parties: Parties): Waits {
  const answers = conversation.measurements.filter(({ name }) => name === "tAnswered");
  const queued = parties.all.filter((party) => party.communication.queueOutcome !== undefined);
  const pairs = pairAnswers(queued, answers);
  const waits: WaitFact[] = [];
  const incomplete: IncompleteWait[] = [];
  for (const party of parties.all) {
    const { communication, participant } = party;
    const fact = waitOf(party, pairs.get(party), conversation.id, parties);
    if (fact !== undefined) waits.push(fact);
    else if (participant.purpose === "acd" && communication.endTime !== undefined && isHalfSeen(party))
      incomplete.push({ dimensions: dimensionsOf(party, undefined), at: Date.parse(communication.endTime) });
  }
  const paired = new Set(pairs.values());
  for (const answer of answers) {
    if (paired.has(answer)) continue;
    const { queueId: queue, mediaType: media, userId: agent, direction } = answer;
    const wrapup = parties.withKey(communicationKeyIn(conversation.id, answer.id))?.communication.wrapupCode;
    incomplete.push({ dimensions: { queue, media, agent, direction, wrapup }, at: Date.parse(answer.emitDate) });
  }
  return { waits, incomplete };
}

function isHalfSeen({ communication: { queueOutcome, incomplete } }: Party): boolean {
  return queueOutcome !== undefined || incomplete === true;
}

function waitOf(
  party: Party,
  answer: FinalMeasurement | undefined,
  conversationId: string,
  parties: Parties,
): WaitFact | undefined {
  const { queueOutcome: outcome, connectedTime, endTime } = party.communication;
  const enteredAt = instantIn(connectedTime);
  if (outcome === undefined || enteredAt === undefined) return undefined;
  const end = instantIn(endTime);
  if (outcome !== "waiting" && end === undefined) return undefined;
  const leftAt = outcome === "waiting" || end === undefined ? undefined : Math.max(enteredAt, end);
  const answeredBy = answer && parties.withKey(communicationKeyIn(conversationId, answer.id));
  return {
    dimensions: dimensionsOf(party, answeredBy),
    outcome: outcome as QueueOutcome,
    enteredAt,
    leftAt,
    settledAt: answer === undefined ? leftAt : Math.max(enteredAt, Date.parse(answer.emitDate)),
    isUnpaired: outcome === "answered" && answer === undefined && leftAt !== enteredAt,
  };
}

function dimensionsOf({ communication }: Party, answeredBy: Party | undefined): Dimensions {
  const { queueId: queue, mediaType: media, direction } = communication;
  return {
    queue,
    media,
    agent: answeredBy?.participant.userId,
    direction,
    wrapup: answeredBy?.communication.wrapupCode,
  };
}

/**
 * Which answer is of which wait: an answer's value is the length of its wait, its date lies near the wait's end. Where several
 * waits are equally long, the nearest pairs first.
 */
function pairAnswers(
  queued: readonly Party[],
  answers: readonly FinalMeasurement[],
): ReadonlyMap<Party, FinalMeasurement> {
  const candidates = queued.flatMap((party) => {
    const { queueOutcome, mediaType, connectedTime, endTime } = party.communication;
    const [entered, end] = [instantIn(connectedTime), instantIn(endTime)];
    if (queueOutcome !== "answered" || entered === undefined || end === undefined) return [];
    return answers
      .filter((answer) => answer.value === end - entered && answer.mediaType === mediaType)
      .map((answer) => ({ party, answer, distance: Math.abs(Date.parse(answer.emitDate) - end) }));
  });
  candidates.sort((one, other) => one.distance - other.distance || (one.answer.id < other.answer.id ? -1 : 1));
  const pairs = new Map<Party, FinalMeasurement>();
  const used = new Set<FinalMeasurement>();
  for (const { party, answer } of candidates) {
    if (pairs.has(party) || used.has(answer)) continue;
    pairs.set(party, answer);
    used.add(answer);
  }
  return pairs;
}
