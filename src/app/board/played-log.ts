import { findLog, STANDARD_INPUT, type InputFile } from "../../consumers/files/inputs";
import { readLog, type DamagedFile } from "../../consumers/files/log-source";
import { simulate, type SimulationOptions } from "../../consumers/simulation/player";
import type { LogGaps } from "../../engine/gaps/log-gaps";
import { createRecordReader } from "../../decoding/bytes/record-reader";
import type { Decoded } from "../../models/decoded";
import type { UnreadFiles } from "../verdict";
import type { PlayedRecord } from "./played-record";

/** Callbacks for what happens while a log is played. */
export interface PlayListeners {
  /** Called with the files that are not read as soon as that is known. */
  readonly onUnread: (files: UnreadFiles) => void;
  /** Called when standard input has given nothing for some seconds, though more of it was asked for. */
  readonly onWaiting: () => void;
  /** Aborted as playing is stopped: what is cut off then is no damage. */
  readonly stop: AbortSignal;
}

const WAITING_MS = 3000;

/** The records of a recorded log, in its order; `gaps` takes them, and its files. Throws `AppError` at once where a file is missing. */
export function playedLog(
  logs: readonly string[],
  recordBytesMax: number,
  gaps: LogGaps,
  listeners: PlayListeners,
): AsyncGenerator<PlayedRecord> {
  const { files, skipped: skippedFiles } = findLog(logs);
  listeners.onUnread({ skippedFiles, damagedFiles: [] });
  return playedFiles(files, recordBytesMax, gaps, listeners);
}

async function* playedFiles(
  files: readonly InputFile[],
  recordBytesMax: number,
  gaps: LogGaps,
  { onUnread, onWaiting, stop }: PlayListeners,
): AsyncGenerator<PlayedRecord> {
  let read: PlayedRecord[] = [];
  const callbacks = {
    onBytes: () => undefined,
    onFile: (file: string) => gaps.begin(file),
    onDamage(damage: DamagedFile) {
      if (stop.aborted) return;
      gaps.damage(damage.problem);
      onUnread({ skippedFiles: [], damagedFiles: [damage] });
    },
    onDecoded: (decoded: Decoded, raw: () => Buffer) => read.push({ decoded, bytes: Buffer.from(raw()) }),
  };
  const batches = readLog(files, recordBytesMax, callbacks);
  const isPiped = files.some(({ path }) => path === STANDARD_INPUT);
  for await (const _ of isPiped ? reportingWaits(batches, onWaiting) : batches) {
    const records = read;
    read = [];
    for (const record of records) {
      gaps.take(record.decoded);
      yield record;
    }
  }
}

/** The same batches; `onWaiting` is called the first time that one takes long to come. */
async function* reportingWaits<Batch>(batches: AsyncGenerator<Batch>, onWaiting: () => void): AsyncGenerator<Batch> {
  let hasReported = false;
  const report = () => {
    if (!hasReported) onWaiting();
    hasReported = true;
  };
  try {
    for (;;) {
      const timer = setTimeout(report, WAITING_MS);
      const next = await batches.next().finally(() => clearTimeout(timer));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await batches.return(undefined);
  }
}

/** The records of a simulated centre. */
export async function* playedSimulation(options: SimulationOptions): AsyncGenerator<PlayedRecord> {
  const reader = createRecordReader();
  let line = 0;
  for (const output of simulate(options)) {
    if (!("line" in output)) continue;
    line += 1;
    const bytes = Buffer.from(output.line);
    const position = { file: "simulation", line };
    await Promise.resolve();
    yield { decoded: reader.read(bytes, 0, bytes.length, () => position), bytes };
  }
}
