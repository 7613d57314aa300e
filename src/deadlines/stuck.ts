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
  due: "Last news + span.",
  metBy: "Any news, or the end. Only `overdue` and the recovery (`late`) are told.",
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
    const spanMs = spanFor(conversation.communications, since, spans);
    if (spanMs === undefined) return [];
    const newsAt = conversation.news[index + 1]?.from;
    const dueAt = since + spanMs;
    return newsAt === undefined || newsAt > dueAt + settleMs ? [{ since, dueAt, newsAt }] : [];
  });
}

/** The span that counts after the news of an instant: none where everything was over by then. */
function spanFor(communications: readonly CommunicationTimeline[], at: Instant, spans: StuckSpans): number | undefined {
  if (communications.some((communication) => isOpenAt(communication, at))) return spans.conversationMs;
  return communications.some((communication) => isWorkOpenAt(communication, at)) ? spans.afterCallWorkMs : undefined;
}

function isOpenAt({ state }: CommunicationTimeline, at: Instant): boolean {
  return state.firstSeen.at <= at && at < (state.phases.endSeenAt ?? Infinity);
}

function isWorkOpenAt({ state }: CommunicationTimeline, at: Instant): boolean {
  const { openSeenAt, closeSeenAt } = state.afterCallWork;
  return openSeenAt !== undefined && openSeenAt <= at && at < (closeSeenAt ?? Infinity);
}
