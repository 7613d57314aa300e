import { pino, type Logger } from "pino";

import { AppError } from "../models/app-error";
import type { ExitCode } from "./exit-code";
import { boardFrom, embeddedFrom, workerFrom, type BoardListeners } from "./serve-from-arguments";
import type { ServeArguments } from "./serve-options";
import { createServiceLog } from "./service-log";

/** How long a client of the cluster may take to leave, in ms. */
export const LEAVING_MS = 1000;

/** Serves until it is stopped. */
export async function runServe(logs: readonly string[], options: ServeArguments): Promise<ExitCode> {
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  const stop = new AbortController();
  const isPlayed = isEmbedded(logs, options);
  const onSignal = (signal: NodeJS.Signals) => {
    if (stop.signal.aborted) process.exit(130);
    if (!isPlayed) logger.info({ signal }, "stopping");
    stop.abort();
    // Whoever waits for its next bytes hears of a stop by nothing else.
    if (logs.includes("-")) process.stdin.destroy();
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  const listeners = listenersOf(logger);
  try {
    if (isPlayed) {
      const { serveEmbedded } = await import("../app/board/serve-embedded.js");
      await serveEmbedded(await embeddedFrom(logs, options, listeners), stop.signal);
    } else return await serveTopics(options, logger, listeners, stop.signal);
    return 0;
  } finally {
    process.removeListener("SIGTERM", onSignal);
    process.removeListener("SIGINT", onSignal);
  }
}

const ACCESS_MESSAGES = {
  signedIn: "signed in",
  signedOut: "signed out",
  tokenAccepted: "accepted a token",
  refused: "refused a request",
} as const;

/** Logs what happens at a board. */
function listenersOf(logger: Logger): BoardListeners {
  return {
    onBug: (error) => logger.error({ err: error }, "failed to answer"),
    onAccess({ what, ...details }) {
      logger[what === "refused" ? "warn" : "info"](details, ACCESS_MESSAGES[what]);
    },
  };
}

/** Whether a log or a simulated centre is played; what is named on the command line counts more than the environment. */
function isEmbedded(logs: readonly string[], options: ServeArguments): boolean {
  const { brokers, simulated = false } = options;
  const isPlayed = simulated || logs.length > 0;
  if (isPlayed && brokers !== undefined)
    throw new AppError("wrongUse", "With --brokers no log is played.", "Leave --brokers out, or the log.");
  if (!isPlayed && (brokers ?? process.env["KAFKA_BROKERS"]) !== undefined) return false;
  if (options.switch !== undefined)
    throw new AppError("wrongUse", "Without --brokers there is no prefix to switch.", "Name the --brokers.");
  return true;
}

/** A service logs why it cannot go on, as its last line. Throws `AppError` for a wrong call. */
async function serveTopics(
  options: ServeArguments,
  logger: Logger,
  listeners: BoardListeners,
  stop: AbortSignal,
): Promise<ExitCode> {
  const log = createServiceLog(logger);
  // What is wrong with the call itself is said as any command says it, before there is a service.
  const workerOptions = await workerFrom(options, log);
  const board =
    options.role === "board"
      ? await boardFrom(options, listeners, (url) => logger.info({ url }, "showing the board"))
      : undefined;
  try {
    logger.info({ topics: workerOptions.topics, group: workerOptions.groupId, role: options.role }, "starting");
    if (options.switch !== undefined) {
      const { takeOver } = await import("../app/serve/switch-prefix.js");
      await takeOver(workerOptions, options.switch);
    } else if (board === undefined) {
      const { serve } = await import("../app/serve/serve.js");
      await serve(workerOptions, stop);
    } else {
      const { serveTopicsBoard } = await import("../app/board/serve-topics.js");
      await serveTopicsBoard({ ...workerOptions, ...board }, stop);
    }
    log.end();
    logger.info("stopped");
    return 0;
  } catch (error) {
    log.end();
    if (!(error instanceof AppError)) throw error;
    logger.fatal({ code: error.code, advice: error.advice }, error.message);
    return error.code === "wrongUse" || error.code === "policyWrong" ? 2 : 3;
  }
}
