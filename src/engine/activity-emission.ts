import type { Conversation } from "./store/conversation";
import { emitMeasurements } from "./emit/emit-measurements";
import { supersede, type Finals } from "./emit/finals";
import type { PassingTime } from "./passing-time";
import type { FinalEmission } from "./ports";
import type { BatchTimeline } from "./time/batch-timeline";
import type { PendingOutputs } from "./emit/pending-outputs";

/** Emits what has changed of a conversation: every change, or that what was emitted as final no longer is. */
export class ActivityEmission {
  constructor(
    private readonly timeline: BatchTimeline,
    private readonly passing: PassingTime,
    /** Undefined where every change is emitted. */
    private readonly finals: Finals | undefined,
  ) {}

  /** Whether every change is emitted, at its record. */
  emitsChanges(): boolean {
    return this.finals === undefined;
  }

  /** What a record would supersede; to be asked before it is placed. */
  standing(conversation: Conversation): FinalEmission | undefined {
    return this.finals?.standing(conversation);
  }

  /** Emits it under the conversation's revision as of a moment. `isChanged`: whether its measurements may be others. */
  emit(
    conversation: Conversation,
    standing: FinalEmission | undefined,
    moment: number,
    outputs: PendingOutputs,
    isChanged: boolean,
  ): void {
    const index = this.timeline.index(moment);
    if (this.finals !== undefined) {
      if (standing !== undefined) supersede(standing, outputs.at(index));
      return this.finals.noteActivity(conversation, this.timeline.stream(moment));
    }
    const pending = outputs.at(index);
    if (isChanged || conversation.owesAll()) emitMeasurements(conversation, pending);
    this.passing.evaluate(conversation, pending, conversation.asOf(this.timeline.asOf(moment)), conversation.revision);
  }
}
