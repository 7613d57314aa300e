import { findLog, type InputFile } from "../../consumers/files/inputs";
import { readLog, type DamagedFile } from "../../consumers/files/log-source";
import { simulate, type SimulationOptions } from "../../consumers/simulation/player";
import type { LogGaps } from "../../engine/gaps/log-gaps";
import { createRecordReader } from "../../decoding/bytes/record-reader";
import type { Decoded } from "../../models/decoded";
import type { UnreadFiles } from "../verdict";
import type { PlayedRecord } from "./played-record";

/**
 * The records of a recorded log, in its order; `gaps` takes them, and its files. `onUnread` is called with the files that are not read
 * as soon as that is known. Throws `AppError` at once where a file is missing.
 */
export function playedLog(
  logs: readonly string[],
  recordBytesMax: number,
  gaps: LogGaps,
  onUnread: (files: UnreadFiles) => void,
): AsyncGenerator<PlayedRecord> {
  const { files, skipped: skippedFiles } = findLog(logs);
  onUnread({ skippedFiles, damagedFiles: [] });
  return playedFiles(files, recordBytesMax, gaps, onUnread);
}

async function* playedFiles(
  files: readonly InputFile[],
  recordBytesMax: number,
  gaps: LogGaps,
  onUnread: (files: UnreadFiles) => void,
): AsyncGenerator<PlayedRecord> {
  let read: PlayedRecord[] = [];
  const news = {
    onBytes: () => undefined,
    onFile: (file: string) => gaps.begin(file),
    onDamage(damage: DamagedFile) {
      gaps.damage(damage.problem);
      onUnread({ skippedFiles: [], damagedFiles: [damage] });
    },
    onDecoded: (decoded: Decoded, raw: () => Buffer) => read.push({ decoded, bytes: Buffer.from(raw()) }),
  };
  for await (const _ of readLog(files, recordBytesMax, news)) {
    const records = read;
    read = [];
    for (const record of records) {
      gaps.take(record.decoded);
      yield record;
    }
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
