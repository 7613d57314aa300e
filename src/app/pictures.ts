import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { loadStaticPages } from "../board/static-pages";
import { AppError } from "../models/app-error";
import type { Instant } from "../models/instant";
import type { LogReport } from "../models/log-report";
import type { ConversationRecord } from "../models/view";

/** Whether a name is one of a picture of a conversation. */
export function isPictureName(file: string): boolean {
  return /\.(svg|html)$/.test(file);
}

/** Writes a conversation as a picture that stands alone: SVG, or a page, by the file's name. Throws `AppError` where it cannot. */
export function writeTimeline(file: string, view: ConversationRecord, asOf: Instant): void {
  const pages = loadStaticPages();
  write(file, file.endsWith(".svg") ? pages.timelineSvg(view, asOf) : pages.timelineHtml(view, asOf));
}

/** Writes a report as a page that stands alone. Throws `AppError` where it cannot. */
export function writeReport(file: string, report: LogReport): void {
  write(file, loadStaticPages().reportHtml(report));
}

function write(file: string, text: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AppError(
      "outputUnwritable",
      `"${file}" cannot be written (${String(code)}).`,
      "Choose another place for it.",
    );
  }
}
