import type { AcceptedRecord } from "../../models/accepted-record";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import { Lifecycle } from "./lifecycle";
import { forgottenAfter } from "./lifecycle-end";
import type { Placement } from "./history";
import type { LifecycleValue, MarkedLifecycle } from "./marked-lifecycle";
import type { EngineContext } from "./context";
import type { SavedLifecycle } from "./saved-history";

/** The lifecycles of a conversation, in time: usually one. */
export class Lifecycles {
  private lifecycles: Lifecycle[];

  /** One that is empty. */
  constructor(
    private readonly id: string,
    private policy: Policy,
    private readonly context: EngineContext,
  ) {
    this.lifecycles = [this.create()];
  }

  /** Goes by another policy. */
  goBy(policy: Policy): void {
    this.policy = policy;
    for (const lifecycle of this.lifecycles) lifecycle.goBy(policy);
  }

  all(): readonly Lifecycle[] {
    return this.lifecycles;
  }

  first(): Lifecycle {
    return this.at(0);
  }

  latest(): Lifecycle {
    return this.at(this.lifecycles.length - 1);
  }

  place(record: AcceptedRecord): Placement {
    const index = this.indexFor(record.at);
    const placement = this.at(index).place(record);
    if (placement === "repeated" || index === this.lifecycles.length - 1) return placement;
    this.rebuildAfter(index);
    return "changed";
  }

  /** Whether its states take long to ask for: what came out of order is to be folded in first. */
  isStale(): boolean {
    return this.lifecycles.some((lifecycle) => lifecycle.isStale());
  }

  /** Folds in what came out of order. */
  catchUp(): void {
    for (const lifecycle of this.lifecycles) lifecycle.catchUp();
  }

  /** Releases the first. */
  dropFirst(): void {
    this.lifecycles.shift()?.release();
  }

  save(): SavedLifecycle[] {
    return this.lifecycles.map((lifecycle) => lifecycle.save());
  }

  /** Becomes what was saved. */
  load(saved: readonly SavedLifecycle[]): void {
    this.lifecycles = saved.map((one) => this.created((lifecycle) => lifecycle.load(one)));
  }

  mark(): MarkedLifecycle[] {
    return this.lifecycles.map((lifecycle) => lifecycle.mark());
  }

  /** Becomes what was marked. */
  takeMark(marked: readonly MarkedLifecycle[]): void {
    this.lifecycles = marked.map((one) => this.created((lifecycle) => lifecycle.takeMark(one)));
  }

  /** Their value while they hibernate; undefined where there is more to them than the records of one. */
  value(): LifecycleValue | undefined {
    return this.lifecycles.length === 1 ? this.first().value() : undefined;
  }

  /** Becomes what others came down to, for those that are empty. */
  takeValue(value: LifecycleValue): void {
    this.first().takeValue(value);
  }

  /** Gives back its memory; nothing can be asked of it any more. */
  release(): void {
    for (const lifecycle of this.lifecycles) lifecycle.release();
    this.lifecycles = [];
  }

  /** The lifecycle that an instant belongs to; a new one where it comes long after all was over. */
  private indexFor(at: Instant): number {
    let index = this.lifecycles.length - 1;
    while (index > 0 && at < this.at(index).firstAt()) index -= 1;
    const lifecycle = this.at(index);
    // Whatever its states say, it is not forgotten before that.
    const isNear = at <= lifecycle.lastAt() + this.policy.latenessMs + this.policy.markersMs;
    if (lifecycle.lastAt() === -Infinity || isNear || at <= forgottenAfter(lifecycle, this.policy)) return index;
    if (index === this.lifecycles.length - 1) this.lifecycles.push(this.create());
    return index + 1;
  }

  /** A lifecycle that changed may have changed what later ones start from, or may have closed the gap before them. */
  private rebuildAfter(index: number): void {
    const dropped = this.lifecycles.splice(index + 1);
    const later = dropped.flatMap((lifecycle) => lifecycle.records());
    for (const lifecycle of dropped) lifecycle.release();
    for (const record of later) this.at(this.indexFor(record.at)).place(record);
  }

  private create(): Lifecycle {
    return new Lifecycle(this.id, this.policy, this.context);
  }

  /** One that somebody fills. */
  private created(fill: (lifecycle: Lifecycle) => void): Lifecycle {
    const lifecycle = this.create();
    fill(lifecycle);
    return lifecycle;
  }

  private at(index: number): Lifecycle {
    const lifecycle = this.lifecycles[index];
    if (lifecycle === undefined) throw new RangeError("a conversation has no such lifecycle");
    return lifecycle;
  }
}
