import { contain } from "../models/fault";
import type { PolicySwitch } from "../models/policy-switch";
import type { Conversation } from "./store/conversation";
import type { Conversations } from "./store/conversations";
import { toDeadlineEmission, toMeasurementEmission } from "./emit/emissions";
import type { Faults } from "./store/faults";
import type { ActivityEmission } from "./activity-emission";
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

/** Switches the resident conversations to a policy that is in effect for all. Those that are evicted switch with their next record. */
export class PolicyTransition {
  /** Those that are to switch, in the order of their ids; undefined where that is to be found out. */
  private left: string[] | undefined;

  constructor(
    private readonly policies: Policies,
    private readonly conversations: Conversations,
    private readonly time: StreamTime,
    private readonly timeline: BatchTimeline,
    private readonly faults: Faults,
    private readonly passing: PassingTime,
    private readonly activity: ActivityEmission,
    private readonly onChange: (conversationId: string) => void,
  ) {}

  /** The partition goes by another policy from now on; its batch must be settled. */
  switchPolicy(change: PolicySwitch): void {
    if (this.policies.add(change)) this.left = undefined;
  }

  /** Switches up to so many, and emits what that corrects as of the place `index`. */
  switchSome(most: number, index: number, outputs: PendingOutputs): TransitionProgress {
    const moment = this.timeline.add(index, this.time.stream, this.time.asOf);
    this.left ??= this.conversations.outdated();
    const now = this.left.splice(0, most);
    for (const id of now)
      contain(
        () => this.switchOne(id, moment, outputs),
        (error) => this.noteFault(id, moment, outputs.at(index), error),
      );
    return { brought: now.length, left: this.left.length };
  }

  private switchOne(id: string, moment: number, outputs: PendingOutputs): void {
    const conversation = this.conversations.get(id);
    if (conversation === undefined) return;
    this.switchPolicyOf(conversation, moment, outputs);
    this.passing.remind(conversation);
    this.conversations.hibernate(conversation);
  }

  private noteFault(id: string, moment: number, pending: PendingEmissions, error: unknown): void {
    this.faults.mark(id, this.timeline.stream(moment));
    (pending.faults ??= []).push({ stage: "time", position: undefined, conversationId: id, error });
  }

  /** A fault costs the conversation what was emitted of it: that is taken back, and emitted anew with its next record. */
  private switchPolicyOf(conversation: Conversation, moment: number, outputs: PendingOutputs): void {
    const { id, policyNumber: before, evaluatedAt, revision } = conversation;
    const number = this.policies.holdingFor(before);
    if (number === before) return;
    const pending = outputs.at(this.timeline.index(moment));
    const emittedPending = conversation.emittedPending();
    const emitted = [pending.measurements?.length ?? 0, pending.deadlines?.length ?? 0] as const;
    this.onChange(id);
    contain(
      () => this.correct(conversation, number, moment, outputs),
      (error) => {
        // What was emitted follows from the policy before.
        conversation.goBy(before);
        conversation.forgetDerived(emittedPending);
        Object.assign(conversation, { evaluatedAt, revision });
        pending.measurements?.splice(emitted[0]);
        pending.deadlines?.splice(emitted[1]);
        this.noteFault(id, moment, pending, error);
        this.retract(conversation, moment, pending);
        conversation.goBy(number);
        Object.assign(conversation, { evaluatedAt, dueAt: Infinity });
      },
    );
  }

  private correct(conversation: Conversation, number: number, moment: number, outputs: PendingOutputs): void {
    const standing = this.activity.standing(conversation);
    conversation.switchTo(number);
    conversation.revision += 1;
    this.activity.emit(conversation, standing, moment, outputs, true);
    conversation.quietAt = Math.min(conversation.quietAt, conversation.evictableFrom());
  }

  /** What even by the policy before cannot be derived any more stands as it is. Of finals nothing was emitted again. */
  private retract(conversation: Conversation, moment: number, pending: PendingEmissions): void {
    if (!this.activity.emitsChanges()) return;
    const revision = conversation.revision + 1;
    const asOf = conversation.asOf(this.timeline.asOf(moment));
    contain(
      () => {
        const { measurements, deadlines } = conversation.retractAll(asOf, revision);
        (pending.measurements ??= []).push(...measurements.map((change) => toMeasurementEmission(change, revision)));
        (pending.deadlines ??= []).push(...deadlines.map((change) => toDeadlineEmission(change, asOf)));
        conversation.revision = revision;
      },
      (error) => this.noteFault(conversation.id, moment, pending, error),
    );
  }
}
