import type { ExitCode } from "./exit-code";

/** The signals that ask a command to stop. */
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type StopSignal = (typeof STOP_SIGNALS)[number];

/** As shells have it: 128 and the number of the signal. */
const CODE_BY_SIGNAL: Readonly<Record<StopSignal, ExitCode>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Whether a command was asked to stop, and the exit code that says by what. */
export interface Stop {
  readonly signal: AbortSignal;
  readonly code: () => ExitCode;
}

/** Does work with a signal that says when to stop; standard input, where it is read, ends then. A second time ends the process. */
export async function withStop<Result>(
  sources: readonly string[],
  work: (stop: Stop) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  let stoppedBy: StopSignal = "SIGINT";
  const onStop = (signal: NodeJS.Signals) => {
    stoppedBy = signal as StopSignal;
    stop.abort();
    if (sources.includes("-")) process.stdin.destroy();
  };
  for (const signal of STOP_SIGNALS) process.once(signal, onStop);
  try {
    return await work({ signal: stop.signal, code: () => CODE_BY_SIGNAL[stoppedBy] });
  } finally {
    for (const signal of STOP_SIGNALS) process.removeListener(signal, onStop);
  }
}
