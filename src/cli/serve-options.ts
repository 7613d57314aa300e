import type { MisroutedChoice } from "../consumers/live/fold/fold-options";
import type { PolicyReach } from "../models/policy-switch";
import type { BoardArguments } from "./board-options";

/** The command-line options of `serve`, parsed. */
export interface ServeArguments extends BoardArguments {
  readonly brokers?: string;
  readonly role: "fold" | "board";
  readonly threads: number;
  readonly topic: readonly string[];
  readonly prefix: string;
  readonly group?: string;
  readonly switch?: string;
  readonly policy?: string;
  readonly lateness?: number;
  readonly policyFrom?: PolicyReach;
  readonly policyAgain?: boolean;
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
  /** Gaps in the data; `--gap` says how busy a simulated centre is. */
  readonly outage?: readonly string[];
  readonly offsetGaps?: boolean;
}

/** Where a board is, unless it is said. */
export const BOARD_ADDRESS = "127.0.0.1:8080";
/** Where a worker answers whoever watches it. */
export const HEALTH_ADDRESS = "127.0.0.1:9464";
