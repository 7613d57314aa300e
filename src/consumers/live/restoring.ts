import { randomUUID } from "node:crypto";

import { ofOwnTopic, readingState } from "./partition-checks";
import type { PartitionFold } from "./partition-fold";
import { placeOf } from "./policy-choice";
import type { PartitionLog, PartitionWriter } from "./port";
import { encodeFence, StateReader } from "./state-codec";
import { checkBefore } from "./state-tail";
import type { TaskOrder } from "./task-order";
import type { Mutex } from "./waiting";

/** So long a partition waits for another to be restored. */
const RESTORE_PATIENCE_MS = 1000;

/** What is restored, and how. */
export interface Restoring {
  readonly log: Pick<PartitionLog, "read" | "boundsOf">;
  readonly order: TaskOrder;
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
  const { log, order, partition, fold, writer, restores, checkStillOwned } = restoring;
  const goesByOther = await checkBefore(log, order, partition);
  checkStillOwned();
  const reading = new StateReading(restoring);
  const fence = async () => {
    await writer.open();
    checkStillOwned();
    await writer.write([encodeFence(order.topics.state, reading.nonce)], undefined);
  };
  if (!goesByOther) await fence();
  await restores.takeWithin(RESTORE_PATIENCE_MS, async () => {
    checkStillOwned();
    if (goesByOther) {
      await reading.readOn(true);
      order.policies.choose(reading.state.policies.all(), placeOf(order.topics.state, partition));
      await fence();
    }
    await order.during("restore", async () => reading.readOn(false));
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

  constructor(private readonly restoring: Pick<Restoring, "log" | "order" | "partition" | "checkStillOwned">) {}

  /** Reads on: up to where it ends now, or up to its own mark. */
  async readOn(endsWhenEmpty: boolean): Promise<void> {
    const { log, order, partition, checkStillOwned } = this.restoring;
    const { state } = order.topics;
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
    const { order, partition } = this.restoring;
    return readingState(order.topics.state, partition, work);
  }
}

/** Tells how a partition was restored, and by which policy it goes on where that is not the worker's own. */
export function logRestored(
  { order, partition, fold }: Pick<Restoring, "order" | "partition" | "fold">,
  bytes: number,
  ms: number,
): void {
  order.onRestored(ms, bytes);
  const [from, conversations] = [fold.input.offsets.text(), fold.counts().openConversations];
  order.log.info("partition restored", { partition, milliseconds: Math.round(ms), bytes, from, conversations });
  const isCut = !fold.input.isBegun && fold.next > 0n;
  if (isCut) order.log.warn("the input begins later: retention took what was before", { partition, from });
  const { isFollowing } = fold.policies;
  if (isFollowing) order.log.warn("followed another policy", { partition, digest: fold.policies.digest() });
}
