import { contain } from "../models/fault";
import type { PolicySwitch } from "../models/policy-switch";
import type { Conversation } from "./conversation";
import type { Conversations } from "./conversations";
import { toDeadlineEmission, toMeasurementEmission } from "./emissions";
import type { Faults } from "./faults";
import type { Finals } from "./finals";
import type { NewsEmission } from "./news-emission";
import type { PassingTime } from "./passing-time";
import type { Policies } from "./policies";
import type { Steps } from "./steps";
import type { StreamTime } from "./stream-time";
import type { Tellings, Told } from "./tellings";

/** How many conversations went over, and how many are still to. */
export interface BroughtOver {
  readonly brought: number;
  readonly left: number;
}

/** Lets the conversations that are held go over to a policy which holds for all. Those that are evicted do so when there is news of them. */
export class GoingOver {
  /** Those that are to go over, in the order of their ids; undefined where that is to be found out. */
  private left: string[] | undefined;

  constructor(
    private readonly policies: Policies,
    private readonly conversations: Conversations,
    private readonly time: StreamTime,
    private readonly steps: Steps,
    private readonly faults: Faults,
    private readonly passing: PassingTime,
    /** Undefined where every change is emitted. */
    private readonly finals: Finals | undefined,
    private readonly news: NewsEmission,
    private readonly onChange: (conversationId: string) => void,
  ) {}

  /** The partition goes by another policy from now on; its batch must be settled. */
  switchPolicy(change: PolicySwitch): void {
    if (this.policies.add(change)) this.left = undefined;
  }

  /** Lets up to so many go over, and emits what that corrects as of the place `index`. */
  bringOver(most: number, index: number, tellings: Tellings): BroughtOver {
    const [step, told] = [this.steps.add(index, this.time.stream, this.time.asOf), tellings.at(index)];
    this.left ??= this.conversations.outdated();
    const now = this.left.splice(0, most);
    for (const id of now)
      contain(
        () => this.bringOverOne(id, step, told),
        (error) => this.noteFault(id, step, told, error),
      );
    return { brought: now.length, left: this.left.length };
  }

  private bringOverOne(id: string, step: number, told: Told): void {
    const conversation = this.conversations.get(id);
    if (conversation === undefined) return;
    this.goOver(conversation, step, told);
    this.passing.remind(conversation);
    this.conversations.rest(conversation);
  }

  private noteFault(id: string, step: number, told: Told, error: unknown): void {
    this.faults.mark(id, this.steps.stream(step));
    (told.faults ??= []).push({ stage: "time", position: undefined, conversationId: id, error });
  }

  /** A fault costs the conversation what was emitted of it: that is taken back, and emitted anew with the next news of it. */
  private goOver(conversation: Conversation, step: number, told: Told): void {
    const { id, policyNumber: before, judgedAt, revision } = conversation;
    const number = this.policies.holdingFor(before);
    if (number === before) return;
    const emittedPending = conversation.emittedPending();
    const emitted = [told.measurements?.length ?? 0, told.deadlines?.length ?? 0] as const;
    this.onChange(id);
    contain(
      () => this.correct(conversation, number, step, told),
      (error) => {
        // What was emitted follows from the policy before.
        conversation.goBy(before);
        conversation.hibernate(emittedPending);
        Object.assign(conversation, { judgedAt, revision });
        told.measurements?.splice(emitted[0]);
        told.deadlines?.splice(emitted[1]);
        this.noteFault(id, step, told, error);
        this.retract(conversation, step, told);
        conversation.goBy(number);
        Object.assign(conversation, { judgedAt, dueAt: Infinity });
      },
    );
  }

  private correct(conversation: Conversation, number: number, step: number, told: Told): void {
    const standing = this.news.standing(conversation);
    conversation.goOver(number);
    conversation.revision += 1;
    this.news.emit(conversation, standing, step, told, true);
    conversation.quietAt = Math.min(conversation.quietAt, conversation.evictableFrom());
  }

  /** What even by the policy before cannot be derived any more stands as it is. Of finals nothing was emitted again. */
  private retract(conversation: Conversation, step: number, told: Told): void {
    if (this.finals !== undefined) return;
    const revision = conversation.revision + 1;
    const asOf = conversation.asOf(this.steps.asOf(step));
    contain(
      () => {
        const { measurements, deadlines } = conversation.retractAll(asOf, revision);
        (told.measurements ??= []).push(...measurements.map((change) => toMeasurementEmission(change, revision)));
        (told.deadlines ??= []).push(...deadlines.map((change) => toDeadlineEmission(change, asOf)));
        conversation.revision = revision;
      },
      (error) => this.noteFault(conversation.id, step, told, error),
    );
  }
}
