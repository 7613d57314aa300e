import { createBoard, type Board } from "../../board/board";
import type { AccessEntry } from "../../board/server/access-log";
import { serveBoard } from "../../board/server/server";
import type { CallingLook } from "../../board/state/calling-look";
import { BoardState } from "../../board/state/board-state";
import type { BoardSource } from "../../board/source";
import type { CallingPolicy } from "../../models/calling-policy";
import type { GapOptions } from "../../engine/gaps/log-gaps";
import type { NameBook } from "../../models/name-book";
import type { MetricsText } from "../../models/metrics-text";
import type { Policy } from "../../models/policy";
import { isLocal } from "./guard";

/** How a board is shown, and to whom. */
export interface BoardOptions {
  readonly host: string;
  readonly port: number;
  readonly token: string | undefined;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Proxies whose word for the client's address and protocol is taken. */
  readonly trustedProxies: readonly string[];
  /** Whether everybody who reaches it may look, though it is not for this machine alone. */
  readonly isForAll: boolean;
  readonly names: NameBook;
  readonly windowMs: number;
  /** The share of waits that are to be answered within target. */
  readonly serviceLevelTarget: number;
  readonly policy: Policy;
  /** The calendars of the policy. */
  readonly calling?: CallingPolicy | undefined;
  /** Which gaps in the data the board is to know of. */
  readonly gaps: GapOptions;
  readonly onReady: (url: string) => void;
  readonly onBug: (error: unknown) => void;
  readonly onAccess: (entry: AccessEntry) => void;
}

/** Where a board's news come from: it is made with what takes them, and run until it is stopped. */
export interface RunningSource {
  readonly source: BoardSource;
  readonly run: (stop: AbortSignal) => Promise<void>;
}

const ENDED_MAX = 20_000;

/** Shows a board of a source until it is stopped. Throws `AppError` where it cannot. */
export async function showBoard(
  options: BoardOptions,
  makeSource: (state: BoardState) => RunningSource,
  stop: AbortSignal,
): Promise<void> {
  const { windowMs, serviceLevelTarget, policy } = options;
  const shortAbandonMs = (queueId: string, media: string) => policy.limitsFor(queueId, media).shortAbandonMs;
  const callingLook = await callingLookFor(options);
  const state = new BoardState({ windowMs, shortAbandonMs, callingLook, endedMax: ENDED_MAX });
  const { source, run } = makeSource(state);
  const board = createBoard(state, source, { windowMs, serviceLevelTarget });
  const { host, port, names, onBug, onAccess, token, tls, trustedProxies } = options;
  const access = { token, localOnly: isLocal(host) && token === undefined };
  const metrics = metricsOf(board);
  const server = await serveBoard(board, { host, port, names, metrics, onBug, onAccess, access, tls, trustedProxies });
  const stopped = new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener("abort", () => resolve(), { once: true });
  });
  try {
    options.onReady(server.url);
    await run(stop);
    await stopped;
  } finally {
    await server.close();
  }
}

/** What knows calendars is loaded where the policy has some. */
async function callingLookFor({ policy, calling }: BoardOptions): Promise<CallingLook | undefined> {
  if (calling === undefined) return undefined;
  const { callingLookOf } = await import("./calling-look.js");
  return callingLookOf(policy, calling);
}

/** The metrics of a board. What makes them is loaded when somebody first asks. */
function metricsOf(board: Board): () => Promise<MetricsText> {
  let loaded: Promise<() => Promise<MetricsText>> | undefined;
  return async () => {
    loaded ??= import("../serve/board-metrics.js").then(({ createBoardMetrics }) => createBoardMetrics(board));
    return (await loaded)();
  };
}
