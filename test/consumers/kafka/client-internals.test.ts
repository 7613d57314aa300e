import type { KafkaMessage } from "kafkajs";

import { fetchOnce, type Cluster } from "../../../src/consumers/kafka/client-internals";

interface Raw {
  readonly offset: number;
  readonly producerId?: string;
  readonly isControlRecord?: boolean;
}

/** A cluster of one broker that answers each fetch alike. */
function clusterWith(raw: readonly Raw[], end: number, aborted: readonly object[] = []) {
  const asked: unknown[] = [];
  const messages = raw.map(({ offset, producerId = "-1", isControlRecord = false }) => ({
    offset: String(offset),
    key: isControlRecord ? Buffer.from([0, 0, 0, 0]) : Buffer.from("k"),
    value: Buffer.from(String(offset)),
    timestamp: "0",
    attributes: 0,
    headers: {},
    isControlRecord,
    batchContext: { producerId, inTransaction: producerId !== "-1" },
  }));
  const partition = {
    partition: 4,
    highWatermark: "99",
    lastStableOffset: String(end),
    abortedTransactions: aborted,
    messages: messages as unknown as KafkaMessage[],
  };
  const broker = {
    fetch: async (request: unknown) => {
      asked.push(request);
      return Promise.resolve({ responses: [{ partitions: [partition] }] });
    },
  };
  const cluster = { findLeaderForPartitions: () => ({ 7: [4] }), findBroker: async () => Promise.resolve(broker) };
  return { cluster: cluster as unknown as Cluster, asked };
}

const fetchFrom = async (from: bigint, ...given: Parameters<typeof clusterWith>) => {
  const { messages, next, end } = await fetchOnce(clusterWith(...given).cluster, "t", 4, from, {
    maxWaitMs: 50,
    maxBytes: 1000,
  });
  return { offsets: messages.map(({ offset }) => Number(offset)), next, end };
};

describe("fetching a partition without a group", () => {
  it("asks for what is committed, from the offset on", async () => {
    const { cluster, asked } = clusterWith([], 5);
    await fetchOnce(cluster, "t", 4, 5n, { maxWaitMs: 50, maxBytes: 1000 });
    const topics = [{ topic: "t", partitions: [{ partition: 4, fetchOffset: "5", maxBytes: 1000 }] }];
    expect(asked).toEqual([{ isolationLevel: 1, maxWaitTime: 50, maxBytes: 1000, topics }]);
  });

  it("goes on behind what it got, and stays where nothing is committed", async () => {
    expect(await fetchFrom(5n, [{ offset: 5 }, { offset: 8 }], 20)).toEqual({ offsets: [5, 8], next: 9n, end: 20n });
    expect(await fetchFrom(5n, [], 5)).toEqual({ offsets: [], next: 5n, end: 5n });
    expect(await fetchFrom(7n, [], 5)).toEqual({ offsets: [], next: 7n, end: 5n });
  });

  it("gives out neither what lies before, nor what was aborted, nor marks of transactions, and passes them by", async () => {
    const raw = [
      { offset: 3 },
      { offset: 5, producerId: "1" },
      { offset: 6 },
      { offset: 7, producerId: "1", isControlRecord: true },
    ];
    const aborted = [{ producerId: "1", firstOffset: "5" }];
    expect(await fetchFrom(4n, raw, 8, aborted)).toEqual({ offsets: [6], next: 8n, end: 8n });
  });

  it("passes by what compaction emptied, though nothing is said of it", async () => {
    expect(await fetchFrom(5n, [], 20)).toEqual({ offsets: [], next: 6n, end: 20n });
    expect(await fetchFrom(5n, [{ offset: 3 }], 20)).toEqual({ offsets: [], next: 6n, end: 20n });
  });
});
