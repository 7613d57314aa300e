import { InputFlow } from "../../../src/consumers/kafka/input-flow";

/** A consumer as the client has it: while it starts anew it has no group, and each call into it throws. */
function createConsumer() {
  const consumer = { isRunning: true, calls: [] as unknown[] };
  const take =
    (what: string) =>
    (of: unknown): void => {
      if (!consumer.isRunning) throw new Error("Consumer group was not initialized, consumer#run must be called first");
      consumer.calls.push([what, of]);
    };
  return Object.assign(consumer, { pause: take("pause"), resume: take("resume"), seek: take("seek") });
}

describe("what steers a consumer", () => {
  it("tells it which partition to pause, to fetch again, and from where", () => {
    const consumer = createConsumer();
    const flow = new InputFlow(consumer);
    flow.pause("t", 3);
    flow.seek("t", 3, 2n ** 60n);
    flow.resume("t", 3);
    expect(consumer.calls).toEqual([
      ["pause", [{ topic: "t", partitions: [3] }]],
      ["seek", { topic: "t", partition: 3, offset: "1152921504606846976" }],
      ["resume", [{ topic: "t", partitions: [3] }]],
    ]);
  });

  it("drops what it would tell one that starts anew, and passes on any other error", () => {
    const consumer = createConsumer();
    const flow = new InputFlow(consumer);
    consumer.isRunning = false;
    flow.pause("t", 3);
    flow.seek("t", 3, 4n);
    flow.resume("t", 3);
    expect(consumer.calls).toEqual([]);
    const broken = () => {
      throw new TypeError("of another kind");
    };
    expect(() => new InputFlow({ ...consumer, pause: broken }).pause("t", 3)).toThrow("of another kind");
  });
});
