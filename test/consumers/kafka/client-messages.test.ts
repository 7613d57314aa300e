import { reasonIn, messageFor } from "../../../src/consumers/kafka/client-messages";

describe("what the client of Kafka complains of", () => {
  it.each([
    ["Connection error: connect ECONNREFUSED 127.0.0.1:9092", "could not connect to a broker"],
    ["getaddrinfo ENOTFOUND kafka", "could not connect to a broker"],
    ["Connection timeout", "could not connect to a broker"],
    ["Closed connection", "lost the connection to a broker"],
    ["Connection error: write after end", "lost the connection to a broker"],
    ["Request Fetch(key: 1, version: 11) timed out", "waited for a broker in vain"],
    ["SASL PLAIN authentication failed: wrong password", "was not let in by a broker"],
    [
      "Failed to send messages: This server is not the leader for that topic-partition",
      "waited for the leader of a partition, as after a topic is made or a broker goes",
    ],
    [
      "Crash: KafkaJSNonRetriableError: Failed to find group coordinator",
      "did not find the group's coordinator, as where a broker starts or is away",
    ],
    ["The group is dancing", "the Kafka client warned"],
  ])("%s: %s", (complaint, words) => expect(messageFor(complaint)).toBe(words));

  it("is told once, where its error says it again", () => {
    const refused = "connect ECONNREFUSED 127.0.0.1:9092";
    expect(reasonIn(`Connection error: ${refused}`, refused)).toBe(refused);
    expect(reasonIn("Response Fetch", "The broker is away")).toBe("Response Fetch: The broker is away");
    expect(reasonIn("Closed connection", undefined)).toBe("Closed connection");
  });
});
