import { openFinals, type Finals, type FinalsOrder } from "../app/finals/open-finals";
import { withProgress } from "./progress";

/** Works on the final numbers of a log or of outputs; what was written to read them is gone afterwards, also where it was stopped. */
export async function withFinals<Result>(
  order: FinalsOrder,
  quiet: boolean | undefined,
  work: (finals: Finals) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const onStop = () => stop.abort();
  process.once("SIGINT", onStop).once("SIGTERM", onStop);
  let finals: Finals | undefined;
  try {
    finals = await withProgress(quiet, (show) => openFinals(order, show, stop.signal));
    return await work(finals);
  } finally {
    finals?.close();
    process.off("SIGINT", onStop).off("SIGTERM", onStop);
  }
}
