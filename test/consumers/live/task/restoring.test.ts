import type { PartitionLog, Reading } from "../../../../src/consumers/live/port/port";
import { sharingBounds } from "../../../../src/consumers/live/worker/shared-bounds";
import { AppError } from "../../../../src/models/app-error";
import { partsOf } from "../../../support/live-steps";
import { createSmallLog, foldSmall, openSmall, policyOf, smallOptions } from "../../../support/small-service";

/** A log that notes what is read of a topic: each record by its offset. */
function noting(log: PartitionLog, topic: string) {
  const seen: bigint[] = [];
  const read: PartitionLog["read"] = async (reading: Reading, take) =>
    log.read(reading, (record) => {
      if (reading.topic === topic) seen.push(record.offset);
      return take(record);
    });
  return { log: { ...partsOf(log), read }, seen };
}

const other = policyOf({ defaults: { holdMax: 1000 } });

async function createServed() {
  const log = createSmallLog(["p"], 1, 40);
  const task = await openSmall(log, smallOptions("p"));
  await foldSmall(log, task);
  await task.flush();
  await task.drop();
  return log;
}

test("a state that goes by another policy is read once; what came behind is read as well", async () => {
  const { log, seen } = noting(await createServed(), "p.state");
  const task = await openSmall(log, smallOptions("p", 1, { own: other, from: "now" }));

  expect(task.failure).toBeUndefined();
  expect(task.next()).toBe(40n);
  const conversations = task.fold.counts().openConversations;
  expect(conversations).toBe(40);
  // Its end is looked at twice at most, for whose it is.
  const tail = 2 * 16;
  expect(seen.length - new Set(seen).size).toBeLessThanOrEqual(tail);
});

test("whoever may not go on from a state by its policy fences nobody", async () => {
  const log = createSmallLog(["p"], 1, 40);
  const rightful = await openSmall(log, smallOptions("p"));
  await foldSmall(log, rightful, 20n);
  const refused = await openSmall(log, smallOptions("p", 1, { own: other }));

  expect(refused.failure).toMatchObject({ code: "stateWrong" });
  await foldSmall(log, rightful);
  expect(rightful.written).toBe(40n);
});

test("whoever opens many partitions at once asks once where a topic ends", async () => {
  const log = createSmallLog(["p"], 8, 2);
  let asked = 0;
  const counting: PartitionLog = {
    ...partsOf(log),
    async boundsOf(topic) {
      asked += Number(topic === "p.state");
      await new Promise((resolve) => setImmediate(resolve));
      return log.boundsOf(topic);
    },
  };
  const shared = sharingBounds(counting);
  await Promise.all(Array.from({ length: 8 }, async () => shared.boundsOf("p.state")));

  expect(asked).toBe(1);
  expect((await shared.boundsOf("p.state")).length).toBe(8);
  expect(asked).toBe(2);
});

test("who asks while an answer hangs for long does not wait for that one", async () => {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
  try {
    const log = createSmallLog(["p"]);
    let isHanging = true;
    const boundsOf: PartitionLog["boundsOf"] = async (topic) =>
      isHanging ? new Promise(() => undefined) : log.boundsOf(topic);
    const shared = sharingBounds({ ...partsOf(log), boundsOf });
    void shared.boundsOf("p.state");
    isHanging = false;
    jest.advanceTimersByTime(1000);
    expect(await shared.boundsOf("p.state")).toHaveLength(1);
  } finally {
    jest.useRealTimers();
  }
});

test("a state of which a batch cannot be read is not to be deleted, as an input is", async () => {
  const log = await createServed();
  const broken: PartitionLog = {
    ...partsOf(log),
    async read(reading, take) {
      if (reading.topic === "p.state" && reading.from === 0n)
        throw new AppError("inputUnreadable", "The batch of p.state[0] cannot be unpacked", "Delete it.");
      return log.read(reading, take);
    },
  };
  const task = await openSmall(broken, smallOptions("p"));
  const advice = expect.stringMatching(/^Restore the topic/) as string;
  expect(task.failure).toMatchObject({
    code: "stateWrong",
    message: "The batch of p.state[0] cannot be unpacked",
    advice,
  });
});
