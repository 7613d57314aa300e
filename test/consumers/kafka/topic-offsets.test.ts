import type { Admin } from "kafkajs";

import { KAFKA_ERRORS } from "../../../src/consumers/kafka/client-errors";
import { topicOffsets, topicOffsetsAt } from "../../../src/consumers/kafka/topic-offsets";

/** A client that fails as it does where what it knows names no partition of a topic, so often. */
function createAdmin(failures: number) {
  const asked = { times: 0 };
  const fetchTopicOffsets: Admin["fetchTopicOffsets"] = async () => {
    asked.times += 1;
    const known = asked.times <= failures ? [] : [{ partition: 0, offset: "7", low: "2", high: "7" }];
    return Promise.resolve([known.reduce((_, one) => one)]);
  };
  return { asked, admin: { fetchTopicOffsets, fetchTopicOffsetsByTimestamp: fetchTopicOffsets } };
}

describe("where a topic begins and ends", () => {
  it("is asked for again where the client knows no partition of it", async () => {
    const { asked, admin } = createAdmin(1);
    expect(await topicOffsets(admin, "t")).toMatchObject([{ partition: 0, low: "2", high: "7" }]);
    expect(asked.times).toBe(2);
    expect(await topicOffsetsAt(createAdmin(1).admin, "t", 0)).toHaveLength(1);
  });

  it("is a failure of the cluster where that does not pass, not a fault of our own, which would end the worker", async () => {
    const error: unknown = await topicOffsets(createAdmin(Infinity).admin, "t").catch((failure: unknown) => failure);
    expect(KAFKA_ERRORS.kindOf(error)).toBe("cluster");
    expect(String(error)).toContain("The brokers named no partition of t");
  });
});
