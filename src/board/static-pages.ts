import path from "node:path";

import type { LogReport } from "../models/log-report";
import type { ConversationRecord } from "../models/view";

/** What draws files that stand alone. It is compiled apart, as it knows the types of browsers. */
export interface StaticPages {
  /** A timeline as SVG. `asOf` is until when what goes on is drawn. */
  readonly timelineSvg: (view: ConversationRecord, asOf: number | undefined) => string;
  readonly timelineHtml: (view: ConversationRecord, asOf: number | undefined) => string;
  readonly reportHtml: (report: LogReport) => string;
}

/** Loads it, for those who need it: nobody else waits for it. */
export function loadStaticPages(): StaticPages {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would have it type-checked here
  const { staticPages } = require(path.join(__dirname, "web/static")) as { readonly staticPages: StaticPages };
  return staticPages;
}
