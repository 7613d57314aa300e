import { loadStaticPages, type ReportContext } from "../board/static-pages";
import type { Instant } from "../models/instant";
import type { LogReport } from "../models/log-report";
import type { ConversationRecord } from "../models/view";
import { refuseExisting } from "../sinks/files/new-file";
import { writeWholeFile } from "./whole-file";

/** Whether a name is one of a picture of a conversation. */
export function isPictureName(file: string): boolean {
  return /\.(svg|html)$/.test(file);
}

/** Throws `AppError` where a picture or table would take the place of a file that may not be replaced. */
export function refusePicture(file: string, replace: boolean): void {
  refuseExisting(file, replace);
}

/** Writes a conversation as a picture that stands alone: SVG, or a page, by the file's name. Throws `AppError` where it cannot. */
export function writeTimeline(file: string, replace: boolean, view: ConversationRecord, asOf: Instant): void {
  const pages = loadStaticPages();
  writeWholeFile(file, replace, file.endsWith(".svg") ? pages.timelineSvg(view, asOf) : pages.timelineHtml(view, asOf));
}

/** Writes a report as a page that stands alone. Throws `AppError` where it cannot. */
export function writeReport(file: string, replace: boolean, report: LogReport, context: ReportContext): void {
  writeWholeFile(file, replace, loadStaticPages().reportHtml(report, context));
}
