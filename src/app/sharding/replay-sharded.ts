import { findLog, STANDARD_INPUT, type FoundLog } from "../../consumers/files/inputs";
import { AppError } from "../../models/app-error";
import { claimOutputs, type Claim } from "../../sinks/files/claim";
import { openFileOutputs } from "../../sinks/files/file-outputs";
import { writeCheckpoint } from "../checkpoint";
import { findGaps } from "../gaps/find-gaps";
import { commitOutputs } from "../manifest";
import { identifyRun } from "../run-identity";
import { CHECKPOINT_RECORDS, type ReplayProgress, type ReplayResult } from "../replay-options";
import { ShardMerge } from "./shard-merge";
import type { ShardedOptions } from "./sharded-options";

/**
 * Replays a log on several worker threads: each folds the partitions that are its own, and what they emit is put in the
 * order in which one alone would have emitted it. Undefined where the log cannot be divided so (a conversation lies in
 * the partitions of two workers): then one has to fold it.
 */
export async function replaySharded(
  options: ShardedOptions,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult | undefined> {
  const found = findLog(options.logs);
  if (found.files.some((file) => file.path === STANDARD_INPUT)) {
    throw new AppError("wrongUse", "Standard input can be read by one worker only.", "Leave --workers out.");
  }
  const { out, replaceOut: replace } = options;
  const claim = out === undefined ? undefined : claimOutputs(out, { replace, resume: false });
  try {
    return await replayInto(options, found, claim, onProgress, signal);
  } finally {
    claim?.release();
  }
}

async function replayInto(
  options: ShardedOptions,
  { files, skipped: skippedFiles }: FoundLog,
  claim: Claim | undefined,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult | undefined> {
  const bytesAll = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const sink = claim && openFileOutputs(claim, { revisions: options.revisions });
  const run = identifyRun(files, options);
  const merge = new ShardMerge({ checkpointRecords: CHECKPOINT_RECORDS, ...options }, sink, {
    onProgress: (bytesRead, records) => onProgress({ bytesRead, bytesAll, records }),
    onFault: options.onFault,
    onCheckpoint(checkpoint) {
      if (options.out !== undefined && sink !== undefined)
        writeCheckpoint(options.out, { run, outputs: sink.sync(), ...checkpoint });
    },
  });
  try {
    const ended = await merge.run(signal);
    if (ended === "unsound") {
      sink?.abandon();
      return undefined;
    }
    const summary = { ...merge.summary(), skippedFiles };
    if (ended === "stopped") return { summary, counts: merge.counts(), partial: sink?.abandon(), isStopped: true };
    const gaps = await findGaps(files, options.recordBytesMax, summary, options);
    const whole = await commitOutputs(sink, summary, { ...options, gaps });
    return { summary: whole, counts: merge.counts(), partial: undefined, isStopped: false };
  } catch (error) {
    sink?.abandon();
    throw error;
  } finally {
    await merge.stop();
  }
}
