import type { Instant } from "../models/instant";
import { compareText } from "../models/position";
import type { ConversationRecord } from "../models/view";
import type { Conversation } from "./conversation";
import type { Partition } from "./partition";
import type { EngineCounts, Outputs, PartitionCounts } from "./ports";
import { viewConversation } from "./view";

/** The views of what is held, by id; each is told, and its conversation rests, when it is asked for. */
export function* tellViews(partitions: Iterable<Partition>, asOf: Instant, outputs: Outputs): Generator<() => void> {
  const held = [...partitions].flatMap((partition) => [...partition.held()]);
  for (const conversation of held.sort((left, right) => compareText(left.id, right.id))) {
    yield () => {
      outputs.conversation(viewConversation(conversation, asOf, false), conversation.latest().anomalies());
      conversation.settleDown();
    };
  }
}

/** A conversation that is held, and where. */
export function findHeld(
  partitions: ReadonlyMap<number, Partition>,
  id: string,
): readonly [Conversation, Partition] | undefined {
  for (const partition of partitions.values()) {
    const conversation = partition.find(id);
    if (conversation !== undefined) return [conversation, partition];
  }
  return undefined;
}

/** The view of a conversation that is held, as of now. */
export function viewHeld(partitions: ReadonlyMap<number, Partition>, id: string): ConversationRecord | undefined {
  const [conversation, partition] = findHeld(partitions, id) ?? [];
  if (conversation === undefined || partition === undefined) return undefined;
  const view = viewConversation(conversation, partition.time.asOf, false);
  conversation.settleDown();
  return view;
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
    markers: sum("markers"),
    undatedRecords: sum("undated"),
    misroutedRecords,
  };
}
