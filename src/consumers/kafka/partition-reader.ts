import type { Admin, Kafka } from "kafkajs";

import { AppError } from "../../models/app-error";
import type { LogRecord, Reading, Taken } from "../live/port/port";
import { TimeoutError, pause, withTimeout } from "../live/port/waiting";
import { createCluster, fetchOnce, firstOffset, type Cluster, type Fetched } from "./client-internals";
import { toLogRecord } from "./log-records";
import { topicOffsets } from "./topic-offsets";

const SILENCE_MS = 60_000;
/** Calls of the client can hang for ever after a broker has died. */
const FETCHING_MS = 15_000;
/** Little at once, so that the other partitions of a worker need not wait long. */
const FETCH = { maxWaitMs: 50, maxBytes: 1 << 20 };
const TRY_AGAIN_MS = 100;

/**
 * Reads committed records of one partition in their order until `take` says that it has seen the last one. Throws where the
 * cluster refuses, and where nothing is to be had for a minute.
 */
export async function readPartition(
  kafka: Kafka,
  { topic, partition, from = 0n, endsWhenEmpty = false }: Reading,
  take: (record: LogRecord) => Taken | Promise<Taken>,
): Promise<void> {
  const cluster = createCluster(kafka);
  const source = new PartitionSource(cluster, topic, partition, from);
  try {
    let progressAt = performance.now();
    for (;;) {
      const before = source.next;
      const fetched = await source.fetch();
      for (const message of fetched?.messages ?? []) {
        const taken = take(toLogRecord(message));
        if ((typeof taken === "string" ? taken : await taken) === "last") return;
      }
      if (endsWhenEmpty && fetched !== undefined && fetched.next >= fetched.end) return;
      if (source.next > before) progressAt = performance.now();
      if (performance.now() - progressAt > SILENCE_MS)
        throw source.failure ?? new TimeoutError(`reading ${topic}[${partition}]`, SILENCE_MS);
      if (fetched === undefined) await pause(TRY_AGAIN_MS);
    }
  } finally {
    void cluster.disconnect().catch(() => undefined);
  }
}

/** A partition that is fetched batch by batch. */
class PartitionSource {
  /** Why the last fetch failed; undefined where it did not. */
  failure: Error | undefined;
  private isConnected = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly topic: string,
    private readonly partition: number,
    /** The offset that is fetched next. */
    public next: bigint,
  ) {}

  /** The next batch; undefined where it is to be tried again: leaders change, and connections break. */
  async fetch(): Promise<Fetched | undefined> {
    try {
      const fetched = await withTimeout(FETCHING_MS, "fetching", this.fetchNow());
      this.next = fetched.next;
      this.failure = undefined;
      return fetched;
    } catch (error) {
      if (error instanceof AppError || isRefusal(error)) throw error;
      this.failure = error instanceof Error ? error : new Error(String(error));
      await withTimeout(FETCHING_MS, "looking again", this.recover(error)).catch(() => undefined);
      return undefined;
    }
  }

  private async fetchNow(): Promise<Fetched> {
    if (!this.isConnected) await this.cluster.connect();
    if (!this.isConnected) await this.cluster.addTargetTopic(this.topic);
    this.isConnected = true;
    return fetchOnce(this.cluster, this.topic, this.partition, this.next, FETCH);
  }

  private async recover(error: unknown): Promise<void> {
    const { name, host, port } = error as { readonly name?: string; readonly host?: string; readonly port?: number };
    if (name === "KafkaJSOffsetOutOfRange") {
      const first = await firstOffset(this.cluster, this.topic, this.partition);
      if (first > this.next) this.next = first;
    }
    if (name === "KafkaJSConnectionClosedError" && host !== undefined && port !== undefined) {
      this.cluster.removeBroker({ host, port });
    }
    if (!this.cluster.isConnected()) this.isConnected = false;
    else await this.cluster.refreshMetadata();
  }
}

/** What no second attempt changes: who asks is not known, or may not read. */
function isRefusal(error: unknown): boolean {
  const { name, retriable } = error as { readonly name?: string; readonly retriable?: boolean };
  return retriable === false && (name === "KafkaJSProtocolError" || name === "KafkaJSSASLAuthenticationError");
}

/**
 * Reads every partition of a topic, in their order, from the offsets that are given on, up to where each ends now. Waits for
 * what `each` promises before it reads on. Returns where each ended.
 */
export async function readTopic(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  each: (partition: number, record: LogRecord) => unknown,
  from: ReadonlyMap<number, bigint> = new Map(),
): Promise<ReadonlyMap<number, bigint>> {
  const offsets = await topicOffsets(admin, topic);
  for (const { partition, low, high } of offsets.sort((one, other) => one.partition - other.partition)) {
    const end = BigInt(high);
    const start = from.get(partition) ?? BigInt(low);
    if (start >= end) continue;
    const take = (record: LogRecord): Taken | Promise<Taken> => {
      const { offset } = record;
      const taken = offset >= end - 1n ? "last" : "more";
      const waiting = offset < end ? each(partition, record) : undefined;
      return waiting instanceof Promise ? waiting.then(() => taken) : taken;
    };
    await readPartition(kafka, { topic, partition, from: start, endsWhenEmpty: true }, take);
  }
  return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
}
