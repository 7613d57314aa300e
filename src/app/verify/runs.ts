import type { ReadingNews } from "../../consumers/files/log-source";
import { Batcher } from "../../engine/batcher";
import { createEngine } from "../../engine/engine";
import type { Outputs, RecordOutcome } from "../../engine/ports";
import { Reference } from "../../engine/reference/reference";
import type { Decoded } from "../../models/decoded";
import type { LogReadingCollector } from "../log-reading";
import { ShardMerge, type MergeOptions } from "../sharding/shard-merge";
import { Arranger, type Arrangement } from "./arrangement";
import { BytesCollector } from "./bytes-collector";
import { FinalsCollector, type Finals } from "./finals";
import type { VerifyOptions } from "./verify-options";

/** Gives each record of the log, once more for each run. */
export type Feed = (give: (record: Decoded, index: number) => void) => Promise<void>;
/** What a run reads otherwise than usual. */
export type Reading = Partial<Pick<ReadingNews, "reader" | "chunkBytes" | "onDecoded" | "onDamage" | "onForeign">>;

/** What the log as it lies comes to. */
export interface StraightRun {
  readonly records: number;
  readonly undated: number;
  readonly late: ReadonlySet<number>;
  readonly finals: FinalsCollector;
  /** The same out of every change. */
  readonly changes: FinalsCollector;
}

/** Folds the log as it lies, in batches of a size: the digest of all that is written, every change and what stands. */
export async function runForBytes(options: VerifyOptions, feed: Feed, batchRecords?: number): Promise<string> {
  const bytes = new BytesCollector();
  const engines = [
    createEngine(options.policy, bytes.outputs, { fold: options.createFold?.(), emits: "finals" }),
    createEngine(options.policy, bytes.revisions, { fold: options.createFold?.() }),
  ];
  const batchers = engines.map((engine) => new Batcher(engine, () => undefined, batchRecords));
  await feed((record) => {
    for (const batcher of batchers) batcher.take(record, undefined);
  });
  for (const batcher of batchers) batcher.flush();
  for (const engine of engines) engine.finish();
  return bytes.digest();
}

/** Folds what of the log as it lies an order can be proved for; `log` counts what becomes of its records. */
export async function runStraight(options: VerifyOptions, feed: Feed, log: LogReadingCollector): Promise<StraightRun> {
  const [finals, changes] = [new FinalsCollector(), new FinalsCollector()];
  const whole = createEngine(options.policy, rejectionsTo(log), { fold: options.createFold?.(), emits: "finals" });
  const proved = [
    createEngine(options.policy, finals, { fold: options.createFold?.(), emits: "finals" }),
    createEngine(options.policy, changes, { fold: options.createFold?.() }),
  ];
  const provable = proved.map((engine) => new Batcher(engine, () => undefined));
  const late = new Set<number>();
  let records = 0;
  let undated = 0;
  const batcher = new Batcher<number>(whole, (record, outcome, index) => {
    log.record(record, outcome);
    if (outcome === "late" || isRejectedWhole(record, outcome)) late.add(index);
    else if (isUndated(record)) undated += 1;
    else if (!isSwitch(record)) for (const one of provable) one.take(record, undefined);
  });
  await feed((record, index) => {
    records += 1;
    batcher.take(record, index);
  });
  batcher.flush();
  for (const one of provable) one.flush();
  for (const engine of proved) engine.finish();
  return { records, undated, late, finals, changes };
}

function rejectionsTo({ rejection }: LogReadingCollector): Outputs {
  const silent = () => undefined;
  return { measurement: silent, deadline: silent, conversation: silent, rejection };
}

/** Folds the log on two workers; undefined where it cannot be divided. */
export async function runOnWorkers(
  options: VerifyOptions,
  sharding: Pick<MergeOptions, "policy" | "overrides" | "isOnOneThread">,
): Promise<string | undefined> {
  const bytes = new BytesCollector();
  const { logs, recordBytesMax } = options;
  const merge = new ShardMerge(
    { logs, recordBytesMax, ...sharding, workers: 2, until: undefined, revisions: true },
    bytes,
    {
      onProgress: () => undefined,
    },
  );
  try {
    const ended = await merge.run(new AbortController().signal);
    return ended === "done" ? bytes.digest() : undefined;
  } finally {
    await merge.stop();
  }
}

/** Whether a record that could be read was rejected: a fault of our own came in its way. */
function isRejectedWhole(record: Decoded, outcome: RecordOutcome): boolean {
  return record.kind === "observations" && outcome === "rejected";
}

/** Whether a record has no instant of its own. */
export function isUndated(record: Decoded): boolean {
  return record.kind === "observations" && record.at === undefined;
}

/** Whether a record is a switch to a further policy: what it comes to depends on its place, so all orders are tried under the first one. */
function isSwitch(record: Decoded): boolean {
  return record.kind === "ignored" && record.policySwitch !== undefined && record.policySwitch.from !== "start";
}

/** Whether a record has a place in any order. */
function hasOrder(record: Decoded): boolean {
  return !isUndated(record) && !isSwitch(record);
}

/** What the reference comes to, and the conversations of which something stands. */
export interface ReferenceRun {
  readonly finals: Finals;
  readonly conversations: ReadonlySet<string>;
}

/** Folds the log as it lies by the reference, without what no order can be proved for. It holds all records in memory. */
export async function runByReference(
  options: VerifyOptions,
  late: ReadonlySet<number>,
  feed: Feed,
): Promise<ReferenceRun> {
  const reference = new Reference(options.policy);
  await feed((record, index) => {
    if (!late.has(index) && hasOrder(record)) reference.take(record);
  });
  const finals = new FinalsCollector();
  const conversations = new Set<string>();
  for (const final of reference.finals(reference.latest()).values()) {
    conversations.add(final.type === "conversation" ? final.id : final.conversationId);
    if (final.type === "measurement") finals.measurement(final);
    else if (final.type === "deadline") finals.deadline(final);
    else finals.conversation(final);
  }
  return { finals, conversations };
}

/** Folds the log in another order. */
export async function runArranged(
  options: VerifyOptions,
  arrangement: Arrangement,
  late: ReadonlySet<number>,
  feed: Feed,
): Promise<Finals> {
  const finals = new FinalsCollector();
  await arrange(options, arrangement, late, feed, finals);
  return finals;
}

/** Gives the log to an engine in another order. */
export async function arrange(
  options: VerifyOptions,
  arrangement: Arrangement,
  late: ReadonlySet<number>,
  feed: Feed,
  outputs: Outputs,
  onGiven: (record: Decoded) => void = () => undefined,
): Promise<void> {
  const engine = createEngine(options.policy, outputs, { fold: options.createFold?.(), emits: "finals" });
  const batcher = new Batcher(engine, onGiven);
  const arranger = new Arranger(arrangement, options.policy.latenessMs, (record) => {
    batcher.take(record, undefined);
  });
  await feed((record, index) => {
    if (!late.has(index) && hasOrder(record)) arranger.take(record);
  });
  arranger.end();
  batcher.flush();
  engine.finish();
}
