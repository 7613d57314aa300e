import type { ConversationRecord } from "./view";

/** Whether nothing more is expected of a conversation: it ended, or was swept. */
export function isOver({ state }: Pick<ConversationRecord, "state">): boolean {
  return state === "ended" || state === "swept";
}
