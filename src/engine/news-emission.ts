import type { Conversation } from "./conversation";
import { toMeasurementEmission } from "./emissions";
import type { Finals } from "./finals";
import type { PassingTime } from "./passing-time";
import type { FinalEmission } from "./ports";
import type { Steps } from "./steps";
import type { Told } from "./tellings";

/** Emits what has changed of a conversation: every change, or that what was emitted as final no longer is. */
export class NewsEmission {
  constructor(
    private readonly steps: Steps,
    private readonly passing: PassingTime,
    /** Undefined where every change is emitted. */
    private readonly finals: Finals | undefined,
  ) {}

  /** What news would supersede; to be asked before there are some. */
  standing(conversation: Conversation): FinalEmission | undefined {
    return this.finals?.standing(conversation);
  }

  /** Emits it under the conversation's revision as of a step. `isChanged`: whether its measurements may be others. */
  emit(
    conversation: Conversation,
    standing: FinalEmission | undefined,
    step: number,
    told: Told,
    isChanged: boolean,
  ): void {
    if (this.finals !== undefined) return this.finals.noteNews(conversation, standing, this.steps.stream(step), told);
    const { revision } = conversation;
    if (isChanged || conversation.owesAll()) {
      const changes = conversation.renewMeasurements();
      (told.measurements ??= []).push(...changes.map((change) => toMeasurementEmission(change, revision)));
    }
    this.passing.judge(conversation, told, conversation.asOf(this.steps.asOf(step)), revision);
  }
}
