import { readAccess } from "../app/serve/access";
import type { KafkaAccess } from "../consumers/kafka/client";
import type { Log } from "../consumers/live/port/log";
import { AppError } from "../models/app-error";
import { printError } from "./print";

/** How to reach the cluster that the options, or the environment, name. */
export function accessOf({ brokers = process.env["KAFKA_BROKERS"] }: { readonly brokers?: string }): KafkaAccess {
  if (brokers !== undefined) return readAccess(brokers, process.env);
  throw new AppError("wrongUse", "No brokers are named.", "Give --brokers HOST:PORT or set KAFKA_BROKERS.");
}

/** Only what goes wrong is shown: commands that end have a line of their own for what they did. */
export const shownLog: Log = {
  info: () => undefined,
  warn: printProblem,
  error: printProblem,
};

/** `convofold could not connect to a broker: connect ECONNREFUSED 127.0.0.1:9092` */
function printProblem(message: string, details: object = {}): void {
  const { error, part: _part, ...others } = details as { readonly error?: unknown; readonly part?: unknown };
  const reason = typeof error === "string" ? `: ${error}` : "";
  const more = Object.entries(others).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  printError(`convofold ${message}${reason}${more.length > 0 ? ` (${more.join(", ")})` : ""}\n`);
}
