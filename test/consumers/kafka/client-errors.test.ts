import { asAppError } from "../../../src/consumers/kafka/client-errors";

const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const ofBroker = (type: string) => named("KafkaJSProtocolError", { type, retriable: false });

describe("advice on what the cluster says", () => {
  it.each([
    ["no right to a topic", ofBroker("TOPIC_AUTHORIZATION_FAILED"), "notAllowed", "a topic: Read"],
    ["no right to the group", ofBroker("GROUP_AUTHORIZATION_FAILED"), "notAllowed", "the consumer group"],
    [
      "no right to a transactional id, under others",
      named("KafkaJSNonRetriableError", { cause: ofBroker("TRANSACTIONAL_ID_AUTHORIZATION_FAILED") }),
      "notAllowed",
      "transactional ids",
    ],
    [
      "no right to the cluster, among several",
      named("KafkaJSAggregateError", { errors: [ofBroker("CLUSTER_AUTHORIZATION_FAILED")] }),
      "notAllowed",
      "the cluster: Create",
    ],
    ["a wrong password", new Error("SASL PLAIN authentication failed"), "kafkaFailed", "KAFKA_SASL_*"],
    [
      "a certificate of nobody",
      new Error("self-signed certificate in certificate chain"),
      "kafkaFailed",
      "KAFKA_SSL_*",
    ],
    ["TLS to a plain port", new Error("SSL routines: wrong version number"), "kafkaFailed", "does not speak TLS"],
    ["plain text to TLS", new Error("Closed connection"), "kafkaFailed", "KAFKA_SSL=true"],
    ["nobody there", named("E", { code: "ECONNREFUSED" }), "kafkaFailed", "Check --brokers"],
  ])("is right: %s", (_what, error, code, advice) => {
    expect(asAppError(error)).toMatchObject({ code, advice: expect.stringContaining(advice) as string });
  });
});
