import { crc32 } from "node:zlib";

import { Intake, type IntakeBounds } from "../../src/consumers/live/intake/intake";
import { createMessageDecoder } from "../../src/consumers/live/records/message-decoder";
import { PartitionTask } from "../../src/consumers/live/task/partition-task";
import { PolicyChoice, type PolicyOptions } from "../../src/consumers/live/policy/policy-choice";
import type { LogRecord, PartitionLog } from "../../src/consumers/live/port/port";
import { readServed } from "../../src/consumers/live/recording/recorded-policies";
import type { TaskOptions } from "../../src/consumers/live/task/task-options";
import { inputName, nameTopics, type TopicNames } from "../../src/consumers/live/port/topic-names";
import { Openings } from "../../src/consumers/live/task/openings";
import { TimeoutError } from "../../src/consumers/live/port/waiting";
import { MemoryLog } from "../../src/consumers/memory/memory-log";
import type { Policy } from "../../src/models/policy";
import type { KeptPolicy, PolicyReach, PolicySwitch } from "../../src/models/policy-switch";
import { policyWith } from "../../src/models/policy-values";
import { KEPT_POLICIES } from "./switches";
import { FaultInjector, faultyLog, faultyPhases, type Process, type FaultPlan } from "./faulty-log";
import { readAll } from "./read-all";

export const INPUT = "in";
export const TOPICS = nameTopics(INPUT, "out");
/** Conversations are evicted, swept, and come back within the hours that a trial plays. */
const OWN_POLICY = kept(0);
export const POLICY: Policy = policyWith(OWN_POLICY.values, OWN_POLICY.digest);

function kept(policy: number): KeptPolicy {
  const chosen = KEPT_POLICIES[policy];
  if (chosen === undefined) throw new RangeError("there is no such policy");
  return chosen;
}
const CHECKPOINT_MS = 10_000;
/** One for all owners: what it remembers is only to be fast, and takes long to set up. */
const DECODER = createMessageDecoder(1 << 20);
const WRITER = { groupId: "g", topics: TOPICS, during: async <R>(_phase: string, work: () => Promise<R>) => work() };

/** A step of a trial. Owners are numbered from the last, which is the rightful one. */
export type Step =
  | { readonly kind: "produce"; readonly records: number; readonly aborted: number }
  | {
      readonly kind: "feed";
      readonly owner: number;
      readonly topic: number;
      readonly records: number;
      readonly back: number;
    }
  | { readonly kind: "tick"; readonly owner: number }
  | { readonly kind: "pass"; readonly ms: number }
  /** The rightful owner reads all that there is, and nothing comes for a while. */
  | { readonly kind: "idle"; readonly ms: number }
  | { readonly kind: "open" }
  /** Whoever is opened from now on has another policy, and the rightful owner is restarted. */
  | { readonly kind: "policy"; readonly policy: number; readonly from: PolicyReach }
  | { readonly kind: "drop"; readonly owner: number }
  | { readonly kind: "wake"; readonly index: number };

/** What a trial is made of. */
export interface TrialOptions {
  readonly records: readonly Pick<LogRecord, "key" | "value" | "timestamp">[];
  readonly steps: readonly Step[];
  readonly plan: FaultPlan;
  readonly sliceRecords: number;
  readonly hasClock: boolean;
  /** Where it reads and writes; of several inputs each record is in one, whichever conversation it is of. */
  readonly topics?: TopicNames;
  /** How far one input may run ahead of another. */
  readonly aheadMs?: number;
  /** Makes the log that an owner works on worse than it is. */
  readonly plant?: (log: PartitionLog, owner: number) => PartitionLog;
}

/** An owner of the partition: the real task with what waits for it, in a process of its own. */
class Owner implements Process {
  isDead = false;
  failure: unknown;
  readonly task: PartitionTask;
  readonly intake: Intake;

  constructor(
    log: PartitionLog,
    injector: FaultInjector,
    { topics = TOPICS, sliceRecords, aheadMs = 0 }: TrialOptions,
    policy: PolicyOptions,
    endIn: IntakeBounds["endIn"],
  ) {
    const kind = { semantics: "1", partitions: 1, input: inputName(topics), group: "g" };
    const policies = new PolicyChoice(policy);
    const taskOptions = taskOptionsOf({ topics, kind, during: faultyPhases(injector, this), policies });
    this.task = new PartitionTask(faultyLog(log, injector, this), 0, taskOptions, new Openings());
    const flow = {
      pause: () => undefined,
      resume: () => undefined,
      onFailure: (_: unknown, e: unknown) => this.fail(e),
    };
    this.intake = new Intake(this.task, topics.inputs, flow, {
      bytesMax: () => 1e9,
      sliceRecords: () => sliceRecords,
      endIn,
      aheadMs: () => aheadMs,
      awaitedMs: Infinity,
    });
    void this.task.ready.then(() => {
      if (this.task.failure !== undefined) this.fail(this.task.failure);
    });
  }

