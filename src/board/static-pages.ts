import path from "node:path";

import type { TableReport } from "../answers/report";
import type { NameBook } from "../models/name-book";
import type { LogReport } from "../models/log-report";
import type { ConversationRecord } from "../models/view";

/** The interval tables of a log: over all queues together, and queue by queue. */
export interface QueueTables {
  readonly all: TableReport;
  readonly byQueue: TableReport;
}

/** In which zone a report is shown, with which names (with none it names nobody), and its tables. */
export interface ReportContext {
  readonly zone: string;
  readonly names: NameBook | undefined;
  readonly tables: QueueTables;
}

/** What draws files that stand alone. It is compiled apart, as it knows the types of browsers. */
export interface StaticPages {
  /** A timeline as SVG. `asOf` is until when what goes on is drawn. */
  readonly timelineSvg: (view: ConversationRecord, asOf: number | undefined) => string;
  readonly timelineHtml: (view: ConversationRecord, asOf: number | undefined) => string;
  readonly reportHtml: (report: LogReport, context: ReportContext) => string;
}

/** Loads it, for those who need it: nobody else waits for it. */
export function loadStaticPages(): StaticPages {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would have it type-checked here
  const { staticPages } = require(path.join(__dirname, "web/static")) as { readonly staticPages: StaticPages };
  return staticPages;
}
