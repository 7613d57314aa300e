import { DEADLINES } from "../deadlines/definitions";
import { overdueFrom, statusOf } from "../deadlines/status";
import { findStuckPauses, stuck, type StuckPause } from "../deadlines/stuck";
import type { DeadlineStatus, DeadlineValue } from "../models/deadline";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { Position } from "../models/position";
import type { CommunicationTimeline, ConversationTimeline } from "../models/timeline";
import { subjectOf, type Subject } from "./subject";

/** A deadline as it now stands. */
export interface DerivedDeadline {
  readonly id: string;
  readonly family: string;
  readonly kind: string;
  readonly subject: Subject;
  readonly dueAt: Instant;
  readonly status: DeadlineStatus;
  readonly metAt: Instant | undefined;
  readonly evidence: readonly Position[];
}

/** The deadlines of a conversation as of an instant, and when the next of them will be overdue if nothing comes. */
export interface DeadlineDerivation {
  readonly deadlines: readonly DerivedDeadline[];
  readonly nextOverdueAt: Instant;
}

/** Derives every deadline of a conversation. */
export function deriveDeadlines(conversation: ConversationTimeline, policy: Policy, asOf: Instant): DeadlineDerivation {
  const deadlines: DerivedDeadline[] = [];
  let nextOverdueAt = Infinity;
  for (const communication of conversation.communications) {
    const limits = policy.limitsFor(communication.state.profile.queueId, communication.state.mediaType);
    for (const { kind, derive } of DEADLINES) {
      for (const value of derive(communication, conversation, limits)) {
        if (isHidden(kind, communication)) continue;
        const deadline = describe(
          kind,
          value,
          communication,
          conversation.conversationId,
          statusOf(value, asOf, policy.settleMs),
        );
        if (deadline.status === "pending") nextOverdueAt = Math.min(nextOverdueAt, overdueFrom(value, policy.settleMs));
        deadlines.push(deadline);
      }
    }
  }
  const spans = { conversationMs: policy.stuckConversationMs, afterCallWorkMs: policy.stuckAfterCallWorkMs };
  for (const pause of findStuckPauses(conversation, spans, policy.settleMs)) {
    const deadline = describePause(pause, conversation.conversationId, asOf, policy.settleMs);
    if (deadline.status === "pending") nextOverdueAt = Math.min(nextOverdueAt, pause.dueAt + policy.settleMs);
    deadlines.push(deadline);
  }
  return { deadlines, nextOverdueAt };
}

/** First seen already ended, only after-call work and queue waits are dated well enough to judge a promise. */
function isHidden(kind: string, { state }: CommunicationTimeline): boolean {
  return state.incomplete && state.inSnapshot && kind !== "wrapUp" && kind !== "answer";
}

function describe(
  kind: string,
  value: DeadlineValue,
  communication: CommunicationTimeline,
  conversationId: string,
  status: DeadlineStatus,
): DerivedDeadline {
  const family = `${conversationId}/${communication.key}/${kind}`;
  return {
    id: value.key === undefined ? family : `${family}/${value.key}`,
    family,
    kind,
    subject: subjectOf(communication, conversationId),
    dueAt: value.dueAt,
    status,
    metAt: value.met?.at,
    evidence: value.evidence,
  };
}

function describePause(
  { since, dueAt, newsAt }: StuckPause,
  conversationId: string,
  asOf: Instant,
  settleMs: number,
): DerivedDeadline {
  const family = `${conversationId}/${stuck.kind}`;
  const status = newsAt !== undefined ? "late" : asOf > dueAt + settleMs ? "overdue" : "pending";
  return {
    id: `${family}/${since}`,
    family,
    kind: stuck.kind,
    subject: { conversationId },
    dueAt,
    status,
    metAt: newsAt,
    evidence: [],
  };
}
