import type { PartitionBounds, PartitionLog } from "../port/port";

/** Whoever comes later asks anew: a call can hang for ever after a broker has died. */
const SHARED_MS = 1000;

interface Asking {
  readonly since: number;
  readonly answer: Promise<readonly PartitionBounds[]>;
}

/**
 * A log in which those who ask for the bounds of one topic at the same time share the answer: it is about all partitions, and as a worker opens
 * many, each of them asks.
 */
export function sharingBounds(log: PartitionLog): PartitionLog {
  const asked = new Map<string, Asking>();
  const ask = (topic: string): Asking => {
    const asking: Asking = {
      since: performance.now(),
      answer: log.boundsOf(topic).finally(() => {
        if (asked.get(topic) === asking) asked.delete(topic);
      }),
    };
    asked.set(topic, asking);
    return asking;
  };
  return {
    createWriter: (partition, options) => log.createWriter(partition, options),
    read: async (reading, take) => log.read(reading, take),
    async boundsOf(topic) {
      const before = asked.get(topic);
      const isFresh = before !== undefined && performance.now() - before.since < SHARED_MS;
      return (isFresh ? before : ask(topic)).answer;
    },
    offsetsAt: async (topic, at) => log.offsetsAt(topic, at),
    retentionOf: async (topic) => log.retentionOf(topic),
  };
}
