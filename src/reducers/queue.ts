import { sortInPlace } from "../models/sort";
import { isStaff, type CommunicationTimeline, type QueueOutcome, type QueueTimeline } from "../models/timeline";

/** The clocks of a queue and of the agent who answers differ by up to about 50 ms; a second is a wide margin. */
const ANSWER_TOLERANCE_MS = 1000;

/** Which agent's communication ended each queue wait, and how every wait came out. */
export function linkQueues(communications: readonly CommunicationTimeline[]): {
  readonly queues: ReadonlyMap<CommunicationTimeline, QueueTimeline>;
  readonly offers: ReadonlyMap<CommunicationTimeline, CommunicationTimeline>;
} {
  const waits = communications.filter((wait) => wait.state.profile.purpose === "acd" && wait.connection !== undefined);
  if (waits.length === 0) return NO_QUEUES;
  const answers = pairAnswers(waits, communications);
  const offers = new Map<CommunicationTimeline, CommunicationTimeline>();
  for (const [wait, agent] of answers) offers.set(agent, wait);
  const queues = new Map<CommunicationTimeline, QueueTimeline>();
  for (const wait of waits) {
    const answeredBy = answers.get(wait);
    queues.set(wait, { outcome: outcomeOf(wait, answeredBy, communications), answeredBy });
  }
  return { queues, offers };
}

const NO_QUEUES = { queues: new Map<never, never>(), offers: new Map<never, never>() };

/**
 * Pairs queue waits with the agents who answered: same medium, same peer and same queue where both name one, nearest in
 * time first, each at most once.
 */
function pairAnswers(
  waits: readonly CommunicationTimeline[],
  communications: readonly CommunicationTimeline[],
): ReadonlyMap<CommunicationTimeline, CommunicationTimeline> {
  const agents = communications.filter((agent) => agent.state.profile.purpose === "agent" && agent.connection);
  const pairs: { wait: CommunicationTimeline; agent: CommunicationTimeline; distance: number }[] = [];
  for (const wait of waits) {
    for (const agent of agents) {
      const distance = answerDistance(wait, agent);
      if (distance <= ANSWER_TOLERANCE_MS) pairs.push({ wait, agent, distance });
    }
  }
  sortInPlace(pairs, (left, right) => left.distance - right.distance);
  const answers = new Map<CommunicationTimeline, CommunicationTimeline>();
  const taken = new Set<CommunicationTimeline>();
  for (const { wait, agent } of pairs) {
    if (answers.has(wait) || taken.has(agent)) continue;
    answers.set(wait, agent);
    taken.add(agent);
  }
  return answers;
}

function answerDistance(wait: CommunicationTimeline, agent: CommunicationTimeline): number {
  const left = wait.connection?.end;
  const answered = agent.connection?.start;
  if (left === undefined || answered === undefined || wait.state.mediaType !== agent.state.mediaType) return Infinity;
  const { disconnectType, peerId, queueId } = wait.state.profile;
  if (disconnectType !== undefined && !isTransfer(disconnectType)) return Infinity;
  if (isOther(peerId, agent.state.profile.peerId) || isOther(queueId, agent.state.profile.queueId)) return Infinity;
  return Math.abs(left.at - answered.at);
}

/** Any way of being handed on. */
export function isTransfer(disconnectType: string | undefined): boolean {
  return disconnectType?.startsWith("transfer") === true;
}

function isOther(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left !== right;
}

const OUTCOME_BY_EVENT: ReadonlyMap<string | undefined, QueueOutcome> = new Map([
  ["ABANDON", "abandoned"],
  ["ANSWERED", "answered"],
  ["FLOW_OUT", "flowOut"],
]);

function outcomeOf(
  wait: CommunicationTimeline,
  answeredBy: CommunicationTimeline | undefined,
  communications: readonly CommunicationTimeline[],
): QueueOutcome {
  const left = wait.connection?.end;
  if (left === undefined) return "waiting";
  if (answeredBy !== undefined) return "answered";
  const { disconnectType } = wait.state.profile;
  const byEvent = OUTCOME_BY_EVENT.get(wait.state.totals?.values.acdOutcome);
  if (byEvent !== undefined) return byEvent;
  if (isTransfer(disconnectType)) return "flowOut";
  const customer = communications.find((other) => isCustomerOf(wait, other));
  const gone = customer?.state.phases.ended;
  const isWithdrawn = gone !== undefined && customer?.state.profile.disconnectType === "client";
  if (wait.state.mediaType === "callback" && isWithdrawn) return "cancelled";
  if (disconnectType !== undefined) return "abandoned";
  return gone !== undefined && gone.at <= left.at + ANSWER_TOLERANCE_MS ? "abandoned" : "flowOut";
}

function isCustomerOf(wait: CommunicationTimeline, other: CommunicationTimeline): boolean {
  if (other.state.mediaType !== wait.state.mediaType || other.state.profile.purpose !== "customer") return false;
  const { peerId } = wait.state.profile;
  return !isOther(peerId, other.state.communicationId) || peerId === other.state.participantId;
}

/** Whether a communication is part of the work on a conversation: a flow, a queue, or a person of the centre. */
export function isPartOfService(communication: CommunicationTimeline): boolean {
  const { purpose } = communication.state.profile;
  return purpose === "ivr" || purpose === "acd" || isStaff(communication);
}
