import { Option, type Command } from "commander";
import { pino, type Logger } from "pino";

import { simulatedNames } from "../app/board/names";
import { serveEmbedded, SIMULATED_QUEUES, type EmbeddedOrder } from "../app/board/serve-embedded";
import type { BoardOrder } from "../app/board/serve-board";
import { serveTopicsBoard } from "../app/board/serve-topics";
import { serve, type ServeOrder } from "../app/serve/serve";
import { AppError } from "../models/app-error";
import { addBoardOptions, boardOrderOf, type BoardOptions } from "./board-options";
import { documentOf, overridesOf, policyOf } from "./log-options";
import type { ExitCode } from "./main";
import { countOption, positiveOption, spanOption } from "./options";
import { accessOf } from "./topic-commands";

interface ServeOptions extends BoardOptions {
  readonly brokers?: string;
  readonly role: "fold" | "board";
  readonly topic: string;
  readonly prefix: string;
  readonly group?: string;
  readonly policy?: string;
  readonly lateness?: number;
  readonly maxRecordBytes: number;
  readonly sessionTimeout: number;
  readonly checkpointInterval: number;
  readonly clock: boolean;
  readonly acceptMisrouted?: boolean;
  readonly acceptAppendTime?: boolean;
  readonly http?: string | false;
  readonly speed: number;
  readonly head: number;
  readonly seed: number;
  readonly gap: number;
}

type LogOfServing = ServeOrder["log"];

const BOARD_ADDRESS = "127.0.0.1:8080";
const HEALTH_ADDRESS = "127.0.0.1:9464";
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
    .option("--no-clock", "let time pass by records alone, not by the clock")
    .option("--accept-misrouted", "fold records whose key is not their conversation where they lie")
    .option("--accept-append-time", "accept an input that stamps records as they arrive")
    .option(
      "--http <host:port>",
      `where to show the board (default: ${BOARD_ADDRESS}), or to answer /livez, /readyz and /metrics (${HEALTH_ADDRESS})`,
    )
    .option("--no-http", "answer nobody")
    .option("--speed <factor>", "how many seconds of a log pass in one", positiveOption, 10)
    .option("--head <span>", "how much of a log is folded at once at the start", spanOption, HOUR_MS)
    .option("--seed <number>", "which simulated centre", countOption, 1)
    .option("--gap <span>", "the mean time between two conversations of it", spanOption, 6000);
  addBoardOptions(command)
    .addHelpText("after", EXAMPLE)
    .action(async (logs: string[], options: ServeOptions) => {
      finish(await runServe(logs, options));
    });
}

async function runServe(logs: readonly string[], options: ServeOptions): Promise<ExitCode> {
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    if (stop.signal.aborted) process.exit(130);
    logger.info({ signal }, "stopping");
    stop.abort();
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  try {
    if (options.brokers === undefined && process.env["KAFKA_BROKERS"] === undefined) {
      await serveEmbedded(embeddedFrom(logs, options, logger), stop.signal);
    } else {
      await serveTopics(options, logger, stop.signal);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.fatal({ code: error.code, advice: error.advice }, error.message);
    return error.code === "wrongUse" || error.code === "policyWrong" ? 2 : 3;
  } finally {
    process.removeListener("SIGTERM", onSignal);
    process.removeListener("SIGINT", onSignal);
  }
}

async function serveTopics(options: ServeOptions, logger: Logger, stop: AbortSignal): Promise<void> {
  const log: LogOfServing = {
    info: (message, details) => logger.info(details ?? {}, message),
    warn: (message, details) => logger.warn(details ?? {}, message),
  };
  const order = orderFrom(options, log);
  const { topic, groupId: group } = order;
  logger.info({ topic, group, role: options.role }, "starting");
  if (options.role === "fold") await serve(order, stop);
  else {
    const onReady = (url: string) => logger.info({ url }, "showing the board");
    const board = boardFrom(options, logger, onReady);
    await serveTopicsBoard({ ...board, access: order.access, topic, prefix: order.prefix, groupId: group, log }, stop);
  }
  logger.info("stopped");
}

/** The order of a board, wherever its news come from. */
function boardFrom(options: ServeOptions, logger: Logger, onReady: (url: string) => void): BoardOrder {
  if (options.http === false)
    throw new AppError("wrongUse", "A board has nobody to answer then.", "Leave --no-http out.");
  return {
    ...boardOrderOf(options, process.env),
    ...addressOf(options.http ?? BOARD_ADDRESS),
    policy: policyOf(options),
    onReady,
    onBug: (error) => logger.error({ err: error }, "failed to answer"),
  };
}

function embeddedFrom(logs: readonly string[], options: ServeOptions, logger: Logger): EmbeddedOrder {
  const { seed, gap, speed, head, maxRecordBytes: recordBytesMax } = options;
  const isSimulated = logs.length === 0;
  const what = isSimulated ? "a simulated centre" : logs.join(", ");
  const board = boardFrom(options, logger, (url) => {
    process.stdout.write(`The board of ${what}, ${speed} times as fast as life: ${url}\nCtrl-C stops it.\n`);
  });
  const isNamed = !isSimulated || options.names !== undefined;
  const names = isNamed ? board.names : simulatedNames(seed, SIMULATED_QUEUES);
  return { ...board, names, logs, recordBytesMax, speed, headMs: head, simulation: { seed, gapMs: Math.max(1, gap) } };
}

function orderFrom(options: ServeOptions, log: LogOfServing): ServeOrder {
  return {
    access: accessOf(options),
    topic: options.topic,
    prefix: options.prefix,
    groupId: options.group ?? options.prefix,
    policy: documentOf(options),
    overrides: overridesOf(options),
    recordBytesMax: options.maxRecordBytes,
    sessionMs: options.sessionTimeout,
    checkpointMs: options.checkpointInterval,
    hasClock: options.clock,
    mayBeMisrouted: options.acceptMisrouted === true,
    mayStampOnArrival: options.acceptAppendTime === true,
    http: options.http === false ? undefined : addressOf(options.http ?? HEALTH_ADDRESS),
    log,
  };
}

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new AppError("wrongUse", `"${text}" is no address.`, "Write HOST:PORT, as in 127.0.0.1:9464.");
}
