import type { Admin } from "kafkajs";

import { KAFKA_ERRORS } from "../../../src/consumers/kafka/client-errors";
import { topicOffsets, topicOffsetsAt } from "../../../src/consumers/kafka/topic-offsets";

/** The client on a cluster of which what it knows names no partition of a topic, so often. */
function createAdmin(failures: number, fetch = (known: readonly object[]): unknown => known) {
  const asked = { times: 0 };
  const nothing = async () => Promise.resolve();
  const partitions = [{ partition: 0, offset: "7" }];
  const cluster = {
    addTargetTopic: nothing,
    refreshMetadataIfNecessary: nothing,
    findTopicPartitionMetadata: () => [{ partitionId: 0 }],
    fetchTopicsOffset: async () => {
      asked.times += 1;
      return Promise.resolve(fetch(asked.times <= failures ? [] : [{ topic: "t", partitions }]));
    },
  };
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an inner module of kafkajs, without types
  const create = require("kafkajs/src/admin") as (parts: object) => Admin;
  const logger = { namespace: () => undefined };
  return { asked, admin: create({ logger, instrumentationEmitter: {}, retry: { retries: 0 }, cluster }) };
}

async function failureOf(admin: Admin): Promise<Error | undefined> {
  return topicOffsets(admin, "t").then(
    () => undefined,
    (failure: unknown) => failure as Error,
  );
}

describe("where a topic begins and ends", () => {
  it("is asked for again where the client knows no partition of it", async () => {
    const { asked, admin } = createAdmin(2);
    expect(await topicOffsets(admin, "t")).toMatchObject([{ partition: 0, low: "7", high: "7" }]);
    expect(asked.times).toBe(4);
    expect(await topicOffsetsAt(createAdmin(2).admin, "t", 0)).toHaveLength(1);
  });

  it("is a failure of the cluster where that does not pass, not a fault of our own, which would end the worker", async () => {
    const error = await failureOf(createAdmin(Infinity).admin);
    expect(KAFKA_ERRORS.kindOf(error)).toBe("cluster");
    expect(String(error)).toContain("The brokers named no partition of t");
  });

  it("keeps what the client threw as the cause", async () => {
    const error = await failureOf(createAdmin(Infinity).admin);
    expect(error?.cause).toBeInstanceOf(TypeError);
    expect((error?.cause as Error).stack).toContain("kafkajs");
  });

  it("leaves a fault of our own what it is, also where the client calls what is at fault", async () => {
    const { asked, admin } = createAdmin(0, (known) => (known as unknown as { nothing: () => unknown }).nothing());
    const error = await failureOf(admin);
    expect(error).toBeInstanceOf(TypeError);
    expect(KAFKA_ERRORS.kindOf(error)).toBeUndefined();
    expect(asked.times).toBe(1);
  });
});