  get isWorking(): boolean {
    return !this.isDead && this.failure === undefined && this.task.isOpen && !this.task.isDropped;
  }

  get isGone(): boolean {
    return this.isDead || this.failure !== undefined || this.task.isDropped;
  }

  fail(error: unknown): void {
    this.failure ??= error;
    void this.drop();
  }

  async drop(): Promise<void> {
    this.intake.close();
    await this.task.drop().catch(() => undefined);
  }

  async tick(now: number | undefined, end: bigint): Promise<void> {
    await this.task.tick(now, end).catch((error: unknown) => this.fail(error));
  }
}

/** How a partition is served, with nobody who counts or logs. */
export function taskOptionsOf(some: Pick<TaskOptions, "during"> & Partial<TaskOptions>): TaskOptions {
  const silent = () => undefined;
  return {
    topics: TOPICS,
    groupId: WRITER.groupId,
    policies: new PolicyChoice({ own: OWN_POLICY, from: undefined, mayReturn: false }),
    kind: { semantics: "1", partitions: 1, input: INPUT, group: "g" },
    decoder: DECODER,
    misrouted: "reject",
    checkpointMs: CHECKPOINT_MS,
    log: { info: silent, warn: silent, error: silent },
    onRecords: silent,
    onRejected: silent,
    onBehind: silent,
    onStage: silent,
    onMeasured: silent,
    onCorrected: silent,
    onDeadline: silent,
    onFault: silent,
    onTransaction: silent,
    onProcessed: silent,
    onReopened: silent,
    onRestored: silent,
    ...some,
  };
}

/** Lets all that can go on without time go on. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** A partition of a log in memory, its owners, and what befalls them. Timers must be fake ones, but for `setImmediate`. */
export class Trial {
  readonly log = new MemoryLog();
  readonly injector: FaultInjector;
  readonly owners: Owner[] = [];
  private readonly topics: TopicNames;
  /** Where each input ends. */
  private readonly ends = new Map<string, bigint>();
  private produced = 0;
  private policy: PolicyOptions = { own: OWN_POLICY, from: "now", mayReturn: true, conversationsAtOnce: 2 };

  constructor(private readonly options: TrialOptions) {
    this.topics = options.topics ?? TOPICS;
    for (const topic of Object.values({ ...this.topics }).flat()) this.log.createTopic(topic, 1);
    this.injector = new FaultInjector(options.plan, async () => this.log.createWriter(0, WRITER).open());
  }

  /** Takes all steps, lets the rest be done in peace, and gives what was committed. */
  async run(): Promise<Committed> {
    for (const step of this.options.steps) {
      await this.take(step);
      await settle();
    }
    await this.finish();
    return committedIn(this.log, 0, this.topics);
  }

  /** Why owners failed, where that was for another reason than what befell them. */
  faults(): unknown[] {
    const failures = this.owners.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
    return failures.filter((failure) => {
      const isOurs = this.log.errors.kindOf(failure) === undefined && !(failure instanceof TimeoutError);
      return isOurs && !(failure instanceof Error && failure.message.includes("the partition went elsewhere"));
    });
  }

  private async take(step: Step): Promise<void> {
    switch (step.kind) {
      case "produce":
        return this.produce(step.records, step.aborted);
      case "feed":
        return this.feed(this.ownerAt(step.owner), this.inputAt(step.topic), step.records, BigInt(step.back));
      case "tick":
        return this.tick(this.ownerAt(step.owner));
      case "pass":
        jest.advanceTimersByTime(step.ms);
        return undefined;
      case "idle":
        return this.idle(step.ms);
      case "open":
        return void this.open();
      case "policy":
        this.policy = { ...this.policy, own: kept(step.policy), from: step.from };
        return void this.ownerAt(0).drop();
      case "drop":
        return void this.ownerAt(step.owner).drop();
      case "wake":
        return this.injector.resume(step.index);
    }
  }

  private open(): Owner {
    const { plant } = this.options;
    const log = plant === undefined ? this.log : plant(this.log, this.owners.length);
    const owner = new Owner(log, this.injector, this.options, this.policy, (topic) => this.ends.get(topic) ?? 0n);
    this.owners.push(owner);
    return owner;
  }

  /** Where the rightful owner is gone, another one takes its place. */
  private ownerAt(number: number): Owner {
    const last = this.owners.at(-1);
    const rightful = last === undefined || last.isGone ? this.open() : last;
    return number === 0 ? rightful : (this.owners.at(-1 - (number % this.owners.length)) ?? rightful);
  }

  private async produce(records: number, aborted: number): Promise<void> {
    if (aborted > 0) await this.produceInVain(aborted);
    for (const record of this.options.records.slice(this.produced, this.produced + records)) {
      // No record is written before it is made.
      jest.setSystemTime(Math.max(Date.now(), record.timestamp));
      const topic = this.inputAt(crc32(record.value ?? ""));
      this.ends.set(topic, 1n + this.log.append(topic, 0, record));
    }
    this.produced += records;
  }

