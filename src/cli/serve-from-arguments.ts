import { refuseUnguarded } from "../app/board/guard";
import { simulatedNames } from "../app/board/simulated-names";
import type { BoardOptions } from "../app/board/serve-board";
import { SIMULATED_QUEUES, type EmbeddedOptions } from "../app/board/serve-embedded";
import { readOtlp } from "../app/serve/otlp-options";
import type { ServeOptions } from "../app/serve/serve-options";
import { AppError } from "../models/app-error";
import { boardOptionsOf } from "./board-from-arguments";
import { declaredGaps } from "./gap-options";
import { accessOf } from "./kafka-access";
import { documentOf, overridesOf, settingsOf } from "./log-options";
import { printError } from "./print";
import { createFaultPrinter } from "./print-fault";
import { BOARD_ADDRESS, HEALTH_ADDRESS, type ServeArguments } from "./serve-options";
import { printUnread } from "./print-verdict";

/** Callbacks for what happens at a board. */
export type BoardListeners = Pick<BoardOptions, "onBug" | "onAccess">;

/** The options of a board, whatever feeds it. Throws `AppError` where it must not be shown as it is asked for. */
export async function boardFrom(
  options: ServeArguments,
  listeners: BoardListeners,
  onReady: (url: string) => void,
): Promise<BoardOptions> {
  if (options.http === false)
    throw new AppError("wrongUse", "A board has nobody to answer then.", "Leave --no-http out.");
  const { policy, document } = await settingsOf(options);
  const shown = { ...(await boardOptionsOf(options, process.env)), ...addressOf(options.http ?? BOARD_ADDRESS) };
  refuseUnguarded(shown);
  return {
    ...shown,
    policy,
    ...(document.calling !== undefined && { calling: document.calling }),
    gaps: gapsOf(options),
    onReady,
    ...listeners,
  };
}

/** The options of a board of a log, or of a simulated centre. */
export async function embeddedFrom(
  logs: readonly string[],
  options: ServeArguments,
  listeners: BoardListeners,
): Promise<EmbeddedOptions> {
  const { seed, gap, speed, head, maxRecordBytes: recordBytesMax } = options;
  const isSimulated = logs.length === 0;
  const names = logs.map((log) => (log === "-" ? "standard input" : log));
  const what = isSimulated ? "a simulated centre" : names.join(", ");
  const board = await boardFrom(options, listeners, (url) => {
    process.stdout.write(`The board of ${what}, ${speed} times as fast as life: ${url}\nCtrl-C stops it.\n`);
  });
  const isNamed = !isSimulated || options.names !== undefined;
  const nameBook = isNamed ? board.names : simulatedNames(seed, SIMULATED_QUEUES);
  const simulation = { seed, gapMs: Math.max(1, gap) };
  const onFault = createFaultPrinter();
  const onWaiting = () => printError("Waiting for more of standard input.\n");
  const listening = { onFault, onUnread: printUnread, onWaiting };
  return { ...board, names: nameBook, logs, recordBytesMax, speed, headMs: head, simulation, ...listening };
}

/** The options of a worker. */
export async function workerFrom(options: ServeArguments, log: ServeOptions["log"]): Promise<ServeOptions> {
  return {
    access: accessOf(options),
    threads: options.threads,
    topics: options.topic,
    prefix: options.prefix,
    groupId: options.group ?? options.prefix,
    policy: await documentOf(options),
    overrides: overridesOf(options),
    policyFrom: options.policyFrom,
    mayReturnToPolicy: options.policyAgain === true,
    recordBytesMax: options.maxRecordBytes,
    sessionMs: options.sessionTimeout,
    checkpointMs: options.checkpointInterval,
    hasClock: options.clock,
    misrouted: options.acceptMisrouted === true ? "fold" : options.misrouted,
    gaps: gapsOf(options),
    mayStampOnArrival: options.acceptAppendTime === true,
    ...(options.viewsRetention !== undefined && { viewsMs: options.viewsRetention }),
    http: options.http === false ? undefined : addressOf(options.http ?? HEALTH_ADDRESS),
    otlp: readOtlp(process.env),
    log,
  };
}

/** Which gaps in the data a service, or a board, is to know of. */
function gapsOf({ outage, offsetGaps = false }: ServeArguments): ServeOptions["gaps"] {
  return { gaps: declaredGaps({ gap: outage ?? [] }), offsetGaps };
}

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new AppError("wrongUse", `"${text}" is no address.`, "Write HOST:PORT, as in 127.0.0.1:9464.");
}
