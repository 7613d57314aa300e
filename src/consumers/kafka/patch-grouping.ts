/* eslint-disable @typescript-eslint/no-require-imports -- an inner module of kafkajs, without types */

/**
 * The client puts messages into the lists of their partitions by copying the whole list for each: of what it left for the garbage
 * collector to clear away that was a seventh. It takes hold of the function when it is loaded, so this must be done before.
 */

const INNER = "kafkajs/src/producer/groupMessagesPerPartition";

interface Grouping<Message> {
  readonly topic: string;
  readonly partitionMetadata: readonly unknown[];
  readonly messages: readonly Message[];
  readonly partitioner: (options: {
    readonly topic: string;
    readonly partitionMetadata: readonly unknown[];
    readonly message: Message;
  }) => number;
}

/** Messages by the number of their partition, in their order. */
export function groupMessages<Message>({ topic, partitionMetadata, messages, partitioner }: Grouping<Message>) {
  const groups: Record<number, Message[]> = {};
  if (partitionMetadata.length === 0) return groups;
  for (const message of messages) (groups[partitioner({ topic, partitionMetadata, message })] ??= []).push(message);
  return groups;
}

/** Puts it in the place of the client's own, once. */
export function patchGrouping(): void {
  require(INNER);
  const loaded = require.cache[require.resolve(INNER)];
  if (loaded !== undefined) loaded.exports = groupMessages;
}
