import type { Command } from "commander";
import { pino } from "pino";

import { serve, type ServeOrder } from "../app/serve/serve";
import { AppError } from "../models/app-error";
import { documentOf, overridesOf } from "./log-options";
import type { ExitCode } from "./main";
import { positiveOption, spanOption } from "./options";
import { accessOf } from "./topic-commands";

interface ServeOptions {
  readonly brokers?: string;
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
  readonly http: string | false;
}

const EXAMPLE = `
Example:
  $ convofold serve --brokers localhost:9092 --topic participant-updates

Every record is folded exactly once, whatever dies: outputs, state and position are written in one transaction. Start more
processes with the same --group to share the partitions. Output topics: PREFIX.measurements, PREFIX.deadlines,
PREFIX.conversations, PREFIX.rejects; state in PREFIX.state. Security comes from the environment: see docs/operations.md.
SIGTERM stops it cleanly; a second one at once.`;

/** Adds `serve`: the service on Kafka. */
export function addServeCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("serve")
    .summary("fold a Kafka topic, live")
    .description("Joins a consumer group and folds the partitions it is given into output topics.")
    .option("--brokers <list>", "HOST:PORT, several with commas between (default: $KAFKA_BROKERS)")
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
    .option("--http <host:port>", "where to answer /livez, /readyz and /metrics", "127.0.0.1:9464")
    .option("--no-http", "answer nobody")
    .addHelpText("after", EXAMPLE)
    .action(async (options: ServeOptions) => {
      finish(await runServe(options));
    });
}

async function runServe(options: ServeOptions): Promise<ExitCode> {
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
    const order = orderFrom(options, {
      info: (message, details) => logger.info(details ?? {}, message),
      warn: (message, details) => logger.warn(details ?? {}, message),
    });
    logger.info({ topic: order.topic, group: order.groupId }, "starting");
    await serve(order, stop.signal);
    logger.info("stopped");
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

function orderFrom(options: ServeOptions, log: ServeOrder["log"]): ServeOrder {
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
    http: options.http === false ? undefined : addressOf(options.http),
    log,
  };
}

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new AppError("wrongUse", `"${text}" is no address.`, "Write HOST:PORT, as in 127.0.0.1:9464.");
}
