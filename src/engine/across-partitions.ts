import type { AnomalyCounts } from "../models/anomaly";
import type { Instant } from "../models/instant";
import { compareText } from "../models/position";
import type { ConversationTimeline } from "../models/timeline";
import { contain, type Fault } from "../models/fault";
import type { ConversationRecord } from "../models/view";
import type { Partition } from "./partition";
import type { EngineCounts, Outputs, PartitionCounts } from "./ports";
import type { Emitted } from "./emit/finals";
import { emitFinals } from "./emit/pending-outputs";
import type { SavedEngine, SavedPartition } from "./store/saved";
import { standingRecords } from "./emit/standing";
import type { Conversation } from "./store/conversation";
import { viewConversation } from "./emit/view";

/** The views of resident conversations, by id; each is made and emitted when it is asked for. */
export function* emitViews(partitions: Iterable<Partition>, asOf: Instant, outputs: Outputs): Generator<() => void> {
  const resident = [...partitions].flatMap((partition) => [...partition.ids()].map((id) => ({ id, partition })));
  for (const { id, partition } of resident.sort((left, right) => compareText(left.id, right.id))) {
    yield () => {
      const onFault = (fault: Fault) => outputs.fault?.(fault);
      if (partition.finals !== undefined) return emitLast(partition, id, asOf, outputs, onFault);
      const seen = viewOf(partition, id, asOf, onFault);
      if (seen !== undefined) outputs.conversation(...seen);
    };
  }
}

/** Emits what stands of a conversation at the end, where that was not emitted. */
function emitLast(
  partition: Partition,
  id: string,
  asOf: Instant,
  outputs: Outputs,
  onFault: (fault: Fault) => void,
): void {
  const emitted: Emitted = { finals: undefined, superseded: undefined };
  const { finals, time } = partition;
  const marks = { isSuspect: time.isSuspect(id) };
  const take = (conversation: Conversation) => finals?.last(conversation, asOf, marks, emitted);
  lookContained(partition, id, () => partition.look(id, take), onFault);
  emitFinals(emitted, outputs);
  outputs.settled?.();
}

/** The view of a conversation with what in it contradicts itself; undefined where it is not resident, or cannot be shown. */
function viewOf(
  partition: Partition,
  id: string,
  asOf: Instant,
  onFault: (fault: Fault) => void,
): readonly [ConversationRecord, AnomalyCounts] | undefined {
  const { faults, time } = partition;
  const toView = (conversation: Conversation) => {
    const marks = { isSuspect: time.isSuspect(id), isFaulted: faults.has(id) };
    const view = viewConversation(conversation, asOf, marks);
    return view && ([view, conversation.shown()?.anomalies() ?? {}] as const);
  };
  return lookContained(partition, id, () => partition.look(id, toView), onFault);
}

/** What is seen of a conversation. A fault in that is the conversation's alone, and reported once: then undefined. */
function lookContained<Seen>(
  { faults, time }: Partition,
  id: string,
  look: () => Seen,
  onFault: (fault: Fault) => void,
): Seen | undefined {
  return contain<Seen | undefined>(look, (error) => {
    if (faults.mark(id, time.stream)) onFault({ stage: "view", position: undefined, conversationId: id, error });
    return undefined;
  });
}

/** The view of a conversation as of now, in whichever partition it is; undefined where it is in none. */
export function viewOfResident(
  partitions: Iterable<Partition>,
  id: string,
  onFault: (fault: Fault) => void,
): ConversationRecord | undefined {
  for (const partition of partitions) {
    const seen = viewOf(partition, id, partition.time.asOf, onFault);
    if (seen !== undefined) return seen[0];
  }
  return undefined;
}

/** What was emitted of a conversation and stands, in whichever partition it is; of one that was evicted, too, while it is remembered; nothing where it is in none, or cannot be derived. */
export function standingOfResident(
  partitions: Iterable<Partition>,
  id: string,
  onFault: (fault: Fault) => void,
): ReturnType<typeof standingRecords> {
  for (const partition of partitions) {
    const standing = lookContained(partition, id, () => partition.look(id, standingRecords, true), onFault);
    if (standing !== undefined) return standing;
  }
  return [];
}

/** A conversation laid out in time; undefined where it is in no partition. */
export function timelinesOf(partitions: Iterable<Partition>, id: string): readonly ConversationTimeline[] | undefined {
  for (const partition of partitions) {
    const seen = partition.look(id, (conversation) =>
      conversation.allLifecycles().map((lifecycle) => lifecycle.timeline()),
    );
    if (seen !== undefined) return seen;
  }
  return undefined;
}

/** What an engine must know to go on; undefined where a conversation cannot be saved. */
export function saveAll(
  misrouted: number,
  partitions: ReadonlyMap<number, Partition>,
  onFault: (fault: Fault) => void,
): SavedEngine | undefined {
  const saved: (readonly [number, SavedPartition])[] = [];
  for (const [number, { state }] of partitions) {
    const partition = state.save(onFault);
    if (partition !== undefined) saved.push([number, partition]);
  }
  const isWhole = saved.length === partitions.size;
  return isWhole ? { misrouted, partitions: saved.sort(([left], [right]) => left - right) } : undefined;
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
    faultedConversations: sum("faulted"),
    pastBoundConversations: sum("pastBound"),
  };
}
