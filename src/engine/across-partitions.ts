import type { Instant } from "../models/instant";
import { compareText } from "../models/position";
import type { Conversation } from "./conversation";
import type { Partition } from "./partition";
import type { EngineCounts, Outputs, PartitionCounts } from "./ports";
import type { StreamTime } from "./stream-time";
import { viewConversation } from "./view";

/** The views of what is held, by id; each is made and told when it is asked for. */
export function* tellViews(partitions: Iterable<Partition>, asOf: Instant, outputs: Outputs): Generator<() => void> {
  const held = [...partitions].flatMap((partition) => [...partition.held()].map((id) => ({ id, partition })));
  for (const { id, partition } of held.sort((left, right) => compareText(left.id, right.id))) {
    yield () => {
      partition.look(id, (conversation) => {
        const isSuspect = partition.time.isSuspect(id);
        const view = viewConversation(conversation, asOf, { isSuspect });
        if (view !== undefined) outputs.conversation(view, conversation.shown()?.anomalies() ?? {});
      });
    };
  }
}

/** What is to be seen of a conversation, in whichever partition it is held; undefined where it is in none. */
export function lookForHeld<Seen>(
  partitions: ReadonlyMap<number, Partition>,
  id: string,
  at: (conversation: Conversation, time: StreamTime) => Seen,
): Seen | undefined {
  for (const partition of partitions.values()) {
    const seen = partition.look(id, (conversation) => at(conversation, partition.time));
    if (seen !== undefined) return seen;
  }
  return undefined;
}

/** What partitions counted, together. */
export function sumCounts(partitions: readonly Partition[], misroutedRecords: number): EngineCounts {
  const counted = partitions.map((partition) => partition.counts());
  const sum = (name: keyof PartitionCounts) => counted.reduce((total, counts) => total + counts[name], 0);
  return {
    openConversations: sum("open"),
    conversations: sum("conversations"),
    sealedObservations: sum("sealed"),
    evictedConversations: sum("evicted"),
    abandonedConversations: sum("abandoned"),
    reopenedConversations: sum("reopened"),
    evictionRecords: sum("evictionRecords"),
    longEndedConversations: sum("longEnded"),
    undatedRecords: sum("undated"),
    misroutedRecords,
    timeSuspects: sum("timeSuspects"),
  };
}
