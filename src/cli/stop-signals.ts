import type { ExitCode } from "./exit-code";

/** The signals that ask a command to stop. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** One of them. */
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** As shells have it: 128 and the number of the signal. */
export const CODE_BY_SIGNAL: Readonly<Record<StopSignal, ExitCode>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
