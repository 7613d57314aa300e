import type { ParticipantState } from "../../models/communication";
import type { AcceptedRecord } from "../../models/accepted-record";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { ConversationTimeline, NewsIsland } from "../../models/timeline";
import { layOutConversation, layOutParticipant } from "../../reducers/conversation";
import { createParticipant, foldParticipant } from "../../reducers/participant";
import { areLongEnded, forgottenAfter, isSettled } from "../history/lifecycle-end";
import { sortSameInstant } from "../history/same-instant";

/** A conversation from its first record until it is forgotten, with what follows from its records. */
export interface Lifecycle {
  readonly firstAt: () => Instant;
  readonly lastAt: () => Instant;
  readonly participants: () => readonly ParticipantState[];
  readonly timeline: () => ConversationTimeline;
  /** Everything has ended and no after-call work is owed. */
  readonly isSettled: () => boolean;
  /** It was first seen ended, further back than the lateness: nothing of it is emitted. */
  readonly isLongEnded: () => boolean;
}

/**
 * Sorts the records of a conversation by instant and cuts them into lifecycles: a record that comes long after all before it
 * was over opens a further one. `records` are in their order of arrival, which counts only among records without an instant.
 */
export function lifecyclesOf(conversationId: string, records: readonly AcceptedRecord[], policy: Policy): Lifecycle[] {
  const lifecycles: Lifecycle[] = [];
  let current: AcceptedRecord[] = [];
  for (const record of [...records].sort((left, right) => left.at - right.at)) {
    if (isForgottenBefore(record.at, conversationId, current, policy)) {
      lifecycles.push(createLifecycle(conversationId, current, policy));
      current = [];
    }
    current.push(record);
  }
  return [...lifecycles, createLifecycle(conversationId, current, policy)];
}

function isForgottenBefore(
  at: Instant,
  conversationId: string,
  sorted: readonly AcceptedRecord[],
  policy: Policy,
): boolean {
  const last = sorted.at(-1);
  // No lifecycle is forgotten earlier than this, so that not each record needs a fold.
  if (last === undefined || at <= last.at + policy.latenessMs + policy.markersMs) return false;
  return at > forgottenAfter(createLifecycle(conversationId, sorted, policy), policy);
}

/** Folds all records anew, lays out everything anew. */
function createLifecycle(conversationId: string, sorted: readonly AcceptedRecord[], policy: Policy): Lifecycle {
  const firstAt = sorted[0]?.at ?? Infinity;
  const lastAt = sorted.at(-1)?.at ?? -Infinity;
  const participants = foldAll(sorted);
  const communications = participants.flatMap((participant) => layOutParticipant(participant, [], policy));
  const timeline = layOutConversation(conversationId, communications, newsOf(sorted, policy));
  return {
    firstAt: () => firstAt,
    lastAt: () => lastAt,
    participants: () => participants,
    timeline: () => timeline,
    isSettled: () => participants.every(isSettled),
    isLongEnded: () => areLongEnded(participants, firstAt - policy.latenessMs),
  };
}

/** The state of every participant after all records. Those of one instant are ordered by what they say (`sortSameInstant`). */
function foldAll(sorted: readonly AcceptedRecord[]): readonly ParticipantState[] {
  const states = new Map<string, ParticipantState>();
  for (const sameInstant of byInstant(sorted)) {
    for (const observation of sortSameInstant(sameInstant)) {
      const { participantId } = observation;
      const before = states.get(participantId) ?? createParticipant(participantId);
      states.set(participantId, foldParticipant(before, observation));
    }
  }
  return [...states.values()];
}

/** Sorted records, those of one instant together. */
function byInstant(sorted: readonly AcceptedRecord[]): AcceptedRecord[][] {
  const groups: AcceptedRecord[][] = [];
  for (const record of sorted) {
    const group = groups.at(-1);
    if (group?.[0]?.at === record.at) group.push(record);
    else groups.push([record]);
  }
  return groups;
}

/** The spans of time in which records came without a pause that could be called stuck. */
function newsOf(sorted: readonly AcceptedRecord[], policy: Policy): readonly NewsIsland[] {
  const pauseMs = Math.min(policy.stuckConversationMs, policy.stuckAfterCallWorkMs);
  const islands: NewsIsland[] = [];
  for (const { at } of sorted) {
    const last = islands.at(-1);
    if (last === undefined || at - last.to > pauseMs) islands.push({ from: at, to: at });
    else islands[islands.length - 1] = { from: last.from, to: at };
  }
  return islands;
}
