import type { AcceptedRecord } from "../../models/accepted-record";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { DeadlineChange, MeasurementChange } from "../derive/changes";
import type { Lifecycle } from "../history/lifecycle";
import { evictableFrom, shownOf } from "../history/lifecycle-end";
import { Lifecycles } from "../history/lifecycles";
import { ConversationHead } from "./conversation-head";
import { EmissionState, type Retracted } from "./emission-state";
import { deadlinesOf, type EvaluatedDeadline } from "../derive/deadlines-of";
import type { Placement } from "../history/history";
import type { EngineContext } from "../history/context";
import type { LifecycleValue } from "../history/marked-lifecycle";
import type { MarkedConversation } from "./marked-conversation";
import type { Policies } from "./policies";
import type { SavedContents, SavedConversation } from "./saved";

/** A conversation in memory: its lifecycles, usually one, and what was emitted of it. */
export class Conversation extends ConversationHead {
  /** The policy that it goes by. */
  policy: Policy;
  readonly lifecycles: Lifecycles;
  private readonly emission: EmissionState;

  /** A conversation of which nothing is known. */
  constructor(
    id: string,
    private readonly policies: Policies,
    policyNumber: number,
    context: EngineContext,
  ) {
    super(id, policyNumber);
    this.policy = policies.at(policyNumber);
    this.lifecycles = new Lifecycles(id, this.policy, context);
    this.emission = new EmissionState(id, this.policy, context.emits === "changes");
  }

  /** Goes by another policy: what was emitted counts as emitted, and what is derived of it from now on may differ. */
  switchTo(policyNumber: number): void {
    this.hydrate();
    this.goBy(policyNumber);
  }

  goBy(policyNumber: number): void {
    this.policyNumber = policyNumber;
    this.policy = this.policies.at(policyNumber);
    this.lifecycles.goBy(this.policy);
    this.emission.goBy(this.policy);
  }

  place(record: AcceptedRecord): Placement {
    this.hydrate();
    return this.lifecycles.place(record);
  }

  /** Keeps only its records until the next one comes; all else follows from them. */
  hibernate(): void {
    this.emission.hibernate();
    for (const lifecycle of this.lifecycles.all()) lifecycle.hibernate();
  }

  /** Its value while it hibernates, with what can be read of it; undefined where there is more to it. */
  value(): LifecycleValue | undefined {
    return this.emission.pending().length === 0 ? this.lifecycles.value() : undefined;
  }

  /** Becomes what a value says, and hibernates. */
  takeValue(value: LifecycleValue): void {
    this.lifecycles.takeValue(value);
    this.emission.hibernate([]);
  }

  seal(horizon: Instant): number {
    let sealed = 0;
    for (const lifecycle of this.lifecycles.all()) sealed += lifecycle.seal(horizon);
    return sealed;
  }

  latest(): Lifecycle {
    return this.lifecycles.latest();
  }

  lastAt(): Instant {
    return this.latest().lastAt();
  }

  /** The lifecycle that its view shows; undefined where none is to be shown. */
  shown(): Lifecycle | undefined {
    return shownOf(this.lifecycles.all());
  }

  /** How what is derived now differs from what was emitted, in measurements. They count as emitted then. */
  renewMeasurements(): MeasurementChange[] {
    return this.emission.renewMeasurements(this.lifecycles.all());
  }

  /** Whether what was emitted of it was taken back, and nothing was emitted since. */
  owesAll(): boolean {
    return this.emission.owesAll();
  }

  /** Takes back all that was emitted of it, as of an instant. It hibernates, and owes all of it. */
  retractAll(asOf: Instant, revision: number): Retracted {
    this.hydrate();
    return this.emission.retractAll(asOf, revision);
  }

  /** The same for deadlines as of an instant; finds when to look at them again if nothing comes. */
  evaluateDeadlines(asOf: Instant, revision: number): DeadlineChange[] {
    this.hydrate();
    this.evaluatedAt = asOf;
    const changes: DeadlineChange[] = [];
    this.dueAt = this.emission.evaluate(this.lifecycles.all(), asOf, revision, changes);
    return changes;
  }

  allLifecycles(): readonly Lifecycle[] {
    return this.lifecycles.all();
  }

  /** As-of for its own deadlines: that of its partition, which does not follow a leap at once, or its own last activity. */
  asOf(ofPartition: Instant): Instant {
    return Math.max(ofPartition, this.lastAt());
  }

  /** Every deadline as of an instant of its partition. */
  deadlines(asOf: Instant): EvaluatedDeadline[] {
    return deadlinesOf(this.id, this.lifecycles.all(), this.policy, this.asOf(asOf));
  }

  /** The instant of stream time after which it can be evicted, or its first lifecycle dropped, if nothing more comes; while stale, one that is not later. */
  evictableFrom(): Instant {
    return evictableFrom(this.lifecycles.all(), this.policy);
  }

  /** Drops the first lifecycle, and what was emitted of it: that stands. True where those that are left take over its ids. */
  dropFirst(): boolean {
    this.hydrate();
    this.lifecycles.dropFirst();
    return this.emission.forgetDropped(this.lifecycles.all());
  }

  save(): SavedConversation {
    return { id: this.id, ...this.head(), emittedPending: this.emittedPending(), lifecycles: this.lifecycles.save() };
  }

  /** As it stands, to go back to while the batch is not settled; it hibernates. */
  mark(): MarkedConversation {
    const { remindedDueAt, remindedQuietAt } = this;
    const [emittedPending, lifecycles] = [this.emittedPending(), this.lifecycles.mark()];
    return { head: this.head(), remindedDueAt, remindedQuietAt, emittedPending, lifecycles };
  }

  /** Becomes what was marked, and hibernates; for one that is empty. */
  takeMark({ head, emittedPending, lifecycles, remindedDueAt, remindedQuietAt }: MarkedConversation): void {
    this.takeHead(head);
    Object.assign(this, { remindedDueAt, remindedQuietAt });
    this.lifecycles.takeMark(lifecycles);
    this.forgetDerived(emittedPending);
  }

  /** The ids of deadlines that are pending, and were emitted as something else before. */
  emittedPending(): readonly string[] {
    return this.emission.pending();
  }

  /** Forgets what was derived since these deadlines were the pending ones; it is derived again when a record comes. */
  forgetDerived(emittedPending: readonly string[]): void {
    this.emission.hibernate(emittedPending);
  }

  /** Becomes what was saved, and hibernates. */
  takeContents({ lifecycles, emittedPending }: SavedContents): void {
    this.lifecycles.load(lifecycles);
    this.emission.hibernate(emittedPending);
  }

  /** Gives back its memory; nothing can be asked of it any more. */
  release(): void {
    this.lifecycles.release();
    this.emission.release();
  }

  private hydrate(): void {
    this.emission.hydrate(this.lifecycles.all(), this.evaluatedAt);
  }
}
