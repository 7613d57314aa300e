import type { Kafka, KafkaMessage } from "kafkajs";

/** What is asked of a broker that records are fetched from. */
type Fetch = (request: { readonly topics: readonly { readonly topic: string }[] }) => Promise<readonly KafkaMessage[]>;

/** A client whose one broker leads one partition, of which it gives what a function gives, fetch by fetch; all up to its end is stable. */
export function fetchingClient(end: (messages: readonly KafkaMessage[]) => number, fetch: Fetch) {
  const seen = { fetches: 0, refreshed: 0 };
  const broker = {
    fetch: async (request: Parameters<Fetch>[0]) => {
      seen.fetches += 1;
      const messages = await fetch(request);
      const partition = { lastStableOffset: String(end(messages)), abortedTransactions: [], messages };
      return { responses: [{ partitions: [partition] }] };
    },
  };
  const nothing = async () => Promise.resolve();
  const cluster = {
    connect: nothing,
    disconnect: nothing,
    addTargetTopic: nothing,
    isConnected: () => true,
    refreshMetadata: async () => Promise.resolve((seen.refreshed += 1)),
    findLeaderForPartitions: () => ({ 1: [0] }),
    findBroker: async () => Promise.resolve(broker),
  };
  const kafka = { [Symbol("private:Kafka:createCluster")]: () => cluster } as unknown as Kafka;
  return { kafka, seen };
}
