import type { Policy } from "../models/policy";
import type { PolicySwitch } from "../models/policy-switch";
import type { TransitionProgress } from "./policy-transition";
import type { EngineContext } from "./history/context";
import { Partition } from "./partition";
import { Policies } from "./store/policies";
import { PendingOutputs } from "./emit/pending-outputs";

/** The partitions of an engine, by number, each made when it is first met. */
export class Partitions {
  private readonly all = new Map<number, Partition>();

  constructor(
    private readonly policy: Policy,
    private readonly context: EngineContext,
  ) {}

  /** `switches`: those of the policy, which a partition that is not there yet begins with. */
  at(number: number, switches: readonly PolicySwitch[] = []): Partition {
    const known = this.all.get(number);
    if (known !== undefined) return known;
    const created = new Partition(new Policies(this.policy, switches), this.context);
    this.all.set(number, created);
    return created;
  }

  values(): readonly Partition[] {
    return [...this.all.values()];
  }

  byNumber(): ReadonlyMap<number, Partition> {
    return this.all;
  }

  /** The numbers of those that were met, in their order. */
  numbers(): readonly number[] {
    return [...this.all.keys()].sort((left, right) => left - right);
  }

  /** A conversation stays where it was first seen: two partitions would emit rival truths of it. */
  homeOf(conversationId: string, given: Partition, settleNow: () => void): Partition {
    const isIn = (one: Partition) => {
      const known = one.knows(conversationId);
      if (known !== undefined) return known;
      settleNow();
      return one.knows(conversationId) === true;
    };
    if (isIn(given)) return given;
    for (const other of this.all.values()) {
      if (other !== given && isIn(other)) return other;
    }
    return given;
  }

  /** From now on a partition goes by another policy, whose batch is settled. */
  switchPolicy(change: PolicySwitch): Partition {
    const partition = this.at(change.partition, change.from === "start" ? [change] : []);
    partition.switch.switchPolicy(change);
    return partition;
  }

  /** A switch in a log: it takes effect between the records before it and those behind it. */
  takeSwitch(change: PolicySwitch, pending: PendingOutputs, settleNow: () => void): void {
    settleNow();
    const index = pending.begin("ignored");
    this.switchPolicy(change).switch.switchSome(Infinity, index, pending);
    settleNow();
  }

  /** Switches conversations of a partition to its policy. */
  switchSome(number: number, most: number, emit: (pending: PendingOutputs) => void): TransitionProgress {
    const pending = new PendingOutputs();
    const partition = this.at(number);
    const brought = partition.switch.switchSome(most, pending.begin("folded"), pending);
    partition.settle(pending);
    emit(pending);
    return brought;
  }
}
