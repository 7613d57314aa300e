import { hashOf } from "../models/hash";

/** How many partitions a log without partitions is divided into, by its conversations. */
export const PARTITIONS_OF_A_LOG = 16;

/** The partition of a conversation in a log without partitions. */
export function partitionFor(conversationId: string): number {
  return hashOf(conversationId) % PARTITIONS_OF_A_LOG;
}
