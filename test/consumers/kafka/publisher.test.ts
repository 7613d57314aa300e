import { sendPatiently } from "../../../src/consumers/kafka/publisher";
import { pause } from "../../../src/consumers/live/port/waiting";

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

const patience = (patienceMs: number, stop = new AbortController().signal, onAway: () => void = () => undefined) => ({
  ...{ patienceMs, tryAgainMs: 1, stop, onAway },
});
const RECORD = { topic: "t", messages: [{ value: "v" }] };

describe("publishing", () => {
  it("goes on with the same producer once brokers are back, and sends each record once", async () => {
    const producer = createProducer(40, away);
    await sendPatiently(producer, RECORD, patience(1000));
    expect([producer.sent, producer.tries()]).toEqual([[RECORD], 41]);
  });

  it("ends where brokers stay away for too long, and at once where they refuse", async () => {
    const gone = createProducer(Infinity, away);
    // The time that a try takes counts, too: a client waits for seconds for a broker that does not answer.
    const slow = { send: async (record: unknown) => pause(20).then(async () => gone.send(record)) };
    await expect(sendPatiently(slow, RECORD, patience(50))).rejects.toThrow("KafkaJSNonRetriableError");
    expect(gone.tries()).toBeGreaterThan(1);
    expect(gone.tries()).toBeLessThan(5);
    const denied = createProducer(Infinity, refused);
    await expect(sendPatiently(denied, RECORD, patience(5))).rejects.toThrow("KafkaJSProtocolError");
    expect(denied.tries()).toBe(1);
  });

  it("says once that it waits for brokers that are away, and ends when it is asked to", async () => {
    const [gone, stop] = [createProducer(Infinity, away), new AbortController()];
    const said: string[] = [];
    const onAway = () => {
      said.push("away");
      setTimeout(() => stop.abort(new Error("stopped")), 20);
    };
    await expect(sendPatiently(gone, RECORD, patience(60_000, stop.signal, onAway))).rejects.toThrow("stopped");
    expect(said).toEqual(["away"]);
    expect(gone.tries()).toBeGreaterThan(1);
  });
});
