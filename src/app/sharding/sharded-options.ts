import type { RunSpans } from "../../models/policy-values";
import type { PolicyDocument } from "../policy";
import type { ReplayOptions } from "../replay-options";

/** A replay on several workers. The policy goes to them as it was written. */
export interface ShardedOptions extends Omit<ReplayOptions, "policy"> {
  readonly workers: number;
  readonly policy: PolicyDocument;
  readonly overrides: Partial<RunSpans>;
}
