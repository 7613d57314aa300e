import { randomUUID } from "node:crypto";

import { readingState } from "./partition-checks";
import type { PartitionFold } from "./partition-fold";
import type { PartitionLog, PartitionWriter } from "./port";
import { encodeFence, StateReader } from "./state-codec";
import type { TaskOrder } from "./task-order";
import type { Turns } from "./waiting";

/** So long a partition waits for another to be restored. */
const RESTORE_PATIENCE_MS = 1000;

/** What is restored, and how. */
export interface Restoring {
  readonly log: Pick<PartitionLog, "read">;
  readonly order: TaskOrder;
  readonly partition: number;
  readonly fold: PartitionFold;
  /** It is open: nobody else writes any more. */
  readonly writer: Pick<PartitionWriter, "write">;
  /** The partitions of a worker are restored one after the other: all at once would hold up those that are served. */
  readonly restores: Turns;
  readonly checkStillOwned: () => void;
}

/** Marks the end of what was written to a state, and restores a fold from what lies before. Returns how many bytes that was. */
export async function restoreFold(restoring: Restoring): Promise<number> {
  const { log, order, partition, fold, writer, restores, checkStillOwned } = restoring;
  const topic = order.topics.state;
  const nonce = randomUUID();
  await writer.write([encodeFence(topic, nonce)], undefined);
  const state = new StateReader(nonce);
  const readState = <Result>(read: () => Result) => readingState(topic, partition, read);
  const restore = async () =>
    log.read({ topic, partition }, (message) => {
      checkStillOwned();
      return readState(() => state.take(message));
    });
  await restores.takeWithin(RESTORE_PATIENCE_MS, async () => {
    checkStillOwned();
    await order.during("restore", restore);
    checkStillOwned();
    readState(() => fold.restore(state));
  });
  return state.bytes;
}

/** Tells how a partition was restored, and by which policy it goes on where that is not the worker's own. */
export function tellRestored({ order, partition, fold }: Restoring, bytes: number, ms: number): void {
  order.onRestored(ms, bytes);
  const [from, conversations] = [String(fold.next), fold.counts().openConversations];
  order.log.info("partition restored", { partition, milliseconds: Math.round(ms), bytes, from, conversations });
  const isCut = fold.told === 0n && fold.next > 0n;
  if (isCut) order.log.warn("the input begins later: retention took what was before", { partition, from });
  const { isFollowing } = fold.policies;
  if (isFollowing) order.log.warn("followed another policy", { partition, digest: fold.policies.digest() });
}
