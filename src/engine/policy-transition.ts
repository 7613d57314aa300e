import { contain } from "../models/fault";
import type { PolicySwitch } from "../models/policy-switch";
import type { Conversation } from "./store/conversation";
import type { Conversations } from "./store/conversations";
import { toMeasurementEmission } from "./emit/emissions";
import type { Faults } from "./store/faults";
import type { Finals } from "./emit/finals";
import type { PassingTime } from "./passing-time";
import type { Policies } from "./store/policies";
import type { BatchTimeline } from "./time/batch-timeline";
import type { StreamTime } from "./time/stream-time";
import type { PendingOutputs, PendingEmissions } from "./emit/pending-outputs";

/** How many conversations went over, and how many are still to. */
export interface TransitionProgress {
  readonly brought: number;
  readonly left: number;
}

/** Lets the resident conversations go over to a policy that is in effect for all. Those that are evicted do so with their next record. */
export class PolicyTransition {
  /** Those that are to go over, in the order of their ids; undefined where that is to be found out. */
  private left: string[] | undefined;

  constructor(
    private readonly policies: Policies,
    private readonly conversations: Conversations,
    private readonly time: StreamTime,
    private readonly timeline: BatchTimeline,
    private readonly faults: Faults,
    private readonly passing: PassingTime,
    /** Undefined where every change is emitted. */
    private readonly finals: Finals | undefined,
    private readonly onChange: (conversationId: string) => void,
  ) {}

  /** The partition goes by another policy from now on; its batch must be settled. */
  switchPolicy(change: PolicySwitch): void {
    if (this.policies.add(change)) this.left = undefined;
  }

  /** Lets up to so many go over, and emits what that corrects as of the place `index`. */
  bringOver(most: number, index: number, outputs: PendingOutputs): TransitionProgress {
    const [moment, pending] = [this.timeline.add(index, this.time.stream, this.time.asOf), outputs.at(index)];
    this.left ??= this.conversations.outdated();
    const now = this.left.splice(0, most);
    for (const id of now)
      contain(
        () => this.bringOverOne(id, moment, pending),
        (error) => this.noteFault(id, moment, pending, error),
      );
    return { brought: now.length, left: this.left.length };
  }

  private bringOverOne(id: string, moment: number, pending: PendingEmissions): void {
    const conversation = this.conversations.get(id);
    if (conversation === undefined) return;
    this.goOver(conversation, moment, pending);
    this.passing.remind(conversation);
    this.conversations.hibernate(conversation);
  }

  private noteFault(id: string, moment: number, pending: PendingEmissions, error: unknown): void {
    this.faults.mark(id, this.timeline.stream(moment));
    (pending.faults ??= []).push({ stage: "time", position: undefined, conversationId: id, error });
  }

  /** A fault costs the conversation its corrections: what was emitted of it stands. */
  private goOver(conversation: Conversation, moment: number, pending: PendingEmissions): void {
    const { id, policyNumber: before, judgedAt } = conversation;
    const number = this.policies.holdingFor(before);
    if (number === before) return;
    const emittedPending = conversation.emittedPending();
    const emitted = pending.measurements?.length ?? 0;
    this.onChange(id);
    contain(
      () => this.correct(conversation, number, moment, pending),
      (error) => {
        conversation.goBy(number);
        conversation.forgetDerived(emittedPending);
        Object.assign(conversation, { judgedAt, dueAt: Infinity });
        pending.measurements?.splice(emitted);
        this.noteFault(id, moment, pending, error);
      },
    );
  }

  private correct(conversation: Conversation, number: number, moment: number, pending: PendingEmissions): void {
    const standing = this.finals?.standing(conversation);
    conversation.goOverTo(number);
    conversation.revision += 1;
    const { revision } = conversation;
    if (this.finals !== undefined)
      this.finals.noteActivity(conversation, standing, this.timeline.stream(moment), pending);
    else {
      const changes = conversation.renewMeasurements();
      (pending.measurements ??= []).push(...changes.map((change) => toMeasurementEmission(change, revision)));
      this.passing.evaluate(conversation, pending, conversation.asOf(this.timeline.asOf(moment)), revision);
    }
    conversation.quietAt = Math.min(conversation.quietAt, conversation.evictableFrom());
  }
}
