import { findLog } from "../consumers/files/inputs";
import { readLog } from "../consumers/files/log-source";
import type { ReadingCounts } from "../decoding/bytes/record-reader";
import type { Decoded } from "../models/decoded";
import type { Inspection } from "./inspection";
import { Inspector } from "./inspector";
import { countDecoded, createLogReading, type LogReading } from "./log-reading";
import type { ReplayProgress } from "./replay-options";

/** Looks through a log; news of a conversation counts as folded. Memory grows with its conversations, about 200 bytes each. */
export async function inspect(
  logs: readonly string[],
  recordBytesMax: number,
  onProgress: (progress: ReplayProgress) => void,
): Promise<{ readonly inspection: Inspection; readonly reading: LogReading }> {
  const { files, skipped: skippedFiles } = findLog(logs);
  const inspector = new Inspector();
  const bytesAll = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let bytesRead = 0;
  let records = 0;
  let reading: ReadingCounts = { fast: 0, whole: 0 };
  const log = createLogReading();
  const callbacks = {
    onBytes: (bytes: number) => (bytesRead += bytes),
    onDamage: log.damage,
    onForeign: log.foreign,
    onRead: (counts: ReadingCounts) => (reading = counts),
    onDecoded: (decoded: Decoded, raw: () => Buffer) => {
      inspector.look(decoded, raw);
      countDecoded(log, decoded);
    },
  };
  for await (const batch of readLog(files, recordBytesMax, callbacks)) {
    records += batch.length;
    onProgress({ bytesRead, bytesAll, records });
  }
  const named = files.map(({ name, bytes }) => ({ name, bytes }));
  const { damagedFiles, foreignFiles } = log.reading();
  return {
    inspection: { files: named, damagedFiles, foreignFiles, skippedFiles, ...inspector.result(), reading },
    reading: { ...log.reading(), skippedFiles },
  };
}