  private inputAt(number: number): string {
    const { inputs } = this.topics;
    return inputs[number % inputs.length] ?? "";
  }

  /** A producer whose transaction is aborted. */
  private async produceInVain(records: number): Promise<void> {
    const during: TaskOptions["during"] = async (phase, work) => {
      if (phase === "commit") throw new Error("in vain");
      return work();
    };
    const producer = this.log.createWriter(0, { ...WRITER, groupId: "producer", during });
    await producer.open();
    const outgoing = Array.from({ length: records }, () => ({ topic: INPUT, key: "v1", value: "{}" }));
    await producer.write(outgoing, undefined).catch(() => undefined);
    await this.log.createWriter(0, { ...WRITER, groupId: "producer" }).open();
  }

  /** Gives an owner what was fetched, or again what it was given before. */
  private async feed(owner: Owner, topic: string, most: number, back: bigint): Promise<void> {
    if (!owner.isWorking) return;
    const next = owner.intake.next(topic);
    const from = next > back ? next - back : 0n;
    const found = await this.committed(topic, from);
    const records = found.slice(0, most);
    const last = records.at(-1);
    const end = await this.endIn(topic);
    this.ends.set(topic, end);
    if (last !== undefined) owner.intake.take(topic, records, from, last.offset + 1n);
    else owner.intake.skip(topic, from, end);
  }

  private async feedAll(owner: Owner): Promise<void> {
    for (const topic of this.topics.inputs) {
      await this.feed(owner, topic, Infinity, 0n);
      await settle();
    }
  }

  private async tick(owner: Owner): Promise<void> {
    const end = await this.end();
    if (owner.isWorking) void owner.tick(this.options.hasClock ? Date.now() : undefined, end);
  }

  private async idle(ms: number): Promise<void> {
    const owner = this.ownerAt(0);
    await settle();
    await this.feedAll(owner);
    jest.advanceTimersByTime(ms);
    await this.tick(owner);
  }

  /** The place at which all is read. */
  private async end(): Promise<bigint> {
    let end = 0n;
    for (const topic of this.topics.inputs) end += await this.endIn(topic);
    return end;
  }

  private async endIn(topic: string): Promise<bigint> {
    return (await this.log.boundsOf(topic))[0]?.high ?? 0n;
  }

  private async committed(topic: string, from = 0n): Promise<LogRecord[]> {
    return readAll(this.log, { topic, partition: 0, from });
  }

  /** No fault comes any more: who hangs goes on, and whoever is left at last deals with all that there is. */
  private async finish(): Promise<void> {
    await this.produce(this.options.records.length, 0);
    this.injector.end();
    await settle();
    for (let tries = 0; ; tries += 1) {
      if (tries > FINISHING_TRIES) throw new Error("the partition does not get on");
      const owner = this.ownerAt(0);
      await settle();
      await this.feedAll(owner);
      if (await this.hasDone(owner)) return;
    }
  }

  /** Whether an owner has dealt with all: then time passes, and it writes the views that are left. */
  private async hasDone(owner: Owner): Promise<boolean> {
    const end = await this.end();
    if (!owner.isWorking || owner.task.next() !== end) return false;
    for (let times = 0; times < 2; times += 1) {
      jest.setSystemTime(ENDS_AT + times * CHECKPOINT_MS);
      await this.tick(owner);
      await settle();
    }
    return !owner.isGone && owner.task.written === end;
  }
}

const FINISHING_TRIES = 200;
/** The clock at the end of each trial: after all that is emitted. */
export const ENDS_AT = Date.UTC(2026, 2, 20);

/** What is committed in each topic at the end of a trial. */
export interface Committed {
  /** The inputs, merged by their timestamps. */
  readonly input: readonly (LogRecord & { readonly topic: string })[];
  readonly measurements: readonly LogRecord[];
  readonly deadlines: readonly LogRecord[];
  readonly conversations: readonly LogRecord[];
  readonly rejects: readonly LogRecord[];
  /** By which policies the partition went. */
  readonly policies: readonly PolicySwitch[];
}

/** What is committed of a partition. */
export async function committedIn(log: PartitionLog, partition: number, topics = TOPICS): Promise<Committed> {
  const { inputs, measurements, deadlines, conversations, rejects, state } = topics;
  const input: (LogRecord & { readonly topic: string })[] = [];
  for (const topic of inputs)
    for (const record of await readAll(log, { topic, partition })) input.push({ ...record, topic });
  return {
    policies: (await readServed(log, state, partition)).policies,
    input: inputs.length === 1 ? input : input.toSorted((one, other) => one.timestamp - other.timestamp),
    measurements: await readAll(log, { topic: measurements, partition }),
    deadlines: await readAll(log, { topic: deadlines, partition }),
    conversations: await readAll(log, { topic: conversations, partition }),
    rejects: await readAll(log, { topic: rejects, partition }),
  };
}
