import type { ReadingCallbacks } from "../../consumers/files/log-source";
import { Batcher } from "../../engine/batcher";
import { createEngine, type Engine } from "../../engine/engine";
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
export type Reading = Partial<Pick<ReadingCallbacks, "reader" | "chunkBytes" | "onDecoded" | "onDamage" | "onForeign">>;

/** What the log as it lies comes to. */
export interface StraightRun {
  readonly records: number;
  readonly undated: number;
  readonly late: ReadonlySet<number>;
  /** All that is written of it. */
  readonly bytes: string;
  /** What stands in the end, of what an order can be proved for. */
  readonly finals: FinalsCollector;
  /** The same out of every change. */
  readonly changes: FinalsCollector;
}

/** Folds the log in batches of a size: the digest of all that is written, every change and what stands. */
export async function runForBytes(options: VerifyOptions, feed: Feed, batchRecords: number): Promise<string> {
  const bytes = new BytesCollector();
  const engines = enginesFor(options, bytes.outputs, bytes.revisions);
  const batchers = engines.map((engine) => new Batcher(engine, () => undefined, batchRecords));
  await feed((record) => {
    for (const batcher of batchers) batcher.take(record, undefined);
  });
  finish(batchers, engines);
  return bytes.digest();
}

/** An engine that emits what stands in the end, and one that emits every change. */
function enginesFor(options: VerifyOptions, finals: Outputs, changes: Outputs): readonly [Engine, Engine] {
  return [
    createEngine(options.policy, finals, { fold: options.createFold?.(), emits: "finals" }),
    createEngine(options.policy, changes, { fold: options.createFold?.() }),
  ];
}

function finish(batchers: readonly Pick<Batcher, "flush">[], engines: readonly Engine[]): void {
  for (const batcher of batchers) batcher.flush();
  for (const engine of engines) engine.finish();
}

/**
 * Folds the log as it lies twice over: all of it, for what is written, and what an order can be proved for. `log` counts what
 * becomes of its records.
 */
export async function runStraight(options: VerifyOptions, feed: Feed, log: LogReadingCollector): Promise<StraightRun> {
  const bytes = new BytesCollector();
  const [finals, changes] = [new FinalsCollector(), new FinalsCollector()];
  const proved = enginesFor(options, finals, changes);
  const provable = proved.map((engine) => new Batcher(engine, () => undefined));
  const whole = enginesFor(options, withRejections(bytes.outputs, log), bytes.revisions);
  const late = new Set<number>();
  let records = 0;
  let undated = 0;
  const [ofFinals, ofChanges] = [
    new Batcher<number>(whole[0], (record, outcome, index) => {
      log.record(record, outcome);
      if (outcome === "late" || isRejectedWhole(record, outcome)) late.add(index);
      else if (isUndated(record)) undated += 1;
      else if (!isSwitch(record)) for (const one of provable) one.take(record, undefined);
    }),
    new Batcher(whole[1], () => undefined),
  ];
  await feed((record, index) => {
    records += 1;
    ofFinals.take(record, index);
    ofChanges.take(record, undefined);
  });
  finish([ofFinals, ofChanges], whole);
  finish(provable, proved);
  return { records, undated, late, bytes: bytes.digest(), finals, changes };
}

function withRejections(outputs: Outputs, log: LogReadingCollector): Outputs {
  return {
    ...outputs,
    rejection(rejection) {
      outputs.rejection(rejection);
      log.rejection(rejection);
    },
  };
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
  onArranged: (record: Decoded) => void = () => undefined,
): Promise<void> {
  const engine = createEngine(options.policy, outputs, { fold: options.createFold?.(), emits: "finals" });
  const batcher = new Batcher(engine, onArranged);
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
