import { simulatedNames } from "../app/board/names";
import type { BoardOrder } from "../app/board/serve-board";
import { SIMULATED_QUEUES, type EmbeddedOrder } from "../app/board/serve-embedded";
import { readOtlp } from "../app/serve/otlp-order";
import type { ServeOrder } from "../app/serve/serve";
import type { MisroutedChoice } from "../consumers/live/fold-order";
import { AppError } from "../models/app-error";
import { boardOrderOf, type BoardOptions } from "./board-options";
import { documentOf, overridesOf, policyOf } from "./log-options";
import { accessOf } from "./topic-commands";
import { createFaultPrinter } from "./print-fault";

/** What `serve` is told. */
export interface ServeOptions extends BoardOptions {
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
  readonly viewsRetention?: number;
  readonly clock: boolean;
  readonly misrouted: MisroutedChoice;
  readonly acceptMisrouted?: boolean;
  readonly acceptAppendTime?: boolean;
  readonly http?: string | false;
  readonly simulated?: boolean;
  readonly speed: number;
  readonly head: number;
  readonly seed: number;
  readonly gap: number;
}

/** Where a board is, unless it is said. */
export const BOARD_ADDRESS = "127.0.0.1:8080";
/** Where a worker answers whoever watches it. */
export const HEALTH_ADDRESS = "127.0.0.1:9464";

/** Who is told of what happens at a board. */
export type BoardListeners = Pick<BoardOrder, "onBug" | "onAccess">;

/** The order of a board, wherever its news come from. */
export function boardFrom(
  options: ServeOptions,
  listeners: BoardListeners,
  onReady: (url: string) => void,
): BoardOrder {
  if (options.http === false)
    throw new AppError("wrongUse", "A board has nobody to answer then.", "Leave --no-http out.");
  return {
    ...boardOrderOf(options, process.env),
    ...addressOf(options.http ?? BOARD_ADDRESS),
    policy: policyOf(options),
    onReady,
    ...listeners,
  };
}

/** The order of a board of a log, or of a simulated centre. */
export function embeddedFrom(logs: readonly string[], options: ServeOptions, listeners: BoardListeners): EmbeddedOrder {
  const { seed, gap, speed, head, maxRecordBytes: recordBytesMax } = options;
  const isSimulated = logs.length === 0;
  const what = isSimulated ? "a simulated centre" : logs.join(", ");
  const board = boardFrom(options, listeners, (url) => {
    process.stdout.write(`The board of ${what}, ${speed} times as fast as life: ${url}\nCtrl-C stops it.\n`);
  });
  const isNamed = !isSimulated || options.names !== undefined;
  const names = isNamed ? board.names : simulatedNames(seed, SIMULATED_QUEUES);
  const simulation = { seed, gapMs: Math.max(1, gap) };
  const onFault = createFaultPrinter();
  return { ...board, names, logs, recordBytesMax, speed, headMs: head, simulation, onFault };
}

/** The order of a worker. */
export function workerFrom(options: ServeOptions, log: ServeOrder["log"]): ServeOrder {
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
    misrouted: options.acceptMisrouted === true ? "fold" : options.misrouted,
    mayStampOnArrival: options.acceptAppendTime === true,
    ...(options.viewsRetention !== undefined && { viewsMs: options.viewsRetention }),
    http: options.http === false ? undefined : addressOf(options.http ?? HEALTH_ADDRESS),
    otlp: readOtlp(process.env),
    log,
  };
}

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new AppError("wrongUse", `"${text}" is no address.`, "Write HOST:PORT, as in 127.0.0.1:9464.");
}
