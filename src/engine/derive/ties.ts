import type { Ties } from "../../models/ties";
import type { CommunicationTimeline, ConversationTimeline } from "../../models/timeline";

/** What ties a communication to the others of its conversation. */
export function tiesOf(communication: CommunicationTimeline, conversation: ConversationTimeline): Ties {
  const { queues, offers, transfers, consults, callbacks, agentCallbacks, life } = conversation;
  return {
    queue: queues.get(communication),
    offer: offers.get(communication),
    transfer: transfers.get(communication),
    consults: consults.get(communication),
    callback: callbacks.get(communication),
    agentCallback: agentCallbacks.get(communication),
    life: life?.first === communication ? life : undefined,
  };
}

type AreSame = (left: Ties, right: Ties) => boolean;

/** When each tie is the same as before. What is laid out anew is another object, and may say the same. */
const ARE_SAME: Readonly<Record<keyof Ties, AreSame>> = {
  queue: same("queue", (left, right) => left.outcome === right.outcome && left.answeredBy === right.answeredBy),
  offer: same("offer", isIt),
  transfer: same("transfer", (left, right) => left.kind === right.kind && left.at === right.at),
  consults: same(
    "consults",
    (left, right) => left.length === right.length && left.every((date, at) => date === right[at]),
  ),
  callback: same("callback", isIt),
  agentCallback: same(
    "agentCallback",
    (left, right) =>
      left.dialled === right.dialled && left.timeoutSeconds === right.timeoutSeconds && left.queueId === right.queueId,
  ),
  // It starts with the communication itself.
  life: same("life", (left, right) => left.end === right.end),
};
const ALL_ARE_SAME = Object.values(ARE_SAME);

/** Whether the ties of a communication still say the same. */
export function isSameTies(left: Ties, right: Ties): boolean {
  return ALL_ARE_SAME.every((areSame) => areSame(left, right));
}

function same<Tie extends keyof Ties>(
  tie: Tie,
  isSame: (left: NonNullable<Ties[Tie]>, right: NonNullable<Ties[Tie]>) => boolean,
): AreSame {
  return ({ [tie]: left }, { [tie]: right }) => (left == null || right == null ? left === right : isSame(left, right));
}

function isIt(left: unknown, right: unknown): boolean {
  return left === right;
}
