import { findStuckPauses, stuck } from "../../deadlines/stuck";
import type { DeadlineStatus } from "../../models/deadline";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { ConversationTimeline } from "../../models/timeline";
import type { DeadlineChange } from "./changes";

/** A pause in the activity of a conversation, evaluated as of an instant. */
export interface Pause {
  readonly id: string;
  readonly kind: "stuck";
  readonly dueAt: Instant;
  readonly status: DeadlineStatus;
  readonly metAt: Instant | undefined;
}

/** The pauses after which a lifecycle of a conversation is, or was, stuck; and the one now running. */
export function evaluatePauses(timeline: ConversationTimeline, policy: Policy, asOf: Instant): Pause[] {
  const spans = { conversationMs: policy.stuckConversationMs, afterCallWorkMs: policy.stuckAfterCallWorkMs };
  return findStuckPauses(timeline, spans, policy.settleMs).map(({ since, dueAt, newsAt }) => ({
    id: `${timeline.conversationId}/${stuck.kind}/${String(since)}`,
    kind: stuck.kind,
    dueAt,
    status: newsAt !== undefined ? "late" : asOf > dueAt + policy.settleMs ? "overdue" : "pending",
    metAt: newsAt,
  }));
}

/** Adds what changes against the pauses emitted before; returns those that are emitted now. */
export function emitPauses(
  before: readonly Pause[],
  now: readonly Pause[],
  conversationId: string,
  revision: number,
  changes: DeadlineChange[],
): readonly Pause[] {
  if (before.length === 0 && now.every(({ status }) => status === "pending")) return before;
  const subject = { conversationId };
  const emitted = now.filter(({ id, status }) => status !== "pending" || before.some((other) => other.id === id));
  const newcomers: string[] = [];
  for (const pause of emitted) {
    const known = before.find(({ id }) => id === pause.id);
    if (known !== undefined && isSame(known, pause)) continue;
    if (known === undefined) newcomers.push(pause.id);
    changes.push({ ...pause, subject, revision, evidence: [], before: known, replacedBy: undefined });
  }
  for (const pause of before) {
    if (emitted.some(({ id }) => id === pause.id)) continue;
    const replacedBy = newcomers.shift();
    changes.push({ ...pause, status: undefined, subject, revision, evidence: [], before: pause, replacedBy });
  }
  return emitted;
}

function isSame(left: Pause, right: Pause): boolean {
  return left.status === right.status && left.dueAt === right.dueAt && left.metAt === right.metAt;
}
