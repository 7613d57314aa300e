import { isPictureName, refusePicture, writeTimeline } from "../app/pictures";
import { traceConversation } from "../app/trace";
import { AppError } from "../models/app-error";
import { drawTimeline } from "./draw-timeline";
import type { ExitCode } from "./exit-code";
import { declaredGaps } from "./gap-options";
import { policyOf } from "./log-options";
import { printOut, terminalWidth } from "./print";
import { withProgress } from "./progress";
import type { TimelineOptions } from "./timeline-command";

/** Draws the conversation that the options name. */
export async function runTimeline(logs: readonly string[], options: TimelineOptions): Promise<ExitCode> {
  const order = {
    logs,
    conversationId: options.conversation,
    policy: await policyOf(options),
    recordBytesMax: options.maxRecordBytes,
    until: options.until,
    gaps: declaredGaps(options),
    offsetGaps: options.offsetGaps,
  };
  const { out } = options;
  if (out !== undefined && !isPictureName(out))
    throw new AppError("wrongUse", `"${out}" is neither .svg nor .html.`, "Give it a name that ends in one of them.");
  const { force = false } = options;
  if (out !== undefined) refusePicture(out, force);
  const { view, asOf } = await withProgress(options.quiet, (show) => traceConversation(order, show));
  if (out !== undefined) {
    writeTimeline(out, force, view, asOf);
    printOut(`Written to ${out}.\n`);
    return 0;
  }
  const width = options.width ?? terminalWidth();
  const isJson = options.json === true;
  printOut(isJson ? `${JSON.stringify(view, undefined, 2)}\n` : drawTimeline(view, width));
  return 0;
}
