import { Option, type Command } from "commander";
import { pino, type Logger } from "pino";

import { serveEmbedded } from "../app/board/serve-embedded";
import { serveTopicsBoard } from "../app/board/serve-topics";
import { serve } from "../app/serve/serve";
import { MISROUTED_CHOICES } from "../consumers/live/fold-order";
import { AppError } from "../models/app-error";
import { addBoardOptions } from "./board-options";
import type { ExitCode } from "./exit-code";
import { countOption, positiveOption, spanOption } from "./options";
import {
  BOARD_ADDRESS,
  boardFrom,
  embeddedFrom,
  HEALTH_ADDRESS,
  workerFrom,
  type BoardListeners,
  type ServeOptions,
} from "./serve-orders";

const HOUR_MS = 3_600_000;

const EXAMPLE = `
Examples:
  $ convofold serve                                   the board of a simulated centre, without Kafka
  $ convofold serve night.ndjson.gz --speed 60        the board of a recorded log, played sixty times as fast
  $ convofold serve --brokers localhost:9092 --topic participant-updates
  $ convofold serve --brokers localhost:9092 --role board

With --brokers:
Every record is folded exactly once, whatever dies: outputs, state and position are written in one transaction. Start more
processes with the same --group to share the partitions. Output topics: PREFIX.measurements, PREFIX.deadlines,
PREFIX.conversations, PREFIX.rejects; state in PREFIX.state. Security comes from the environment: see docs/operations.md.
SIGTERM stops it cleanly; a second one at once.`;

/** Adds `serve`: the service on Kafka. */
export function addServeCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("serve")
    .summary("fold a Kafka topic, live; without Kafka, show the board of a log or of a simulated centre")
    .description(
      "With --brokers: joins a consumer group and folds the partitions it is given into output topics. Without: plays a log, or a simulated centre, and shows its board.",
    )
    .argument("[log...]", "files and folders of a log to play; a simulated centre where there are none")
    .option("--brokers <list>", "HOST:PORT, several with commas between (default: $KAFKA_BROKERS)")
    .addOption(
      new Option("--role <role>", "with --brokers: fold the topic, or show the board of what others fold")
        .choices(["fold", "board"])
        .default("fold"),
    )
    .option("--topic <name>", "the input", "participant-updates")
    .option("--prefix <name>", "what the names of the written topics begin with", "convofold")
    .option("--group <id>", "the consumer group (default: the prefix)")
    .option("--policy <file>", "limits and targets (see `convofold policy check`)")
    .option("--lateness <span>", "how late an observation may come and still count", spanOption)
    .option("--max-record-bytes <bytes>", "reject larger records", positiveOption, 1 << 20)
    .option("--session-timeout <span>", "after how long of silence a worker counts as dead", spanOption, 6000)
    .option("--checkpoint-interval <span>", "how often changed conversations are written", spanOption, 10_000)
    .option(
      "--views-retention <span>",
      "how long the views' topic, where it is made, keeps the last view of a conversation (default: the policy's sweep and 30d)",
      spanOption,
    )
    .option("--no-clock", "let time pass by records alone, not by the clock")
    .addOption(misroutedOption())
    .option("--accept-misrouted", "the same as --misrouted fold")
    .option("--accept-append-time", "accept an input that stamps records as they arrive")
    .option(
      "--http <host:port>",
      `where to show the board (default: ${BOARD_ADDRESS}), or to answer /livez, /readyz and /metrics (${HEALTH_ADDRESS})`,
    )
    .option("--no-http", "answer nobody")
    .option("--speed <factor>", "how many seconds of a log pass in one", positiveOption, 10)
    .option("--head <span>", "how much of a log is folded at once at the start", spanOption, HOUR_MS)
    .option("--simulated", "play a simulated centre, also where $KAFKA_BROKERS is set")
    .option("--seed <number>", "which simulated centre", countOption, 1)
    .option("--gap <span>", "the mean time between two conversations of it", spanOption, 6000);
  addBoardOptions(command)
    .addHelpText("after", EXAMPLE)
    .action(async (logs: string[], options: ServeOptions) => {
      finish(await runServe(logs, options));
      // A client of the cluster that did not leave in time would keep the process, and its place in the group.
      setTimeout(() => process.exit(), LEAVING_MS).unref();
    });
}

function misroutedOption(): Option {
  const option = new Option("--misrouted <choice>", "what becomes of records whose key is not their conversation");
  return option.choices(MISROUTED_CHOICES).default("reject");
}

const LEAVING_MS = 1000;

async function runServe(logs: readonly string[], options: ServeOptions): Promise<ExitCode> {
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
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  const listeners = listenersOf(logger);
  try {
    if (isPlayed) await serveEmbedded(embeddedFrom(logs, options, listeners), stop.signal);
    else return await serveTopics(options, logger, listeners, stop.signal);
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
function isEmbedded(logs: readonly string[], { brokers, simulated = false }: ServeOptions): boolean {
  const isPlayed = simulated || logs.length > 0;
  if (isPlayed && brokers !== undefined)
    throw new AppError("wrongUse", "With --brokers no log is played.", "Leave --brokers out, or the log.");
  return isPlayed || (brokers === undefined && process.env["KAFKA_BROKERS"] === undefined);
}

/** A service logs why it cannot go on, as its last line. */
async function serveTopics(
  options: ServeOptions,
  logger: Logger,
  listeners: BoardListeners,
  stop: AbortSignal,
): Promise<ExitCode> {
  try {
    const order = workerFrom(options, {
      info: (message, details) => logger.info(details ?? {}, message),
      warn: (message, details) => logger.warn(details ?? {}, message),
      error: (message, details) => logger.error(details ?? {}, message),
    });
    logger.info({ topic: order.topic, group: order.groupId, role: options.role }, "starting");
    if (options.role === "fold") await serve(order, stop);
    else
      await serveTopicsBoard(
        { ...order, ...boardFrom(options, listeners, (url) => logger.info({ url }, "showing the board")) },
        stop,
      );
    logger.info("stopped");
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.fatal({ code: error.code, advice: error.advice }, error.message);
    return error.code === "wrongUse" || error.code === "policyWrong" ? 2 : 3;
  }
}
