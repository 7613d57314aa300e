import { AppError } from "../../../models/app-error";
import { fieldsOfHistory, type KeptPolicy, type PolicyReach, type PolicySwitch } from "../../../models/policy-switch";

/** By which policy a worker is to go. One for all of its partitions. */
export interface PolicyOptions {
  readonly own: KeptPolicy;
  /** For what it is to hold where a partition goes by another one; undefined where that is refused. */
  readonly from: PolicyReach | undefined;
  /** Whether to take it also where the partition went by it before, and left it. */
  readonly mayReturn: boolean;
  /** How many conversations switch to it in one transaction, where it holds for all. */
  readonly conversationsAtOnce?: number;
}

/** What a worker does about the policy of a partition that it opens. */
export type PolicyStep = "begin" | "goOn" | "switch" | "follow";

/**
 * Chooses the policy of each partition that a worker opens. A worker that has served under its own policy, or waited for partitions to serve,
 * follows where others have gone on to another one meanwhile: as workers are replaced one by one, those that are left neither stop nor
 * switch back.
 */
export class PolicyChoice {
  private hasServed = false;

  constructor(readonly options: PolicyOptions) {}

  /** What to do where a partition went by these, the last of which holds. Throws `AppError` where that takes a decision, or history. */
  choose(switches: readonly PolicySwitch[], place: string): PolicyStep {
    const { own, from, mayReturn } = this.options;
    const last = switches.at(-1);
    if (last === undefined) return "begin";
    if (last.digest === own.digest) {
      this.serve();
      return "goOn";
    }
    const wasLeft = switches.some(({ digest }) => digest === own.digest);
    if (wasLeft && this.hasServed) return "follow";
    if (wasLeft && !mayReturn) throw superseded(place, own, last);
    const values = switches.map((one) => one.values);
    const fields = fieldsOfHistory(values, own.values, from ?? "now");
    if (fields.length > 0) throw needsHistory(place, fields, from);
    if (from === undefined) throw undecided(place, own, last);
    return "switch";
  }

  /** Notes that a partition goes by the own policy, or that there is none yet to be served. */
  serve(): void {
    this.hasServed = true;
  }
}

/** How a partition of a state is named. */
export const placeOf = (topic: string, partition: number): string => `${topic}[${partition}]`;

const OVER =
  "To fold the input again under the new one, start workers with another --prefix, and change over once they have caught up.";

function undecided(place: string, own: KeptPolicy, last: KeptPolicy): AppError {
  return new AppError(
    "stateWrong",
    `The state in ${place} goes by the policy ${last.digest}, and this worker has ${own.digest}.`,
    "Say what the new one is for: --policy-from now for conversations that are first seen from now on, --policy-from all for those that are kept, too. Or run with the policy of the state.",
  );
}

function superseded(place: string, own: KeptPolicy, last: KeptPolicy): AppError {
  return new AppError(
    "stateWrong",
    `The state in ${place} went by the policy ${own.digest} before, and has gone on to ${last.digest} since: this worker would switch back.`,
    "Start it with the policy of the others. To return to the one before, start all workers with it, --policy-from and --policy-again.",
  );
}

function needsHistory(place: string, fields: readonly string[], from: PolicyReach | undefined): AppError {
  const names = fields.map((name) => `\`${name}\``).join(", ");
  const hint =
    from === "all" && fields.every((name) => name.startsWith("stuck")) ? "--policy-from now needs none of it. " : "";
  return new AppError(
    "stateWrong",
    `The policy of the state in ${place} cannot be changed in ${names}: that needs records which are no longer kept, or were rejected.`,
    `${hint}${OVER}`,
  );
}
