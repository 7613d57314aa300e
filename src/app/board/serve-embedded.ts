import { USUAL_OPTIONS } from "../../consumers/simulation/player";
import { LogGaps } from "../../engine/gaps/log-gaps";
import type { FaultReport } from "../../models/fault";
import type { UnreadFiles } from "../verdict";
import { playedLog, playedSimulation } from "./played-log";
import { Player } from "./player";
import { showBoard, type BoardOptions } from "./serve-board";

/** What is played. */
export interface EmbeddedOptions extends BoardOptions {
  /** Files and folders of a log; a simulated centre where there are none. */
  readonly logs: readonly string[];
  readonly recordBytesMax: number;
  readonly speed: number;
  readonly headMs: number;
  readonly onFault: (fault: FaultReport) => void;
  /** Called with the files of the log that are not read, as soon as that is known. */
  readonly onUnread: (files: UnreadFiles) => void;
  /** Told when standard input, which is played, has given nothing for a while. */
  readonly onWaiting: () => void;
  readonly simulation: { readonly seed: number; readonly gapMs: number };
}

/** How many of the simulated centre's queues a board shows. */
export const SIMULATED_QUEUES = 6;
const KEPT_BYTES_MAX = 64 << 20;
const YEAR_MS = 365 * 86_400_000;

/** Plays a log, or a simulated centre, through the engine and shows its board, without Kafka. */
export async function serveEmbedded(options: EmbeddedOptions, stop: AbortSignal): Promise<void> {
  const { logs, recordBytesMax, simulation, policy, speed, headMs, onFault, onUnread, onWaiting } = options;
  const isSimulated = logs.length === 0;
  const gaps = new LogGaps(options.gaps);
  const records = isSimulated
    ? playedSimulation({
        ...USUAL_OPTIONS,
        ...simulation,
        shapes: ["nested"],
        scenarios: "all",
        queues: SIMULATED_QUEUES,
        conversations: Math.ceil(YEAR_MS / simulation.gapMs),
        disorder: 1,
        duplicates: 1,
        rubbish: 0.05,
      })
    : playedLog(logs, recordBytesMax, gaps, { onUnread, onWaiting, stop });
  const kind = isSimulated ? "simulation" : "log";
  await showBoard(
    options,
    (state) => {
      const player = new Player(records, state, {
        policy,
        kind,
        speed,
        headMs,
        keptBytesMax: KEPT_BYTES_MAX,
        onFault,
        gaps,
      });
      return { source: player, run: async (signal) => player.play(signal) };
    },
    stop,
  );
}
