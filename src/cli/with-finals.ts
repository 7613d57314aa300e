import { openFinals, type Finals, type FinalsOptions } from "../app/finals/open-finals";
import type { ExitCode } from "./exit-code";
import { printError } from "./print";
import { withProgress } from "./progress";
import { withStop } from "./stop-signals";

/** Works on the final numbers of a log or of outputs; what was written to read them is gone afterwards, also where it was stopped. */
export async function withFinals(
  options: FinalsOptions,
  quiet: boolean | undefined,
  work: (finals: Finals) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withStop(options.sources, async ({ signal, code }) => {
    let finals: Finals | undefined;
    try {
      finals = await withProgress(quiet, (show) => openFinals(options, show, signal));
      return await work(finals);
    } catch (error) {
      if (!signal.aborted) throw error;
      printError("Stopped.\n");
      return code();
    } finally {
      finals?.close();
    }
  });
}
