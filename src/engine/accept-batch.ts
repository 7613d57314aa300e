import type { Decoded } from "../models/decoded";
import type { Fault } from "../models/fault";
import { RecordFault } from "./store/faults";
import { PendingOutputs } from "./emit/pending-outputs";

/** What takes records in, settles them, or goes back to where all was settled. */
export interface BatchSteps {
  /** Takes a record, and begins it. Settles what came before with `settleNow`. Throws `RecordFault` where it cannot be taken. */
  readonly take: (record: Decoded, pending: PendingOutputs, settleNow: () => void) => void;
  /** Folds all that was taken, and emits what that comes to. Throws `RecordFault` where a record cannot be folded. */
  readonly settle: (pending: PendingOutputs) => void;
  /** Makes all what it was when it was settled last. */
  readonly rollBack: () => void;
}

/**
 * Takes a batch of records. Where one of them cannot be folded, all since it was last settled is undone and taken again one by
 * one, without that record: so all others come out as if it had not been in the log.
 */
export function acceptBatch(records: readonly Decoded[], steps: BatchSteps): void {
  const pending = new PendingOutputs();
  const rejected = new Map<number, RecordFault>();
  const settle = () => steps.settle(pending);
  let singlyUntil = 0;
  for (let index = 0; index < records.length;) {
    // The record that is taken counts as tried, whether or not it came to be begun.
    const tried = index + 1;
    try {
      const [record, fault] = [records[index], rejected.get(index)];
      if (fault !== undefined) reject(fault, pending);
      else if (record !== undefined) steps.take(record, pending, settle);
      index = tried;
      if (index <= singlyUntil || index === records.length) settle();
    } catch (error) {
      if (!(error instanceof RecordFault)) throw error;
      steps.rollBack();
      index = pending.firstPending();
      const isAlone = tried === index + 1;
      if (isAlone) {
        rejected.set(index, error);
        error.mark();
      } else singlyUntil = tried;
      pending.rollBack();
    }
  }
}

function reject(fault: RecordFault, pending: PendingOutputs): void {
  const index = pending.begin("rejected");
  pending.refuse(index, "rejected", [fault.rejection()]);
  pending.addFault(index, fault.fault());
}

/** The fault of a record that could not be decoded; undefined where it was not one of ours that came in the way. */
export function decodingFault(record: Decoded): Fault | undefined {
  if (record.kind !== "rejected" || record.fault === undefined) return undefined;
  return { stage: "decode", position: record.position, conversationId: undefined, error: record.fault };
}
