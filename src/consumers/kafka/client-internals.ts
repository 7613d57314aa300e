import type { Kafka, KafkaMessage } from "kafkajs";

/**
 * What the client can do and its types do not say: fetch a partition without a group. A group of its own for each reading would
 * cost five requests more, and three seconds where a broker waits for further members, as it does by default.
 */

/** A connection to the brokers of a cluster. */
export interface Cluster {
  readonly connect: () => Promise<void>;
  readonly disconnect: () => Promise<void>;
  readonly isConnected: () => boolean;
  readonly addTargetTopic: (topic: string) => Promise<void>;
  readonly refreshMetadata: () => Promise<void>;
  readonly removeBroker: (address: { readonly host: string; readonly port: number }) => void;
  readonly findLeaderForPartitions: (topic: string, partitions: readonly number[]) => Readonly<Record<string, unknown>>;
  readonly fetchTopicsOffset: (topics: readonly object[]) => Promise<readonly TopicOffsets[]>;
  readonly findBroker: (node: { readonly nodeId: string }) => Promise<Broker>;
}

interface Broker {
  readonly fetch: (request: {
    readonly isolationLevel: number;
    readonly maxWaitTime: number;
    readonly maxBytes: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly fetchOffset: string;
        readonly maxBytes: number;
      }[];
    }[];
  }) => Promise<{ readonly responses: readonly { readonly partitions: readonly FetchedPartition[] }[] }>;
}

interface TopicOffsets {
  readonly partitions: readonly { readonly offset: string }[];
}

/** What a broker sent of a partition. */
interface FetchedPartition {
  /** Behind the last record that is committed or aborted. */
  readonly lastStableOffset: string;
  /** All that lies in what was fetched: also what was aborted, and marks of transactions. */
  readonly messages: readonly KafkaMessage[];
}

interface Batch {
  readonly messages: readonly KafkaMessage[];
}

/** What was fetched from an offset on. */
export interface Fetched {
  /** The committed records. */
  readonly messages: readonly KafkaMessage[];
  /** Up to where the partition was seen. */
  readonly next: bigint;
  /** Where what is committed ends. */
  readonly end: bigint;
}

const READ_COMMITTED = 1;

/** A connection to the cluster of a client. */
export function createCluster(kafka: Kafka): Cluster {
  const name = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === "private:Kafka:createCluster",
  );
  const create = name && (kafka as unknown as Record<symbol, ((options: object) => Cluster) | undefined>)[name];
  if (create === undefined) throw new TypeError("this version of kafkajs cannot read a partition without a group");
  return create({ allowAutoTopicCreation: false });
}

/** Fetches committed records of a partition from an offset on; waits a while where there are none yet. */
export async function fetchOnce(
  cluster: Cluster,
  topic: string,
  partition: number,
  from: bigint,
  { maxWaitMs, maxBytes }: { readonly maxWaitMs: number; readonly maxBytes: number },
): Promise<Fetched> {
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) throw new Error(`${topic}[${partition}] has no leader`);
  const broker = await cluster.findBroker({ nodeId });
  const { responses } = await broker.fetch({
    isolationLevel: READ_COMMITTED,
    maxWaitTime: maxWaitMs,
    maxBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(from), maxBytes }] }],
  });
  const fetched = responses[0]?.partitions[0];
  if (fetched === undefined) throw new Error(`a broker did not answer for ${topic}[${partition}]`);
  const end = BigInt(fetched.lastStableOffset);
  return { messages: committedOf(topic, from, fetched), next: nextAfter(from, end, fetched), end };
}

/** Compaction leaves batches without a record, of which the client says nothing: where more is committed, that is passed by. */
function nextAfter(from: bigint, end: bigint, { messages }: FetchedPartition): bigint {
  const last = messages.at(-1);
  const seen = last === undefined ? from : BigInt(last.offset) + 1n;
  if (seen > from) return seen;
  return from < end ? from + 1n : from;
}

/** Leaves out what lies before the offset, what was aborted, and marks of transactions. */
function committedOf(topic: string, from: bigint, fetched: FetchedPartition): readonly KafkaMessage[] {
  if (fetched.messages.length === 0) return fetched.messages;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an inner module of kafkajs, without types
  const Batch = require("kafkajs/src/consumer/batch") as new (
    topic: string,
    from: string,
    fetched: FetchedPartition,
  ) => Batch;
  return new Batch(topic, String(from), fetched).messages;
}

/** The offset of the first record that a partition still has. */
export async function firstOffset(cluster: Cluster, topic: string, partition: number): Promise<bigint> {
  const [offsets] = await cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning: true }]);
  return BigInt(offsets?.partitions[0]?.offset ?? 0);
}
