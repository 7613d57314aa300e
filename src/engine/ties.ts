import type { CommunicationTimeline, ConversationTimeline } from "../models/timeline";
import { limitsQueueOf } from "./limits-of";

type Tie = (communication: CommunicationTimeline, conversation: ConversationTimeline) => unknown;

/** Everything outside of a communication that its numbers and deadlines rest on, each thing once. */
const TIES: readonly Tie[] = [
  (one, { offers }) => offers.get(one),
  (one, { queues }) => queues.get(one)?.outcome,
  (one, { queues }) => queues.get(one)?.answeredBy,
  (one, { transfers }) => transfers.get(one)?.kind,
  (one, { transfers }) => transfers.get(one)?.at,
  (one, { consults }) => consults.get(one),
  (one, { callbacks }) => callbacks.get(one),
  (one, { agentCallbacks }) => agentCallbacks.get(one)?.dialled,
  (one, { agentCallbacks }) => agentCallbacks.get(one)?.timeoutSeconds,
  (one, { life }) => (life?.first === one ? life.end : undefined),
  limitsQueueOf,
];

/** What ties a communication to the others of its conversation. */
export function tiesOf(communication: CommunicationTimeline, conversation: ConversationTimeline): readonly unknown[] {
  return TIES.map((tie) => tie(communication, conversation));
}

/** Whether the ties of a communication are still those that it had. */
export function hasSameTies(
  ties: readonly unknown[],
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
): boolean {
  return TIES.every((tie, index) => isSame(ties[index], tie(communication, conversation)));
}

function isSame(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  return left.length === right.length && left.every((item, index) => item === right[index]);
}
