import type { MarkedLifecycle } from "../history/marked-lifecycle";
import type { SavedHead } from "./saved";

/** A conversation as it stood when a batch began. Its full parts are shared with it. */
export interface MarkedConversation {
  readonly head: Omit<SavedHead, "id">;
  readonly remindedDueAt: number;
  readonly remindedQuietAt: number;
  /** The ids of deadlines that were pending, and had been emitted as something else before. */
  readonly emittedPending: readonly string[];
  readonly lifecycles: readonly MarkedLifecycle[];
}
