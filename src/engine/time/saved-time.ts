import type { Instant } from "../../models/instant";
import type { Leap, Reach } from "./leaps";

/** The time of a partition. */
export interface SavedTime {
  readonly stream: Instant;
  readonly asOf: Instant;
  /** Every conversation begins above this revision. */
  readonly floor: number;
  readonly hasDated: boolean;
  /** The first dated record, while it is the only one. */
  readonly first: { readonly conversationId: string; readonly reach: Reach } | undefined;
  /** What is ahead of stream time, and not confirmed. */
  readonly leaps: readonly Leap[];
}
