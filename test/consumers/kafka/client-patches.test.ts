import { patchClient } from "../../../src/consumers/kafka/client-patches";

interface Queue {
  readonly scheduleRequestTimeoutCheck: () => void;
  readonly destroy: () => void;
  readonly inflight: Map<number, object>;
}

/** Queues of connections of the client, as it makes them. */
function createQueues(count: number) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an inner module of kafkajs, without types
  const RequestQueue = require("kafkajs/src/network/requestQueue") as new (options: object) => Queue;
  const state = { isConnected: true };
  const options = { requestTimeout: 10_000, enforceRequestTimeout: true, isConnected: () => state.isConnected };
  return { state, queues: Array.from({ length: count }, () => new RequestQueue(options)) };
}

describe("the connections of the patched client", () => {
  beforeEach(() => {
    patchClient();
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it("share one timer that ends what takes too long, until the last of them is closed or lost", () => {
    const { state, queues } = createQueues(3);
    for (const queue of queues) queue.scheduleRequestTimeoutCheck();
    expect(jest.getTimerCount()).toBe(1);
    const ended: string[] = [];
    const request = (name: string) => ({
      sentAt: Date.now(),
      requestTimeout: 10_000,
      timeoutRequest: () => ended.push(name),
    });
    queues[1]?.inflight.set(1, request("early"));
    jest.advanceTimersByTime(4000);
    queues[2]?.inflight.set(1, request("late"));
    jest.advanceTimersByTime(5900);
    expect(ended).toEqual([]);
    jest.advanceTimersByTime(700);
    expect(ended).toEqual(["early"]);
    queues[0]?.destroy();
    expect(jest.getTimerCount()).toBe(1);
    state.isConnected = false;
    jest.advanceTimersByTime(500);
    expect(jest.getTimerCount()).toBe(0);
  });
});
