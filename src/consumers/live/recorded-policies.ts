import type { PolicySwitch } from "../../models/policy-switch";
import { readingState } from "./partition-checks";
import { KeptPolicies } from "./policy-codec";
import type { PartitionLog } from "./port";
import { statePositionIn } from "./state-codec";

/** The state of which input is asked for. */
export interface StateOf {
  readonly state: string;
  readonly input: string;
  readonly partition: number;
}

/** Reads by which policies a partition of an input was served, out of its state; none where that is of another input. */
export async function readPolicies(
  log: Pick<PartitionLog, "boundsOf" | "read">,
  { state, input, partition }: StateOf,
): Promise<readonly PolicySwitch[]> {
  const bounds = (await log.boundsOf(state)).find((one) => one.partition === partition);
  if (bounds === undefined || bounds.low >= bounds.high) return [];
  const kept = new KeptPolicies();
  const owners = new Set<string>();
  await log.read({ topic: state, partition, endsWhenEmpty: true }, (record) => {
    const owner = readingState(state, partition, () => {
      kept.take(record);
      return statePositionIn(record)?.input;
    });
    if (owner !== undefined) owners.add(owner);
    return record.offset >= bounds.high - 1n ? "last" : "more";
  });
  return [...owners].every((owner) => owner === input) ? kept.all() : [];
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
