import type { KafkaMessage } from "kafkajs";

/** A record as the client reads it: its types leave some of it out. */
export type FetchedRecord = KafkaMessage & {
  /** Whether it is a mark of a transaction, which the client passes by. */
  readonly isControlRecord?: boolean;
  /** Not there in a record of the format before 0.11. */
  readonly batchContext?: { readonly producerId: string; readonly inTransaction: boolean };
};

/** A transaction that was aborted: whose it was, and where it begins. A broker lists them by where they end. */
export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

/** The key of the mark that ends an aborted transaction. */
const ABORT_KEY = Buffer.alloc(4);

/**
 * Marks what was aborted, so that the client passes it by. Its own way takes up one transaction with each record, in the order of the list:
 * of several that were open at once it gave out records that were aborted.
 */
export function passAborted(
  messages: readonly FetchedRecord[],
  aborted: readonly AbortedTransaction[],
): readonly FetchedRecord[] {
  if (aborted.length === 0) return messages;
  const ahead = aborted
    .map(({ producerId, firstOffset }) => ({ producerId, from: BigInt(firstOffset) }))
    .sort((one, other) => (one.from < other.from ? -1 : 1));
  const open = new Set<string>();
  let begun = 0;
  return messages.map((message) => {
    const offset = BigInt(message.offset);
    for (let next = ahead[begun]; next !== undefined && next.from <= offset; next = ahead[begun]) {
      open.add(next.producerId);
      begun += 1;
    }
    const { key, isControlRecord = false, batchContext } = message;
    if (batchContext === undefined || !batchContext.inTransaction || !open.has(batchContext.producerId)) return message;
    if (!isControlRecord) return { ...message, isControlRecord: true };
    if (key?.equals(ABORT_KEY) === true) open.delete(batchContext.producerId);
    return message;
  });
}
