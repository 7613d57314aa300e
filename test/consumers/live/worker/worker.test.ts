import { IntakeLimits } from "../../../../src/consumers/live/intake/intake-limits";
import type { MemberListener, TopicLog } from "../../../../src/consumers/live/port/port";
import { Worker } from "../../../../src/consumers/live/worker/worker";
import type { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import { partsOf } from "../../../support/live-steps";
import { createSmallLog, foldSmall, openSmall, policyOf, smallOptions } from "../../../support/small-service";

const other = policyOf({ defaults: { holdMax: 1000 } });

/** A worker whose group gives it what the test says. */
async function startWorker(log: MemoryLog) {
  let group: MemberListener | undefined;
  const nothing = async () => Promise.resolve();
  const port: TopicLog = {
    ...partsOf(log),
    errors: log.errors,
    connect: nothing,
    disconnect: nothing,
    groupOffsets: async (groupId, topic) => log.groupOffsets(groupId, topic),
    partitionCount: async (topic) => log.partitionCount(topic),
    createMember(_order, listener) {
      group = listener;
      const silent = () => undefined;
      return { start: nothing, leave: nothing, pause: silent, resume: silent, seek: silent };
    },
  };
  const options = smallOptions("p");
  const worker = new Worker(port, { ...options, sessionMs: 6000, now: undefined, onRebalanced: () => undefined });
  await worker.start();
  return { worker, group: () => group, give: (...partitions: number[]) => group?.onJoined(partitions) };
}

/** A state that has gone on from the usual policy to another one. */
async function switchMeanwhile(log: MemoryLog): Promise<void> {
  for (const options of [smallOptions("p"), smallOptions("p", 1, { own: other, from: "now" })]) {
    const task = await openSmall(log, options);
    await foldSmall(log, task);
    await task.tick(undefined, task.next());
    await task.drop();
  }
}

async function outcomeOf(worker: Worker): Promise<unknown> {
  let outcome: unknown;
  worker.ended.then(
    () => (outcome = "ended"),
    (error: unknown) => (outcome = error),
  );
  while (outcome === undefined) {
    await new Promise((resolve) => setImmediate(resolve));
    const { isReady, partitions } = worker.status();
    if (isReady && partitions.length > 0) outcome ??= "ready";
  }
  return outcome;
}

test("who waited for partitions while the policy was switched follows, as those do who served", async () => {
  const log = createSmallLog(["p"], 1, 3);
  const { worker, give } = await startWorker(log);
  give();
  await switchMeanwhile(log);
  give(0);

  expect(await outcomeOf(worker)).toBe("ready");
  await worker.stop();
});

test("who is started with a policy that was left is refused", async () => {
  const log = createSmallLog(["p"], 1, 3);
  await switchMeanwhile(log);
  const { worker, give } = await startWorker(log);
  give(0);

  expect(await outcomeOf(worker)).toMatchObject({ code: "stateWrong" });
});

test("nothing that was fetched is waited for once it is no member, as while its group deals out partitions anew", async () => {
  const wait = jest.spyOn(IntakeLimits.prototype, "wait").mockResolvedValue();
  try {
    const { worker, give, group } = await startWorker(createSmallLog(["p"], 1, 3));
    const isWaitOver = () => {
      void group()?.whenFetchable({ topic: "t", partition: 0 });
      return wait.mock.lastCall?.[1]();
    };
    give();
    expect(isWaitOver()).toBe(false);
    group()?.onRebalancing();
    expect(isWaitOver()).toBe(true);
    give();
    expect(isWaitOver()).toBe(false);
    group()?.onCrashed(new Error("gone"), true);
    expect(isWaitOver()).toBe(true);
    await worker.stop();
  } finally {
    wait.mockRestore();
  }
});
