import { AppError } from "../../models/app-error";
import type { Policy } from "../../models/policy";
import { fieldsOfHistory, isSameSwitch, type PolicySwitch } from "../../models/policy-switch";
import { policyWith } from "../../models/policy-values";

/**
 * The policies of a partition, by number, in the order in which they took effect. Each conversation goes by the one in effect when it
 * was first seen, or by the last one that took effect for all.
 */
export class Policies {
  private readonly all: Policy[] = [];
  private switches: PolicySwitch[] = [];
  /** The number of the last one that took effect for all. */
  private ofAll = 0;

  /** Begins with a policy, unless those that were switched to say with which. */
  constructor(
    private readonly own: Policy,
    switches: readonly PolicySwitch[] = [],
  ) {
    for (const change of switches) if (own.isFixed !== true) this.take(change);
    if (this.all.length === 0) this.all.push(own);
  }

  /** The number of the policy of what is first seen now. */
  current(): number {
    return this.all.length - 1;
  }

  at(number: number): Policy {
    const policy = this.all[number];
    if (policy === undefined) throw new RangeError("a partition has no such policy");
    return policy;
  }

  /** The one that the partition began with. What its time goes by is the same in all of them. */
  first(): Policy {
    return this.at(0);
  }

  /** The number of the policy that is in effect for a conversation which went by another. */
  holdingFor(number: number): number {
    return Math.max(number, this.ofAll);
  }

  /** Takes a switch; false where there is nothing to it. Throws `AppError` where what was decided before would have to be decided anew. */
  add(change: PolicySwitch): boolean {
    if (this.own.isFixed === true || this.switches.some((known) => isSameSwitch(known, change))) return false;
    const { from, values } = change;
    const before = this.switches.map((one) => one.values);
    if (from === "start" || before.length === 0 || fieldsOfHistory(before, values, from).length > 0)
      throw cannotFollow(change);
    this.take(change);
    return true;
  }

  /** All of them, but for the own one, which whoever goes on has, too. */
  save(): readonly PolicySwitch[] {
    return this.switches;
  }

  private take(change: PolicySwitch): void {
    this.switches = [...this.switches, change];
    this.all.push(policyWith(change.values, change.digest));
    if (change.from === "all") this.ofAll = this.current();
  }
}

function cannotFollow({ partition, offset, from }: PolicySwitch): AppError {
  return new AppError(
    "policyWrong",
    `Partition ${String(partition)} cannot go over to another policy (from ${from}) before offset ${String(offset)}: it does not begin with the one before, or that needs records from before.`,
    "Replay the recording whole, as it was made; or name a --policy, and the recorded ones are left aside.",
  );
}
