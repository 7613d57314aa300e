import { findInputs } from "../consumers/files/inputs";
import { readLog } from "../consumers/files/log-source";
import { createEngine } from "../engine/engine";
import type { EngineCounts } from "../engine/ports";
import { AppError } from "../models/app-error";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import { fanOut } from "../sinks/fan-out";
import { openFileOutputs } from "../sinks/files/file-outputs";
import { createSummaryCollector, type Summary } from "./summary";

/** What a replay is to do. */
export interface ReplayOrder {
  readonly logs: readonly string[];
  readonly out: string | undefined;
  readonly replaceOut: boolean;
  readonly policy: Policy;
  readonly recordBytesMax: number;
  /** As-of at the end; the log's latest instant where not given. */
  readonly until: Instant | undefined;
}

/** How far a replay has come. `bytesAll` is 0 where the size is not known (standard input). */
export interface ReplayProgress {
  readonly bytesRead: number;
  readonly bytesAll: number;
  readonly records: number;
}

/** How a replay ended. `partial`: it was stopped, and this is where what it had written lies. */
export interface ReplayResult {
  readonly summary: Summary;
  readonly counts: EngineCounts;
  readonly partial: string | undefined;
  readonly isStopped: boolean;
}

/**
 * Replays a log through the engine into files and a summary. Throws `AppError` where input or output fails before or
 * while it runs. `signal` stops it cleanly: what was written stays beside, under a name that says it is not whole.
 */
export async function replay(
  order: ReplayOrder,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  const files = findInputs(order.logs);
  const collector = createSummaryCollector();
  const sink = order.out === undefined ? undefined : openFileOutputs(order.out, { replace: order.replaceOut });
  const engine = createEngine(order.policy, fanOut(sink === undefined ? [collector] : [sink, collector]));
  const bytesAll = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let bytesRead = 0;
  let records = 0;
  const news = { onBytes: (bytes: number) => (bytesRead += bytes), onDamage: collector.damage };
  try {
    for await (const batch of readLog(files, order.recordBytesMax, news)) {
      for (const record of batch) collector.record(record, engine.accept(record));
      records += batch.length;
      onProgress({ bytesRead, bytesAll, records });
      if (signal.aborted) break;
    }
    if (signal.aborted) {
      const partial = sink?.abandon();
      return { summary: collector.summary(engine.counts()), counts: engine.counts(), partial, isStopped: true };
    }
    engine.finish(order.until);
    const counts = engine.counts();
    const summary = collector.summary(counts);
    sink?.commit(summary);
    return { summary, counts, partial: undefined, isStopped: false };
  } catch (error) {
    if (error instanceof AppError && error.code === "outputUnwritable") throw error;
    sink?.abandon();
    throw error;
  }
}
