import type { Engine } from "../../../engine/engine";
import type { PolicySwitch } from "../../../models/policy-switch";
import { placeOf, type PolicyChoice } from "./policy-choice";
import type { Outgoing } from "../port/port";
import { encodePolicy } from "./policy-codec";

/** So many conversations switch to another policy in one transaction. */
const CONVERSATIONS_AT_ONCE = 1000;

/** What a step came to. */
export interface PolicyStepTaken {
  readonly change: PolicySwitch | undefined;
  readonly hasChanged: boolean;
}

/** The policies of a partition that is folded: which it goes by, what of them is to be kept, and what is still to be done about a switch. */
export class FoldPolicies {
  private switches: readonly PolicySwitch[] = [];
  /** Of how many the state has. */
  private kept = 0;
  private mustSwitch = false;
  private mustMigrate = false;
  /** It goes by a policy that others have switched to. */
  isFollowing = false;

  constructor(
    private readonly partition: number,
    private readonly choice: PolicyChoice,
  ) {}

  /** Takes up those of a state. Returns with which the engine is to begin. Throws `AppError` where they do not go with the own one. */
  restore(kept: readonly PolicySwitch[], topic: string): readonly PolicySwitch[] {
    const step = this.choice.choose(kept, placeOf(topic, this.partition));
    this.kept = kept.length;
    this.switches = step === "begin" ? [this.switchAt(0, "start")] : kept;
    this.mustSwitch = step === "switch";
    this.isFollowing = step === "follow";
    this.mustMigrate = kept.some(({ from }) => from === "all");
    if (step === "begin") this.choice.serve();
    return this.switches;
  }

  /** The digest of the one that holds. */
  digest(): string {
    return this.switches.at(-1)?.digest ?? "";
  }

  /** Whether there is something to do, before anything new is folded. */
  isDue(): boolean {
    return this.mustSwitch || this.mustMigrate;
  }

  /**
   * Switches before the record at an offset, if that is to be, and switches some conversations. What that corrects is emitted. Returns
   * the switch, and whether anything changed.
   */
  step(engine: Engine, offset: bigint): PolicyStepTaken {
    const change = this.mustSwitch ? this.switchAt(Number(offset), this.choice.options.from ?? "now") : undefined;
    if (change !== undefined) {
      engine.switchPolicy(change);
      this.switches = [...this.switches, change];
      this.mustSwitch = false;
      this.mustMigrate = change.from === "all";
    }
    const { conversationsAtOnce = CONVERSATIONS_AT_ONCE } = this.choice.options;
    const none = { brought: 0, left: 0 };
    const { brought, left } = this.mustMigrate ? engine.switchSome(this.partition, conversationsAtOnce) : none;
    this.mustMigrate = left > 0;
    return { change, hasChanged: change !== undefined || brought > 0 };
  }

  /** Those that the state does not have, to be written with what was made by them. */
  unstored(topic: string): Outgoing[] {
    return this.switches.slice(this.kept).map((change, index) => encodePolicy(topic, this.kept + index, change));
  }

  /** They were written. */
  committed(): void {
    this.kept = this.switches.length;
    if (!this.isFollowing && !this.mustSwitch) this.choice.serve();
  }

  private switchAt(offset: number, from: PolicySwitch["from"]): PolicySwitch {
    const { digest, values } = this.choice.options.own;
    return { partition: this.partition, offset, from, digest, values };
  }
}
