import type { Policy } from "../../models/policy";
import type { MergeOptions } from "../sharding/shard-merge";
import type { CreateFold } from "./difference";

/** What to verify, and how thoroughly. */
export interface VerifyOptions {
  readonly logs: readonly string[];
  readonly policy: Policy;
  readonly recordBytesMax: number;
  /** How many other orders are tried. */
  readonly orders: number;
  readonly seed: number;
  /** Whether the log is folded by the reference too, which keeps all of it in memory. */
  readonly reference?: boolean;
  /** The policy as it is written, for folding on two workers too; not where it is not given. */
  readonly sharded?: Pick<MergeOptions, "policy" | "overrides">;
  /** Makes a fold for each run; another one than the programme's own is for seeing a fault found. */
  readonly createFold?: CreateFold;
}
