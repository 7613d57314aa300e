import { withForeignFile, type ForeignFile } from "../consumers/files/foreign-content";
import type { SkippedFile } from "../consumers/files/inputs";
import type { DamagedFile } from "../consumers/files/log-source";
import type { RecordOutcome } from "../engine/ports";
import type { Decoded } from "../models/decoded";
import type { Rejection } from "../models/rejection";
import { count, sorted, type Counts } from "./counts";

/** What became of a log's records and files. */
export interface LogReading {
  readonly records: Readonly<Record<"read" | RecordOutcome, number>>;
  readonly ignored: Readonly<Record<string, number>>;
  readonly rejections: Readonly<Record<string, number>>;
  /** Files that could not be read to their end. */
  readonly damagedFiles: readonly DamagedFile[];
  /** Files that begin as no JSON does. */
  readonly foreignFiles: readonly ForeignFile[];
  /** What lies in the log's folders and was not read. */
  readonly skippedFiles: readonly SkippedFile[];
}

/** What was counted of a log so far, as plain data. */
export interface SavedReading {
  readonly records: LogReading["records"];
  readonly ignored: Counts;
  readonly rejections: Counts;
  readonly damagedFiles: readonly DamagedFile[];
  readonly foreignFiles: readonly ForeignFile[];
}

/** Counts what becomes of a log's records and files. */
export interface LogReadingCollector {
  readonly record: (decoded: Decoded, outcome: RecordOutcome) => void;
  readonly rejection: (rejection: Pick<Rejection, "reason">) => void;
  readonly damage: (damage: DamagedFile) => void;
  readonly foreign: (file: ForeignFile) => void;
  readonly reading: () => Omit<LogReading, "skippedFiles">;
  readonly save: () => SavedReading;
}

/** A collector that has seen nothing, or goes on from what was saved. */
export function createLogReading(saved?: SavedReading): LogReadingCollector {
  const records = { ...(saved?.records ?? { read: 0, folded: 0, repeated: 0, late: 0, ignored: 0, rejected: 0 }) };
  const ignored = new Map<string, number>(saved?.ignored);
  const rejections = new Map<string, number>(saved?.rejections);
  const damagedFiles: DamagedFile[] = [...(saved?.damagedFiles ?? [])];
  let foreignFiles = saved?.foreignFiles ?? [];
  return {
    record(decoded, outcome) {
      records.read += 1;
      records[outcome] += 1;
      if (decoded.kind === "ignored") count(ignored, decoded.what);
    },
    rejection: ({ reason }) => count(rejections, reason),
    damage: (damage) => damagedFiles.push(damage),
    foreign: (file) => (foreignFiles = withForeignFile(foreignFiles, file)),
    reading: () => ({
      records: { ...records },
      ignored: sorted(ignored),
      rejections: sorted(rejections),
      damagedFiles,
      foreignFiles,
    }),
    save: () => ({
      records: { ...records },
      ignored: [...ignored],
      rejections: [...rejections],
      damagedFiles: [...damagedFiles],
      foreignFiles,
    }),
  };
}

/** Counts a record that is decoded and not folded, as a fold would have if none was late or a repeat. */
export function countDecoded(log: LogReadingCollector, decoded: Decoded): void {
  log.record(decoded, decoded.kind === "observations" ? "folded" : decoded.kind);
  if (decoded.kind !== "ignored") decoded.rejections.forEach(log.rejection);
}
