import { isOther } from "../models/other";
import { CLOCK_TOLERANCE_MS } from "../models/dated";
import type { CommunicationTimeline, QueueOutcome, QueueTimeline } from "../models/timeline";
import { pairAnswers } from "./answers";
import { isSameMedium, isTransferred } from "./likeness";

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
  if (isTransferred(wait)) return "flowOut";
  const customer = communications.find((other) => isCustomerOf(wait, other));
  const gone = customer?.state.phases.ended;
  const isWithdrawn = gone !== undefined && customer?.state.profile.disconnectType === "client";
  if (wait.state.mediaType === "callback" && isWithdrawn) return "cancelled";
  if (disconnectType !== undefined) return "abandoned";
  return gone !== undefined && gone.at <= left.at + CLOCK_TOLERANCE_MS ? "abandoned" : "flowOut";
}

function isCustomerOf(wait: CommunicationTimeline, other: CommunicationTimeline): boolean {
  if (!isSameMedium(wait, other) || other.state.profile.purpose !== "customer") return false;
  const { ended } = other.state.phases;
  const entered = wait.connection?.start;
  if (ended !== undefined && entered !== undefined && ended.at < entered.at) return false;
  const { peerId } = wait.state.profile;
  return !isOther(peerId, other.state.communicationId) || peerId === other.state.participantId;
}
