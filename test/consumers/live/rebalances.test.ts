import fc from "fast-check";

import type { MemberListener, TopicLog } from "../../../src/consumers/live/port/port";
import { Worker } from "../../../src/consumers/live/worker/worker";
import { MemoryLog } from "../../../src/consumers/memory/memory-log";
import { BASE } from "../../support/hostile";
import { inputs, type InputRecord } from "../../support/live-input";
import { expectAsReplayed } from "../../support/live-law";
import { committedIn, ENDS_AT, taskOptionsOf, INPUT, TOPICS } from "../../support/live-trial";
import { runs } from "../../support/runs";
import { FaultInjector, FAULTS, faultyLog, faultyPhases, type Process, type FaultPlan } from "../../support/faulty-log";

const PARTITIONS = 3;
const GROUP = "g";
const WORKERS_MAX = 3;

type Step =
  | { readonly kind: "produce"; readonly records: number }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "start" | "rebalance" }
  | { readonly kind: "stop" | "kill" | "expel" | "wake"; readonly index: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("produce" as const), records: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(100, 400, 1200, 4000) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("start" as const, "rebalance" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("stop" as const, "kill" as const, "expel" as const, "wake" as const),
      index: fc.nat(3),
    }),
  },
);
const plan: fc.Arbitrary<FaultPlan> = fc.array(fc.tuple(fc.nat(40), fc.constantFrom(...FAULTS)), { maxLength: 10 });
const scenarios = fc.record({
  records: inputs,
  steps: fc.array(step, { minLength: 8, maxLength: 30 }),
  plan,
  hasClock: fc.boolean(),
});

/** A worker in a process of its own, which its group may give up. */
class Host implements Process {
  isDead = false;
  isStopped = false;
  failure: unknown;
  readonly worker: Worker;
  private leave: () => Promise<void> = async () => Promise.resolve();

  constructor(log: MemoryLog, injector: FaultInjector, hasClock: boolean) {
    const options = taskOptionsOf({ during: faultyPhases(injector, this) });
    const now = hasClock ? Date.now : undefined;
    this.worker = new Worker(this.logOf(log, injector), {
      ...options,
      kind: { ...options.kind, partitions: PARTITIONS },
      now,
      sessionMs: 6000,
      onRebalanced: () => undefined,
    });
    this.worker.ended.then(
      () => (this.isStopped = true),
      (error: unknown) => (this.failure = error),
    );
    void this.worker.start();
  }

  /** It is not heard of any more, and knows nothing of that. */
  expel(): void {
    void this.leave();
  }

  kill(): void {
    this.isDead = true;
    this.expel();
  }

  private logOf(log: MemoryLog, injector: FaultInjector): TopicLog {
    return {
      ...faultyLog(log, injector, this),
      errors: log.errors,
      connect: async () => log.connect(),
      disconnect: async () => log.disconnect(),
      groupOffsets: async (groupId, topic) => log.groupOffsets(groupId, topic),
      partitionCount: async (topic) => log.partitionCount(topic),
      createMember: (options, listener) => {
        const member = log.createMember(options, this.whileAlive(listener));
        this.leave = member.leave.bind(member);
        return member;
      },
    };
  }

  private whileAlive(listener: MemberListener): MemberListener {
    const forward =
      <Given extends unknown[]>(listener: (...given: Given) => void) =>
      (...given: Given) => {
        if (!this.isDead) listener(...given);
      };
    return {
      onJoined: forward(listener.onJoined),
      onRebalancing: forward(listener.onRebalancing),
      onHeartbeat: forward(listener.onHeartbeat),
      onCrashed: forward(listener.onCrashed),
      onSkipped: forward(listener.onSkipped),
      onFetched: (batch) => !this.isDead && listener.onFetched(batch),
      isStaying: () => true,
      whenFetchable: async () => Promise.resolve(),
    };
  }
}

/** A service of some workers on a log in memory. */
class Service {
  readonly log = new MemoryLog();
  readonly hosts: Host[] = [];
  readonly injector: FaultInjector;
  private produced = 0;

  constructor(
    private readonly records: readonly InputRecord[],
    faults: FaultPlan,
    private readonly hasClock: boolean,
  ) {
    for (const topic of Object.values({ ...TOPICS }).flat()) this.log.createTopic(topic, PARTITIONS);
    const options = {
      groupId: GROUP,
      topics: TOPICS,
      during: taskOptionsOf({ during: async (_, work) => work() }).during,
    };
    this.injector = new FaultInjector(faults, async () =>
      this.log.createWriter(this.produced % PARTITIONS, options).open(),
    );
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case "produce":
        return this.produce(step.records);
      case "pass":
        await jest.advanceTimersByTimeAsync(step.ms);
        return undefined;
      case "start":
        return this.start();
      case "rebalance":
        return this.log.rebalance(GROUP, TOPICS.inputs);
      case "wake":
        return this.injector.resume(step.index);
      case "stop":
        return void this.hostAt(step.index)?.worker.stop();
      case "kill":
        return this.hostAt(step.index)?.kill();
      case "expel":
        return this.hostAt(step.index)?.expel();
    }
  }

  /** No fault comes any more, and a new worker has the group for itself. */
  async finish(): Promise<void> {
    this.produce(this.records.length);
    this.injector.end();
    for (const host of this.hosts) host.expel();
    const last = new Host(this.log, this.injector, this.hasClock);
    this.hosts.push(last);
    jest.setSystemTime(ENDS_AT);
    const hasDone = () => {
      const { isReady, lag } = last.worker.status();
      return isReady && lag.size === PARTITIONS && [...lag.values()].every((records) => records === 0);
    };
    for (let seconds = 0; !hasDone() || seconds < 8; seconds += 1) {
      if (seconds > 120) throw new Error("the partitions do not get on");
      await jest.advanceTimersByTimeAsync(1000);
    }
    void last.worker.stop();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(last.isStopped).toBe(true);
  }

  private start(): void {
    const alive = this.hosts.filter(({ isDead, isStopped }) => !isDead && !isStopped);
    if (alive.length < WORKERS_MAX) this.hosts.push(new Host(this.log, this.injector, this.hasClock));
  }

  private hostAt(index: number): Host | undefined {
    return this.hosts[this.hosts.length - 1 - (index % Math.max(1, this.hosts.length))];
  }

  private produce(records: number): void {
    for (const record of this.records.slice(this.produced, this.produced + records)) {
      jest.setSystemTime(Math.max(Date.now(), record.timestamp));
      this.log.append(INPUT, Number(/\d/.exec(String(record.key))?.[0] ?? 0) % PARTITIONS, record);
    }
    this.produced += records;
  }
}

describe("a group of workers", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const { numRuns } = runs(60);
  const wholeTrial = async () => {
    let workers = 0;
    await fc.assert(
      fc.asyncProperty(scenarios, async ({ records, steps, plan: faults, hasClock }) => {
        jest.clearAllTimers();
        jest.setSystemTime(BASE);
        const service = new Service(records, faults, hasClock);
        for (const one of steps) await service.take(one);
        await service.finish();
        for (let partition = 0; partition < PARTITIONS; partition += 1)
          expectAsReplayed(await committedIn(service.log, partition), hasClock, partition);
        expect(service.hosts.flatMap(({ failure }) => failure ?? [])).toEqual([]);
        workers += service.hosts.length;
      }),
      { numRuns },
    );
    expect(workers).toBeGreaterThan(1.5 * numRuns);
  };
  it(
    "emits what a replay emits, each revision once, however its partitions go to and fro",
    wholeTrial,
    Math.max(240_000, 2000 * numRuns),
  );
});
