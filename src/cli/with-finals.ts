import { openFinals, type Finals, type FinalsOrder } from "../app/finals/open-finals";
import { AppError } from "../models/app-error";
import type { ExitCode } from "./exit-code";
import { printError } from "./print";
import { withProgress } from "./progress";
import { CODE_BY_SIGNAL, STOP_SIGNALS, type StopSignal } from "./stop-signals";

/** Works on the final numbers of a log or of outputs; what was written to read them is gone afterwards, also where it was stopped. */
export async function withFinals(
  order: FinalsOrder,
  quiet: boolean | undefined,
  work: (finals: Finals) => Promise<ExitCode>,
): Promise<ExitCode> {
  const stop = new AbortController();
  let stoppedBy: StopSignal = "SIGINT";
  const onStop = (signal: NodeJS.Signals) => {
    stoppedBy = signal as StopSignal;
    stop.abort();
    if (order.sources.includes("-")) process.stdin.destroy();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onStop);
  let finals: Finals | undefined;
  try {
    finals = await withProgress(quiet, (show) => openFinals(order, show, stop.signal));
    return await work(untilStopped(finals, stop.signal));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    printError("Stopped.\n");
    return CODE_BY_SIGNAL[stoppedBy];
  } finally {
    finals?.close();
    for (const signal of STOP_SIGNALS) process.removeListener(signal, onStop);
  }
}

/** The same, whose conversations end with an error once it is stopped. */
function untilStopped(finals: Finals, signal: AbortSignal): Finals {
  async function* conversations(...reading: Parameters<Finals["conversations"]>) {
    for await (const one of finals.conversations(...reading)) {
      if (signal.aborted) throw new AppError("outputClosed", "Stopped.", "Run it again.");
      yield one;
    }
  }
  return { ...finals, conversations };
}
