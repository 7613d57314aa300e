import { isPictureName, refusePicture, writeTimeline } from "../app/pictures";
import type { Trace } from "../app/trace-keeper";
import { AppError } from "../models/app-error";
import { drawTimeline } from "./draw-timeline";
import type { ExitCode } from "./exit-code";
import { declaredGaps } from "./gap-options";
import { policyOf } from "./log-options";
import { printOut, terminalWidth } from "./print";
import type { TimelineOptions } from "./timeline-command";
import { withTrace } from "./with-trace";

/** Draws the conversation that the options name. */
export async function runTimeline(logs: readonly string[], options: TimelineOptions): Promise<ExitCode> {
  const traceOptions = {
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
  if (out !== undefined) refusePicture(out, options.force ?? false);
  return withTrace(traceOptions, options.quiet, (trace) => show(trace, options));
}

function show(
  { view, asOf }: Trace,
  { out, force = false, width = terminalWidth(), json = false }: TimelineOptions,
): void {
  if (out !== undefined) {
    writeTimeline(out, force, view, asOf);
    printOut(`Written to ${out}.\n`);
    return;
  }
  printOut(json ? `${JSON.stringify(view, undefined, 2)}\n` : drawTimeline(view, width));
}
