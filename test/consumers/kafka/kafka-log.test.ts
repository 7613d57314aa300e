import type { Admin } from "kafkajs";

import { KAFKA_ERRORS } from "../../../src/consumers/kafka/client-errors";
import { readingOf } from "../../../src/consumers/kafka/kafka-log";

/** A client that fails as it does where what it knows names no partition of a topic, so often. */
function createAdmin(failures: number) {
  const asked = { times: 0 };
  const fetchTopicOffsets: Admin["fetchTopicOffsets"] = async () => {
    asked.times += 1;
    const known = asked.times <= failures ? [] : [{ partition: 0, offset: "7", low: "2", high: "7" }];
    return Promise.resolve([known.reduce((_, one) => one)]);
  };
  return { asked, log: readingOf(undefined as never, { fetchTopicOffsets } as Admin) };
}

describe("the bounds of a topic", () => {
  it("are asked for again where the client knows no partition of it", async () => {
    const { asked, log } = createAdmin(1);
    expect(await log.boundsOf("t")).toEqual([{ partition: 0, low: 2n, high: 7n }]);
    expect(asked.times).toBe(2);
  });

  it("are a failure of the cluster where that does not pass, not a fault of our own, which would end the worker", async () => {
    const error: unknown = await createAdmin(Infinity)
      .log.boundsOf("t")
      .catch((failure: unknown) => failure);
    expect(KAFKA_ERRORS.kindOf(error)).toBe("cluster");
    expect(String(error)).toContain("The brokers named no partition of t");
  });
});
