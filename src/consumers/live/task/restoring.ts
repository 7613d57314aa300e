import { randomUUID } from "node:crypto";

import { ofOwnTopic, readingState } from "../state/state-checks";
import type { PartitionFold } from "../fold/partition-fold";
import { placeOf } from "../policy/policy-choice";
import type { PartitionLog, PartitionWriter } from "../port/port";
import { encodeFence, StateReader } from "../state/state-codec";
import { checkBefore } from "../state/state-tail";
import type { TaskOptions } from "./task-options";
import type { Mutex } from "../port/waiting";

/** So long a partition waits for another to be restored. */
const RESTORE_PATIENCE_MS = 1000;

/** What is restored, and how. */
export interface Restoring {
  readonly log: Pick<PartitionLog, "read" | "boundsOf">;
  readonly options: TaskOptions;
  readonly partition: number;
  readonly fold: PartitionFold;
  readonly writer: Pick<PartitionWriter, "open" | "write">;
  /** The partitions of a worker are restored one after the other: all at once would hold up those that are served. */
  readonly restores: Mutex;
  readonly checkStillOwned: () => void;
}

/**
 * Fences whoever wrote to a state, marks the end of what was written, and restores a fold from what lies before. Returns how many bytes that
 * was. Where the state goes by another policy, all of it is read first: whoever may not go on from there disturbs nobody. Behind the mark
 * only what came meanwhile is read then. Throws `AppError` where the state is another's, or cannot be gone on from.
 */
export async function restoreFold(restoring: Restoring): Promise<number> {
  const { log, options, partition, fold, writer, restores, checkStillOwned } = restoring;
  const goesByOther = await checkBefore(log, options, partition);
  checkStillOwned();
  const reading = new StateReading(restoring);
  const fence = async () => {
    await writer.open();
    checkStillOwned();
    await writer.write([encodeFence(options.topics.state, reading.nonce)], undefined);
  };
  if (!goesByOther) await fence();
  await restores.takeWithin(RESTORE_PATIENCE_MS, async () => {
    checkStillOwned();
    if (goesByOther) {
      await reading.readOn(true);
      options.policies.choose(reading.state.policies.all(), placeOf(options.topics.state, partition));
      await fence();
    }
    await options.during("restore", async () => reading.readOn(false));
    checkStillOwned();
    reading.contain(() => fold.restore(reading.state));
  });
  return reading.state.bytes;
}

/** Reads the state of a partition, each record once. */
class StateReading {
  readonly nonce = randomUUID();
  readonly state = new StateReader(this.nonce);
  private next = 0n;

  constructor(private readonly restoring: Pick<Restoring, "log" | "options" | "partition" | "checkStillOwned">) {}

  /** Reads on: up to where it ends now, or up to its own mark. */
  async readOn(endsWhenEmpty: boolean): Promise<void> {
    const { log, options, partition, checkStillOwned } = this.restoring;
    const { state } = options.topics;
    const reading = log.read({ topic: state, partition, from: this.next, endsWhenEmpty }, (record) => {
      checkStillOwned();
      this.next = record.offset + 1n;
      return this.contain(() => this.state.take(record));
    });
    await reading.catch((error: unknown) => {
      throw ofOwnTopic(error);
    });
  }

  contain<Result>(work: () => Result): Result {
    const { options, partition } = this.restoring;
    return readingState(options.topics.state, partition, work);
  }
}

/** Tells how a partition was restored, and by which policy it goes on where that is not the worker's own. */
export function logRestored(
  { options, partition, fold }: Pick<Restoring, "options" | "partition" | "fold">,
  bytes: number,
  ms: number,
): void {
  options.onRestored(ms, bytes);
  const [from, conversations] = [fold.input.offsets.text(), fold.counts().openConversations];
  options.log.info("partition restored", { partition, milliseconds: Math.round(ms), bytes, from, conversations });
  const isCut = !fold.input.isBegun && fold.next > 0n;
  if (isCut) options.log.warn("the input begins later: retention took what was before", { partition, from });
  const { isFollowing } = fold.policies;
  if (isFollowing) options.log.warn("followed another policy", { partition, digest: fold.policies.digest() });
}
