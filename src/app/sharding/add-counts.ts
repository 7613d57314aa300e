import type { EngineCounts } from "../../engine/ports";

const NONE: EngineCounts = {
  openConversations: 0,
  conversations: 0,
  sealedObservations: 0,
  evictedConversations: 0,
  abandonedConversations: 0,
  reopenedConversations: 0,
  longEndedConversations: 0,
  evictionRecords: 0,
  undatedRecords: 0,
  misroutedRecords: 0,
  timeSuspects: 0,
  faultedConversations: 0,
  pastBoundConversations: 0,
};

/** What several engines counted, together. */
export function addCounts(all: readonly EngineCounts[]): EngineCounts {
  const names = Object.keys(NONE) as (keyof EngineCounts)[];
  const sums = names.map((name) => [name, all.reduce((sum, counts) => sum + counts[name], 0)] as const);
  return Object.fromEntries(sums) as unknown as EngineCounts;
}
