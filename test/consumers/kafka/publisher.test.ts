import { sendPatiently } from "../../../src/consumers/kafka/publisher";

const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const away = () =>
  named("KafkaJSNonRetriableError", { cause: named("KafkaJSConnectionError", { code: "ECONNREFUSED" }) });
const refused = () => named("KafkaJSProtocolError", { type: "TOPIC_AUTHORIZATION_FAILED", retriable: false });

/** A producer that fails so often before it sends. */
function createProducer(failures: number, failure: () => Error) {
  const sent: unknown[] = [];
  let tries = 0;
  const send = async (record: unknown) => {
    tries += 1;
    if (tries <= failures) throw failure();
    sent.push(record);
    return Promise.resolve([]);
  };
  return { sent, send, tries: () => tries };
}

const RECORD = { topic: "t", messages: [{ value: "v" }] };

describe("publishing", () => {
  it("goes on with the same producer once brokers are back, and sends each record once", async () => {
    const producer = createProducer(40, away);
    await sendPatiently(producer, RECORD, 1000, 1);
    expect([producer.sent, producer.tries()]).toEqual([[RECORD], 41]);
  });

  it("ends where brokers stay away for too long, and at once where they refuse", async () => {
    const gone = createProducer(Infinity, away);
    await expect(sendPatiently(gone, RECORD, 5, 1)).rejects.toThrow("KafkaJSNonRetriableError");
    expect(gone.tries()).toBe(6);
    const denied = createProducer(Infinity, refused);
    await expect(sendPatiently(denied, RECORD, 5, 1)).rejects.toThrow("KafkaJSProtocolError");
    expect(denied.tries()).toBe(1);
  });
});
