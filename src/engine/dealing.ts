/** How many partitions a log without partitions is dealt into, by its conversations. */
export const PARTITIONS_OF_A_LOG = 16;

/** The partition of a conversation in a log without partitions: FNV-1a over the id's code units, the same everywhere. */
export function partitionFor(conversationId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < conversationId.length; index += 1) {
    hash = Math.imul(hash ^ conversationId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % PARTITIONS_OF_A_LOG;
}
