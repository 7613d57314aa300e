import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { NewsIsland } from "../../models/timeline";

/**
 * Adds an instant of activity to the islands of a conversation: spans of time without a pause longer than `pauseMs`. The result
 * depends on the instants alone, not on their order. Returns the same list when nothing changes.
 */
export function addActivity(islands: readonly NewsIsland[], at: Instant, pauseMs: number): readonly NewsIsland[] {
  const last = islands.at(-1);
  if (last !== undefined && at >= last.from && at <= last.to) return islands;
  if (last !== undefined && at > last.to && at - last.to <= pauseMs) {
    const grown = { from: last.from, to: at };
    return islands.length === 1 ? [grown] : islands.with(-1, grown);
  }
  const before = islands.filter(({ to }) => to < at - pauseMs);
  const after = islands.filter(({ from }) => from > at + pauseMs);
  const joined = islands.slice(before.length, islands.length - after.length);
  const from = Math.min(at, joined[0]?.from ?? at);
  const to = Math.max(at, joined.at(-1)?.to ?? at);
  return [...before, { from, to }, ...after];
}

/** The shortest pause in the activity of a conversation that may be called stuck. */
export function pauseOf({
  stuckConversationMs,
  stuckAfterCallWorkMs,
}: Pick<Policy, "stuckConversationMs" | "stuckAfterCallWorkMs">): number {
  return Math.min(stuckConversationMs, stuckAfterCallWorkMs);
}
