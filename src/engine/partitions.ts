import type { Policy } from "../models/policy";
import type { PolicySwitch } from "../models/policy-switch";
import type { BroughtOver } from "./going-over";
import type { Means } from "./means";
import { Partition } from "./partition";
import { Policies } from "./policies";
import { Tellings } from "./tellings";

/** The partitions of an engine, by number, each made when it is first met. */
export class Partitions {
  private readonly all = new Map<number, Partition>();

  constructor(
    private readonly policy: Policy,
    private readonly means: Means,
  ) {}

  /** `switches`: those of the policy, which a partition that is not there yet begins with. */
  at(number: number, switches: readonly PolicySwitch[] = []): Partition {
    const known = this.all.get(number);
    if (known !== undefined) return known;
    const created = new Partition(new Policies(this.policy, switches), this.means);
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

  /** A conversation stays where it was first seen: two partitions would tell rival truths of it. */
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
    partition.going.switchPolicy(change);
    return partition;
  }

  /** A switch in a log: it is dealt with between the records before it and those behind it. */
  takeSwitch(change: PolicySwitch, tellings: Tellings, settleNow: () => void): void {
    settleNow();
    const index = tellings.begin("ignored");
    this.switchPolicy(change).going.bringOver(Infinity, index, tellings);
    settleNow();
  }

  /** Lets conversations of a partition go over to its policy. */
  bringOver(number: number, most: number, emit: (tellings: Tellings) => void): BroughtOver {
    const tellings = new Tellings();
    const partition = this.at(number);
    const brought = partition.going.bringOver(most, tellings.begin("folded"), tellings);
    partition.settle(tellings);
    emit(tellings);
    return brought;
  }
}
