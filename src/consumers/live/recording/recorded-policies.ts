import type { PolicySwitch } from "../../../models/policy-switch";
import { readingState } from "../state/state-checks";
import { KeptPolicies } from "../policy/policy-codec";
import { boundsIn, type PartitionLog } from "../port/port";
import { statePositionIn } from "../state/state-codec";

/** How a partition was served, as its state says. */
export interface Served {
  /** By which policies, in the order in which they came to hold. */
  readonly policies: readonly PolicySwitch[];
  /** Of which inputs the state is: one, unless somebody mixed them. */
  readonly inputs: readonly string[];
}

/** Reads how a partition was served, out of its state. */
export async function readServed(
  log: Pick<PartitionLog, "boundsOf" | "read">,
  state: string,
  partition: number,
): Promise<Served> {
  const { low, high } = boundsIn(await log.boundsOf(state), partition);
  const kept = new KeptPolicies();
  const inputs = new Set<string>();
  if (low < high)
    await log.read({ topic: state, partition, endsWhenEmpty: true }, (record) => {
      const input = readingState(state, partition, () => {
        kept.take(record);
        return statePositionIn(record)?.input;
      });
      if (input !== undefined) inputs.add(input);
      return record.offset >= high - 1n ? "last" : "more";
    });
  return { policies: kept.all(), inputs: [...inputs] };
}

/** Puts policies among the records of a partition, each before the first record that it holds for. */
export class PolicyPlacing {
  constructor(private left: readonly PolicySwitch[]) {}

  /** Those that come before the record at an offset, and were not given before. */
  before(offset: bigint): readonly PolicySwitch[] {
    const due = this.left.filter((change) => BigInt(change.offset) <= offset);
    this.left = this.left.slice(due.length);
    return due;
  }
}
