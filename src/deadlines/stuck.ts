import type { Instant } from "../models/instant";
import type { CommunicationTimeline, ConversationTimeline } from "../models/timeline";

/** The policy's spans without news, in ms. */
export interface StuckSpans {
  readonly conversationMs: number;
  readonly afterCallWorkMs: number;
}

/** A pause in the news of a conversation that was not over: from its last news, until the next where some came. */
export interface StuckPause {
  readonly since: Instant;
  readonly dueAt: Instant;
  readonly newsAt: Instant | undefined;
}

/** What the documentation says of the kind. */
export const stuck = {
  kind: "stuck",
  due: "Last news + span. While only a scheduled callback is open, its promised instant + span.",
  metBy: "Any news, or the end. Only `overdue` and the recovery (`late`) are emitted.",
  spanFrom:
    "Policy: `stuckConversation` for open conversations, `stuckAfterCallWork` where only after-call work is open.",
} as const;

/** The pauses of a conversation after which it is, or was, stuck; and the one now running, if it is not over. */
export function findStuckPauses(
  conversation: ConversationTimeline,
  spans: StuckSpans,
  settleMs: number,
): readonly StuckPause[] {
  return conversation.news.flatMap(({ to: since }, index) => {
    const dueAt = dueAfter(conversation, since, spans);
    if (dueAt === undefined) return [];
    const newsAt = conversation.news[index + 1]?.from;
    return newsAt === undefined || newsAt > dueAt + settleMs ? [{ since, dueAt, newsAt }] : [];
  });
}

/** When silence after the news of an instant becomes too long: never where everything was over by then. */
function dueAfter(conversation: ConversationTimeline, at: Instant, spans: StuckSpans): Instant | undefined {
  const { communications } = conversation;
  let isOpen = false;
  let isWorkOpen = false;
  for (const communication of communications) {
    if (isOpenAt(communication, at)) isOpen = true;
    else if (isWorkOpenAt(communication, at)) isWorkOpen = true;
  }
  if (isOpen) {
    const open = communications.filter((communication) => isOpenAt(communication, at));
    return Math.max(at, silentUntil(open, conversation, at)) + spans.conversationMs;
  }
  return isWorkOpen ? at + spans.afterCallWorkMs : undefined;
}

/** A callback that waits for its promised instant is silent by nature, if nothing else is open. */
function silentUntil(open: readonly CommunicationTimeline[], conversation: ConversationTimeline, at: Instant): Instant {
  const promised = open.map((communication) => {
    const isWaiting = (communication.state.phases.connected?.at ?? Infinity) > at;
    return isWaiting ? promisedAt(communication, conversation, at) : undefined;
  });
  return promised.every((instant) => instant !== undefined) ? Math.max(...promised) : at;
}

/** The instant for which a communication's callback was promised then, whichever communication of it said so. */
function promisedAt(
  communication: CommunicationTimeline,
  { callbacks }: ConversationTimeline,
  at: Instant,
): Instant | undefined {
  for (const { communications, promises } of callbacks.values()) {
    if (communications.includes(communication)) return promises.findLast(({ made }) => made.at <= at)?.dueAt;
  }
  return communication.state.promises.findLast(({ made }) => made.at <= at)?.scheduledAt;
}

function isOpenAt({ state }: CommunicationTimeline, at: Instant): boolean {
  return state.firstSeen.at <= at && at < (state.phases.endSeenAt ?? Infinity);
}

function isWorkOpenAt({ state }: CommunicationTimeline, at: Instant): boolean {
  const { openSeenAt, closeSeenAt } = state.afterCallWork;
  return openSeenAt !== undefined && openSeenAt <= at && at < (closeSeenAt ?? Infinity);
}
