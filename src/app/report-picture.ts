import path from "node:path";

import type { TableOptions } from "../answers/table-options";
import type { QueueTables } from "../board/static-pages";
import type { IntervalLength } from "../calendars/intervals";
import type { Zone } from "../calendars/zone";
import type { Outputs } from "../engine/ports";
import type { NameBook } from "../models/name-book";
import type { Policy } from "../models/policy";
import { temporaryFolder } from "../sinks/files/temporary-folder";
import { gapsOfOutputs } from "./finals/coverage";
import { findOutputs } from "./finals/outputs-folder";
import { readOutputs } from "./finals/read-outputs";
import { refusePicture, writeReport } from "./pictures";
import { createReportCollector } from "./report";
import type { Summary } from "./summary";
import { createTable, linesForTable, type ReportOptions } from "./tables/make-report";
import { withNames } from "./tables/with-names";

/** What a picture of a log is made by. `out` is the folder of the run's outputs; undefined where they are not kept. */
export interface PictureOptions extends Pick<TableOptions, "formulas"> {
  readonly file: string;
  readonly mayReplace: boolean;
  readonly logs: readonly string[];
  readonly out: string | undefined;
  readonly until: number | undefined;
  readonly policy: Policy;
  readonly zone: Zone;
  readonly interval: IntervalLength;
  readonly names: NameBook | undefined;
}

/** A picture of a log, while the log is replayed. */
export interface ReportPicture {
  /** What the replay emits to, beside its own outputs. */
  readonly collector: Outputs;
  /** Where the replay must write its outputs, of which the tables are counted: a temporary folder where they are not kept. */
  readonly out: string;
  /** Draws it of a replay that is over, and returns the tables that are in it. */
  readonly write: (summary: Summary) => Promise<QueueTables>;
  /** Takes away what is not kept. */
  readonly close: () => void;
}

/** Begins a picture of a log. Throws `AppError` where its file may not be written. */
export function openReportPicture(options: PictureOptions): ReportPicture {
  const { file, mayReplace, until, names, zone } = options;
  refusePicture(file, mayReplace);
  const collector = createReportCollector();
  const temporary = options.out === undefined ? temporaryFolder("report") : undefined;
  const out = options.out ?? path.join(temporary?.folder ?? "", "out");
  return {
    collector,
    out,
    async write(summary) {
      const tables = await countTables(out, options);
      const context = { zone: zone.name, names, tables };
      writeReport(file, mayReplace, collector.report(summary, until), context);
      return tables;
    },
    close: () => temporary?.close(),
  };
}

/** The tables of the outputs of a run, as `convofold report` counts them: over all queues, and queue by queue, of one reading. */
async function countTables(out: string, options: PictureOptions): Promise<QueueTables> {
  const folder = findOutputs(out);
  if (folder === undefined) throw new RangeError("a replay that is over has left no outputs");
  const { logs, names } = options;
  const shared = { ...options, from: undefined, to: undefined, gaps: await gapsOfOutputs(folder) };
  const tableOptions: Omit<ReportOptions, "by"> = { ...shared, attribution: "final", dayRule: "due" };
  const [all, byQueue] = [createTable({ ...tableOptions, by: [] }), createTable({ ...tableOptions, by: ["queue"] })];
  for await (const conversation of readOutputs(folder, { wanted: linesForTable(shared.gaps) })) {
    all.take(conversation);
    byQueue.take(conversation);
  }
  const source = { kind: "log", names: logs };
  const named = byQueue.report(source);
  return { all: all.report(source), byQueue: names === undefined ? named : withNames(named, names) };
}
