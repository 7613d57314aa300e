import type { BoardClock, BoardHealth } from "../models/board";
import type { ConversationRecord } from "../models/view";

/** The clock of a source. */
export type SourceClock = Pick<BoardClock, "speed" | "source"> & { readonly asOf: number | undefined };

/** What a source knows of itself. */
export type SourceHealth = Pick<
  BoardHealth,
  "records" | "lag" | "lastRecordAt" | "restarts" | "isEnded" | "played" | "behind"
>;

/** Where a board's news come from. */
export interface BoardSource {
  readonly clock: () => SourceClock;
  readonly health: () => SourceHealth;
  /** Whether it has caught up with what was there when it began. */
  readonly isReady: () => boolean;
  /** The view of a conversation that the board was given no text of. */
  readonly view: (conversationId: string) => ConversationRecord | undefined;
  /** Why the numbers of a conversation are what they are, and its records, masked; undefined where they are not kept. */
  readonly evidence: (conversationId: string) => Promise<Evidence | undefined>;
}

/** The records of a conversation, and what explains its numbers: as JSON values. */
export interface Evidence {
  readonly explanations: readonly unknown[];
  readonly records: readonly unknown[];
}
