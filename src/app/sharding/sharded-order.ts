import type { RunSpans } from "../../models/policy-values";
import type { PolicyDocument } from "../policy";
import type { ReplayOrder } from "../replay-order";

/** A replay on several workers. The policy goes to them as it was written. */
export interface ShardedOrder extends Omit<ReplayOrder, "policy"> {
  readonly workers: number;
  readonly policy: PolicyDocument;
  readonly overrides: Partial<RunSpans>;
}
