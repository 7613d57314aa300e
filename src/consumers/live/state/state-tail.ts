import type { PolicyChoice } from "../policy/policy-choice";
import type { TopicNames } from "../port/topic-names";
import { checkOwner, readingState } from "./state-checks";
import { boundsIn, type PartitionLog } from "../port/port";
import { statePositionIn } from "./state-codec";
import type { StateKind, StatePosition } from "./state-kinds";
import { checkNotSucceeded, successorIn, type Successor } from "./successor";

/** What the end of a partition's state says. */
export interface StateTail {
  readonly position: StatePosition | undefined;
  /** Undefined where nobody has taken over from it. */
  readonly successor: Successor | undefined;
}

/** Among so many records at the end of the state the last position is looked for, first among few. */
const LAST_RECORDS = [16n, 4096n] as const;

/**
 * Reads the end of a partition's state. Behind the last position lie marks, fences and what was aborted; where it is not found among the
 * last records it is left out, unless the whole state may be read for it.
 */
export async function readStateTail(
  log: Pick<PartitionLog, "boundsOf" | "read">,
  state: string,
  partition: number,
  mayReadWhole = false,
): Promise<StateTail> {
  const { low, high } = boundsIn(await log.boundsOf(state), partition);
  let position: StatePosition | undefined;
  let successor: Successor | undefined;
  for (const records of [...LAST_RECORDS, ...(mayReadWhole ? [high - low] : [])]) {
    const from = high - records > low ? high - records : low;
    if (from >= high) break;
    await log.read({ topic: state, partition, from, endsWhenEmpty: true }, (record) => {
      position = readingState(state, partition, () => statePositionIn(record)) ?? position;
      successor = readingState(state, partition, () => successorIn(record)) ?? successor;
      return record.offset >= high - 1n ? "last" : "more";
    });
    if (position !== undefined || from === low) break;
  }
  return { position, successor };
}

/** The state that a worker is to go on from: where it lies, what it is made with, and the policies that it may go by. */
export interface ExpectedState {
  readonly topics: Pick<TopicNames, "state">;
  readonly kind: StateKind;
  readonly policies: PolicyChoice;
}

/**
 * Looks whose state it is before whoever serves it is fenced: who comes by mistake disturbs nobody. Returns whether it goes by another policy
 * than the own one. Throws `AppError` where it is another's, or somebody has taken over from it.
 */
export async function checkBefore(
  log: Pick<PartitionLog, "boundsOf" | "read">,
  { topics: { state }, kind, policies }: ExpectedState,
  partition: number,
): Promise<boolean> {
  const { position, successor } = await readStateTail(log, state, partition);
  checkNotSucceeded(successor, state);
  if (position === undefined) return false;
  checkOwner(position, kind, state);
  return position.policy !== undefined && position.policy !== policies.options.own.digest;
}
