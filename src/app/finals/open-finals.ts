import path from "node:path";

import { AppError } from "../../models/app-error";
import type { FinalConversation } from "../../models/final-conversation";
import { sortGaps, type Gap } from "../../models/gap";
import { temporaryFolder } from "../../sinks/files/temporary-folder";
import type { ReplayOptions, ReplayProgress } from "../replay-options";
import type { Summary } from "../summary";
import { coverageOf, gapsOfOutputs, type LogCoverage } from "./coverage";
import type { TopicsOptions } from "./topic-outputs";
import { findOutputs, type OutputsFolder } from "./outputs-folder";
import { partsFor, readOutputs, type OutputsReading } from "./read-outputs";

/** Where finals come from. */
export interface FinalsOptions extends Pick<
  ReplayOptions,
  "policy" | "recordBytesMax" | "until" | "onRecord" | "gaps" | "offsetGaps"
> {
  /** Files and folders of a log, or one folder of outputs. */
  readonly sources: readonly string[];
  /** The output topics of a service, in the place of sources. */
  readonly topics?: TopicsOptions | undefined;
}

/** Final numbers, read one conversation after another, as often as wanted. */
export interface Finals {
  readonly kind: "log" | "outputs" | "topics";
  /** How the log was read; undefined for outputs that were there, and for topics. */
  readonly summary: Summary | undefined;
  /** In how many parts conversations come at least. */
  readonly parts: number;
  /** They end with an error once the reading is stopped. */
  readonly conversations: (reading?: OutputsReading) => AsyncGenerator<FinalConversation>;
  /** The instants of the first and the last record that count; of conversations where the outputs have no summary. */
  readonly coverage: () => Promise<LogCoverage>;
  /** The gaps in the log that they are of: those that were declared, and those that were found when it was folded. */
  readonly gaps: readonly Gap[];
  /** Takes away what was written to read it. */
  readonly close: () => void;
}

/**
 * Opens the final numbers of a log or of a folder of outputs. A log is folded as `replay` does, into a folder that is gone when they
 * are closed; so both ways come to the same numbers. Throws `AppError` where something cannot be read, or `signal` stops it.
 */
export async function openFinals(
  options: FinalsOptions,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<Finals> {
  if (options.topics !== undefined) return finalsOfTopics(options.topics, options, onProgress, signal);
  const outputs = options.sources.map((source) => findOutputs(source)).filter((one) => one !== undefined);
  const [first] = outputs;
  if (first !== undefined) {
    if (options.sources.length === 1) return finalsOfOutputs(first, options, signal);
    const advice = "Name one folder of outputs, or the files and folders of a log.";
    throw new AppError("wrongUse", `"${first.path}" holds outputs and is not read with others.`, advice);
  }
  const { folder, close } = temporaryFolder("finals");
  try {
    const out = path.join(folder, "out");
    const { sources: logs, policy, recordBytesMax, until, onRecord, gaps, offsetGaps } = options;
    const settings = { policy, recordBytesMax, until, onRecord, gaps, offsetGaps };
    const replayOptions = { logs, out, replaceOut: false, ...settings, checkpointRecords: 0 };
    const { replay } = await import("../replay.js");
    const { summary, isStopped } = await replay(replayOptions, onProgress, signal);
    const written = isStopped ? undefined : findOutputs(out);
    if (written === undefined) throw new AppError("outputClosed", "Stopped.", "Run it again.");
    return finalsOf({ kind: "log", folder: written, summary, gaps: await gapsOfOutputs(written), signal }, close);
  } catch (error) {
    close();
    throw error;
  }
}

/** What the topics of a service hold is written into a folder first: it is read as outputs are, part by part. */
async function finalsOfTopics(
  topics: TopicsOptions,
  { gaps = [], ...ofLogs }: FinalsOptions,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<Finals> {
  refuseOfLogs(ofLogs);
  const { folder, close } = temporaryFolder("finals");
  let records = 0;
  try {
    const { writeTopicOutputs } = await import("./topic-outputs.js");
    const marked = await writeTopicOutputs(topics, folder, () => {
      records += 1;
      if (records % PROGRESS_RECORDS === 0) onProgress({ bytesRead: 0, bytesAll: 0, records });
    });
    const written = findOutputs(folder);
    if (written === undefined) throw new AppError("outputClosed", "Stopped.", "Run it again.");
    const all = sortGaps([...marked, ...gaps]);
    return finalsOf({ kind: "topics", folder: written, summary: undefined, gaps: all, signal }, close);
  } catch (error) {
    close();
    throw error;
  }
}

const PROGRESS_RECORDS = 10_000;

async function finalsOfOutputs(
  folder: OutputsFolder,
  { gaps = [], ...ofLogs }: FinalsOptions,
  signal: AbortSignal,
): Promise<Finals> {
  refuseOfLogs(ofLogs);
  const all = sortGaps([...(await gapsOfOutputs(folder)), ...gaps]);
  return finalsOf({ kind: "outputs", folder, summary: undefined, gaps: all, signal }, () => undefined);
}

/** What is decided while a log is folded cannot be asked of what was folded. */
function refuseOfLogs({ offsetGaps = false, until }: Pick<FinalsOptions, "offsetGaps" | "until">): void {
  if (until !== undefined) {
    const advice = "Give it to `convofold replay --out`, or name the log.";
    throw new AppError("wrongUse", "--until decides how a log is folded, and these are outputs.", advice);
  }
  if (!offsetGaps) return;
  const advice = "Give it to `convofold replay --out` or `convofold serve`, or name the log.";
  throw new AppError("wrongUse", "--offset-gaps looks at a log, and these are outputs.", advice);
}

interface FinalsSource extends Pick<Finals, "kind" | "summary" | "gaps"> {
  readonly folder: OutputsFolder;
  readonly signal: AbortSignal;
}

function finalsOf({ kind, folder, summary, gaps, signal }: FinalsSource, close: () => void): Finals {
  return {
    kind,
    summary,
    parts: partsFor(folder),
    conversations: (reading) => readOutputs(folder, { ...reading, signal }),
    coverage: () => coverageOf(folder),
    gaps,
    close,
  };
}
