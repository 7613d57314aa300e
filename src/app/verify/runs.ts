import type { ReadingNews } from "../../consumers/files/log-source";
import { Batcher } from "../../engine/batcher";
import { createEngine } from "../../engine/engine";
import type { Outputs, RecordOutcome } from "../../engine/ports";
import type { Decoded } from "../../models/decoded";
import { fanOut } from "../../sinks/fan-out";
import type { LogReadingCollector } from "../log-reading";
import { ShardMerge, type DealtOrder } from "../sharding/shard-merge";
import { Arranger, type Arrangement } from "./arrangement";
import { BytesCollector, FinalsCollector, type Finals } from "./finals";
import type { VerifyOrder } from "./verify-order";

/** Gives each record of the log, once more for each run. */
export type Feed = (give: (record: Decoded, index: number) => void) => Promise<void>;
/** What a run reads otherwise than usual. */
export type Reading = Partial<Pick<ReadingNews, "chunkBytes" | "onDecoded" | "onDamage" | "onForeign">>;

/** What the log as it lies comes to. */
export interface StraightRun {
  readonly records: number;
  readonly undated: number;
  readonly late: ReadonlySet<number>;
  readonly bytes: string;
  readonly finals: FinalsCollector;
}

/** How the log as it lies is folded: in batches of a size, and with what counts what becomes of its records. */
interface StraightOptions {
  readonly batchRecords?: number;
  readonly log?: LogReadingCollector;
}

/** Folds the log as it lies: all of it for its bytes, what an order can be proved for for its finals. */
export async function runStraight(
  order: VerifyOrder,
  feed: Feed,
  { batchRecords, log }: StraightOptions = {},
): Promise<StraightRun> {
  const bytes = new BytesCollector();
  const finals = new FinalsCollector();
  const whole = createEngine(order.policy, log === undefined ? bytes : fanOut([bytes, rejectionsTo(log)]), {
    fold: order.createFold?.(),
  });
  const proved = createEngine(order.policy, finals, { fold: order.createFold?.() });
  const late = new Set<number>();
  let records = 0;
  let undated = 0;
  const provable = new Batcher(proved, () => undefined, batchRecords);
  const batcher = new Batcher<number>(
    whole,
    (record, outcome, index) => {
      log?.record(record, outcome);
      if (outcome === "late" || isRejectedWhole(record, outcome)) late.add(index);
      else if (isUndated(record)) undated += 1;
      else provable.take(record, undefined);
    },
    batchRecords,
  );
  await feed((record, index) => {
    records += 1;
    batcher.take(record, index);
  });
  batcher.flush();
  provable.flush();
  whole.finish();
  proved.finish();
  return { records, undated, late, bytes: bytes.digest(), finals };
}

function rejectionsTo({ rejection }: LogReadingCollector): Outputs {
  const silent = () => undefined;
  return { measurement: silent, deadline: silent, conversation: silent, rejection };
}

/** Folds the log on two workers; undefined where it cannot be dealt out. */
export async function runOnWorkers(
  order: VerifyOrder,
  dealt: Pick<DealtOrder, "policy" | "overrides">,
): Promise<string | undefined> {
  const bytes = new BytesCollector();
  const { logs, recordBytesMax } = order;
  const merge = new ShardMerge({ logs, recordBytesMax, ...dealt, workers: 2, until: undefined }, bytes, {
    onProgress: () => undefined,
  });
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

/** Folds the log in another order. */
export async function runArranged(
  order: VerifyOrder,
  arrangement: Arrangement,
  late: ReadonlySet<number>,
  feed: Feed,
): Promise<Finals> {
  const finals = new FinalsCollector();
  await arrange(order, arrangement, late, feed, finals);
  return finals;
}

/** Gives the log to an engine in another order. */
export async function arrange(
  order: VerifyOrder,
  arrangement: Arrangement,
  late: ReadonlySet<number>,
  feed: Feed,
  outputs: Outputs,
  onGiven: (record: Decoded) => void = () => undefined,
): Promise<void> {
  const engine = createEngine(order.policy, outputs, { fold: order.createFold?.() });
  const batcher = new Batcher(engine, onGiven);
  const arranger = new Arranger(arrangement, order.policy.latenessMs, (record) => {
    batcher.take(record, undefined);
  });
  await feed((record, index) => {
    if (!late.has(index) && !isUndated(record)) arranger.take(record);
  });
  arranger.end();
  batcher.flush();
  engine.finish();
}
