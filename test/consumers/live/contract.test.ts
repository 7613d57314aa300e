import { createKafkaLog } from "../../../src/consumers/kafka/kafka-log";
import { createTopics as createLedTopics } from "../../../src/consumers/kafka/topic-creation";
import type { TopicLog } from "../../../src/consumers/live/port/port";
import { MemoryLog } from "../../../src/consumers/memory/memory-log";
import { describeWithKafka, startCluster, type Cluster } from "../../support/kafka";
import { keepsContract, type LogOnTrial } from "../../support/log-contract";

const silent = () => undefined;

describe("a log in memory", () => {
  const log = new MemoryLog();
  keepsContract(() => ({
    log,
    async createTopics(topics, partitions) {
      for (const topic of topics) log.createTopic(topic, partitions);
      return Promise.resolve();
    },
    async append(topic, partition, values, at) {
      const timed = at === undefined ? {} : { timestamp: at };
      for (const value of values) log.append(topic, partition, { key: null, value: Buffer.from(value), ...timed });
      return Promise.resolve();
    },
  }));
});

describeWithKafka("a log on a cluster", () => {
  let cluster: Cluster;
  let log: TopicLog;

  beforeAll(async () => {
    cluster = await startCluster();
    const access = { brokers: [cluster.brokers], clientId: "contract", ssl: undefined, sasl: undefined };
    log = createKafkaLog(access, { info: silent, warn: silent, error: silent });
    await log.connect();
  }, 180_000);
  afterAll(async () => {
    await log.disconnect();
    await cluster.stop();
  }, 60_000);

  const createTopics: LogOnTrial["createTopics"] = async (topics, numPartitions) => {
    const admin = cluster.kafka.admin();
    await admin.connect();
    const configEntries = [{ name: "retention.ms", value: "-1" }];
    const made = topics.map((topic) => ({ topic, numPartitions, configEntries }));
    await createLedTopics(admin, made);
    await admin.disconnect();
  };

  const append: LogOnTrial["append"] = async (topic, partition, values, at) => {
    const producer = cluster.kafka.producer();
    await producer.connect();
    const timed = at === undefined ? {} : { timestamp: String(at) };
    await producer.send({ topic, messages: values.map((value) => ({ key: null, value, partition, ...timed })) });
    await producer.disconnect();
  };

  keepsContract(() => ({ log, createTopics, append }));
});
