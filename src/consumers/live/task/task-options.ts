import type { Log } from "../port/log";
import type { FoldOrder } from "../fold/fold-options";
import type { WriterOrder } from "../port/port";
import type { TroubleKind } from "./troubles";

/** How a partition is served. */
export interface TaskOrder extends FoldOrder, WriterOrder {
  /** How often changed conversations are written while there is more to read. */
  readonly checkpointMs: number;
  readonly log: Log;
  readonly onTransaction: (outcome: "committed" | "failed", ms: number) => void;
  /** Told of each batch that was committed: how long after its first record's own timestamp that was. */
  readonly onProcessed: (delayMs: number) => void;
  /** A partition failed, and is opened again where that may help. */
  readonly onReopened: (kind: TroubleKind) => void;
  readonly onRestored: (ms: number, bytes: number) => void;
}
