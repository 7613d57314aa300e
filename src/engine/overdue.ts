import type { Instant } from "../models/instant";
import { sortDeadlines, sortMeasurements, type DeadlineChange } from "./changes";
import type { Conversation } from "./conversation";
import { toDeadlineRecord, toMeasurementRecord } from "./emissions";
import { createReminderHeap } from "./heap";
import type { Outputs } from "./ports";

/** Tells what a record, or the passing of time, changed in the conversations of a partition. */
export interface Telling {
  /** What a record changed in its conversation, then what it made overdue in others. */
  readonly recordFolded: (conversation: Conversation, isChanged: boolean, asOf: Instant) => void;
  /** What became overdue by an instant. */
  readonly timePassed: (asOf: Instant) => void;
  /** Takes up a conversation that was saved. */
  readonly resume: (conversation: Conversation) => void;
}

/** A telling over the conversations that `isHeld` knows; the due index is a heap, the truth is derived. */
export function createTelling(outputs: Outputs, isHeld: (conversation: Conversation) => boolean): Telling {
  const dueIndex = createReminderHeap<Conversation>(({ id }) => id);

  /** Keeps one reminder for each conversation; a later due instant is found when the earlier reminder comes. */
  function remind(conversation: Conversation, at: Instant): void {
    if (at >= conversation.remindedAt) return;
    conversation.remindedAt = at;
    dueIndex.push(at, conversation);
  }

  function collectOverdue(asOf: Instant, changes: DeadlineChange[]): void {
    for (let due = dueIndex.popBefore(asOf); due !== undefined; due = dueIndex.popBefore(asOf)) {
      const conversation = due.value;
      if (conversation.remindedAt !== due.at || !isHeld(conversation)) continue;
      conversation.remindedAt = Infinity;
      if (conversation.isResting()) continue;
      const before = changes.length;
      conversation.revision += 1;
      const next = conversation.judgeDeadlines(asOf, conversation.revision, changes);
      if (changes.length === before) conversation.revision -= 1;
      remind(conversation, next);
    }
  }

  function timePassed(asOf: Instant, changes: DeadlineChange[] = []): void {
    collectOverdue(asOf, changes);
    sortDeadlines(changes);
    for (const change of changes) outputs.deadline(toDeadlineRecord(change, asOf), change.before);
  }

  function tellMeasurements(conversation: Conversation): void {
    const changes = conversation.renewMeasurements();
    sortMeasurements(changes);
    for (const change of changes) {
      outputs.measurement(toMeasurementRecord(change, conversation.revision), change.before?.value);
    }
  }

  return {
    recordFolded(conversation, isChanged, asOf) {
      const changes: DeadlineChange[] = [];
      conversation.revision += 1;
      if (isChanged) {
        tellMeasurements(conversation);
        remind(conversation, conversation.judgeDeadlines(asOf, conversation.revision, changes));
      }
      timePassed(asOf, changes);
    },
    timePassed: (asOf) => timePassed(asOf),
    resume(conversation) {
      if (conversation.remindedAt < Infinity) dueIndex.push(conversation.remindedAt, conversation);
    },
  };
}
