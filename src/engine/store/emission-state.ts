import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { DeadlineChange, MeasurementChange } from "../derive/changes";
import { Derivation } from "../derive/derivation";
import type { Lifecycle } from "../history/lifecycle";

const NONE: readonly never[] = [];
/** In the place of ids of deadlines: no id is like it. */
const NOTHING_STANDS = "@nothing";

/** What was taken back of a conversation. */
export interface Retracted {
  readonly measurements: readonly MeasurementChange[];
  readonly deadlines: readonly DeadlineChange[];
}

/**
 * What is derived of a conversation, and what of that was emitted. While it hibernates nothing is derived: all that was emitted follows from
 * the records, but which deadlines are pending that were emitted as something else before, and whether all was taken back.
 */
export class EmissionState {
  /** Undefined while it hibernates. */
  private derived: Derivation | undefined;
  private isHibernating = false;
  /** What does not follow, while it hibernates: ids of pending deadlines, or that nothing stands. */
  private kept: readonly string[] = NONE;
  /** All that was emitted was taken back: what is derived next is emitted anew. */
  private hasNothingStanding = false;

  constructor(
    private readonly conversationId: string,
    private policy: Policy,
    private readonly emitsChanges: boolean,
  ) {}

  /** Goes by another policy: what was emitted counts as emitted, and what is derived from now on may differ. */
  goBy(policy: Policy): void {
    this.policy = policy;
    this.derived?.goBy(policy);
  }

  /** How what is derived now differs from what was emitted, in measurements. They count as emitted then. */
  renewMeasurements(lifecycles: readonly Lifecycle[]): MeasurementChange[] {
    const changes: MeasurementChange[] = [];
    this.derivation.renew(lifecycles, changes);
    this.hasNothingStanding = false;
    return changes;
  }

  /** The same for deadlines as of an instant: adds them, and returns when to look at them again if nothing comes. */
  evaluate(lifecycles: readonly Lifecycle[], asOf: Instant, revision: number, changes: DeadlineChange[]): Instant {
    return this.derivation.evaluate(lifecycles, asOf, revision, changes);
  }

  /** Whether what was emitted was taken back, and nothing was emitted since. */
  owesAll(): boolean {
    return this.hasNothingStanding || this.kept.includes(NOTHING_STANDS);
  }

  /** Takes back all that was emitted, as of an instant; it hibernates, and owes all of it. */
  retractAll(asOf: Instant, revision: number): Retracted {
    const retracted = { measurements: [] as MeasurementChange[], deadlines: [] as DeadlineChange[] };
    this.derivation.renew(NONE, retracted.measurements);
    this.derivation.evaluate(NONE, asOf, revision, retracted.deadlines);
    this.hibernate([NOTHING_STANDS]);
    return retracted;
  }

  /** The first lifecycle was dropped: see `Derivation.forgetDropped`. */
  forgetDropped(lifecycles: readonly Lifecycle[]): boolean {
    return this.emitsChanges && this.derivation.forgetDropped(lifecycles);
  }

  /** What does not follow from the records: the ids of deadlines that are pending, and were emitted as something else before. */
  pending(): readonly string[] {
    if (!this.emitsChanges) return NONE;
    if (this.isHibernating) return this.kept;
    return this.hasNothingStanding ? [NOTHING_STANDS] : this.derivation.emittedPending();
  }

  /** Forgets what was derived since these deadlines were the pending ones; it is derived again when a record comes. */
  hibernate(pending: readonly string[] = this.pending()): void {
    this.kept = pending;
    this.derived = undefined;
    this.hasNothingStanding = false;
    this.isHibernating = true;
  }

  /** What was emitted is what is derived: everything emitted was derived, and nothing has changed since. */
  hydrate(lifecycles: readonly Lifecycle[], evaluatedAt: Instant): void {
    if (!this.isHibernating) return;
    this.isHibernating = false;
    if (!this.emitsChanges) return;
    this.hasNothingStanding = this.kept.includes(NOTHING_STANDS);
    if (!this.hasNothingStanding) {
      this.derivation.assume(lifecycles, evaluatedAt);
      this.derivation.takeAsEmitted(lifecycles, this.kept);
    }
    this.kept = NONE;
  }

  /** Gives back its memory. */
  release(): void {
    this.derived = undefined;
  }

  private get derivation(): Derivation {
    return (this.derived ??= new Derivation(this.conversationId, this.policy));
  }
}
