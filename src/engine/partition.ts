import type { Decoded } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";
import type { Policy } from "../models/policy";
import type { Rejection } from "../models/rejection";
import { createConversation, markerOf, type Conversation, type Marker } from "./conversation";
import { collectDeadlines, tellDeadlines, tellMeasurements, type DeadlineChange } from "./emissions";
import { createReminderHeap } from "./heap";
import type { Outputs, RecordOutcome } from "./ports";
import { viewConversation } from "./view";

type Observed = Extract<Decoded, { readonly kind: "observations" }>;

/**
 * The conversations of one partition and its time. Stream time is the latest accepted instant and decides what is late,
 * sealed and let go; as-of also follows `advance` and decides what is overdue. Nothing here knows a clock.
 */
export interface Partition {
  readonly has: (conversationId: string) => boolean;
  readonly accept: (record: Observed) => RecordOutcome;
  readonly advance: (asOf: Instant) => void;
  readonly latest: () => Instant;
  readonly conversations: () => Iterable<Conversation>;
  readonly counts: PartitionCounts;
}

/** Counters of a partition; its own to change. */
export interface PartitionCounts {
  conversations: number;
  sealed: number;
  evicted: number;
  abandoned: number;
  reopened: number;
  markers: number;
  undated: number;
}

/** An empty partition. */
export function createPartition(policy: Policy, outputs: Outputs): Partition {
  const conversations = new Map<string, Conversation>();
  const markers = new Map<string, Marker>();
  const dueIndex = createReminderHeap<Conversation>();
  const quietIndex = createReminderHeap<Conversation>();
  const markerIndex = createReminderHeap<string>();
  const counts = { conversations: 0, sealed: 0, evicted: 0, abandoned: 0, reopened: 0, markers: 0, undated: 0 };
  let streamTime = -Infinity;
  let asOf = -Infinity;
  let hasDated = false;

  function find(id: string, at: Instant): Conversation {
    const known = conversations.get(id);
    if (known !== undefined) return known;
    const marker = markers.get(id);
    const isRemembered = marker !== undefined && at <= marker.until;
    const created = createConversation(id, policy, isRemembered ? marker : undefined);
    if (isRemembered) counts.reopened += 1;
    else counts.conversations += 1;
    conversations.set(id, created);
    return created;
  }

  /** The instant that counts for a record: its own, else its place behind what is known of the conversation. */
  function instantOf(record: Observed): Instant | undefined {
    if (record.at !== undefined) return record.at;
    const known = conversations.get(record.conversationId)?.lastAt();
    const at = Math.max(known ?? -Infinity, record.latestInside ?? -Infinity);
    return at > -Infinity ? at : streamTime > -Infinity ? streamTime : undefined;
  }

  function accept(record: Observed): RecordOutcome {
    const at = instantOf(record);
    if (at === undefined) return reject(record, { position: record.position, reason: "noInstant" });
    const isDated = record.at !== undefined;
    if (isDated && at < streamTime - policy.latenessMs)
      return reject(record, { position: record.position, reason: "late" });
    if (!isDated) counts.undated += 1;
    for (const rejection of record.rejections) outputs.rejection(rejection);
    if (record.sightings.length === 0) return "rejected";
    const conversation = find(record.conversationId, at);
    const placements = record.sightings.map((sighting) => {
      const observation: Observation = { ...sighting, at, undated: !isDated };
      return conversation.place(observation);
    });
    const isNews = placements.some((placement) => placement !== "repeated");
    moveStreamTime(at, isDated);
    counts.sealed += conversation.seal(streamTime - policy.latenessMs);
    tell(isNews ? conversation : undefined, placements.includes("changed"));
    watch(conversation);
    letGo();
    return isNews ? "folded" : "repeated";
  }

  function reject(record: Observed, rejection: Rejection): RecordOutcome {
    outputs.rejection(rejection);
    for (const other of rejection.reason === "late" ? [] : record.rejections) outputs.rejection(other);
    return rejection.reason === "late" ? "late" : "rejected";
  }

  function moveStreamTime(at: Instant, isDated: boolean): void {
    if (isDated || !hasDated) streamTime = Math.max(streamTime, at);
    hasDated ||= isDated;
    asOf = Math.max(asOf, streamTime);
  }

  /** Tells what a record changed in its own conversation, and what in others became overdue by it. */
  function tell(conversation: Conversation | undefined, isChanged: boolean): void {
    const changes: DeadlineChange[] = [];
    if (conversation !== undefined) {
      conversation.revision += 1;
      if (isChanged) {
        tellMeasurements(conversation, outputs);
        remind(conversation, collectDeadlines(conversation, asOf, changes));
      }
    }
    for (let due = dueIndex.popBefore(asOf); due !== undefined; due = dueIndex.popBefore(asOf)) {
      if (due.value.remindedAt !== due.at || conversations.get(due.value.id) !== due.value) continue;
      due.value.remindedAt = Infinity;
      const before = changes.length;
      due.value.revision += 1;
      const next = collectDeadlines(due.value, asOf, changes);
      if (changes.length === before) due.value.revision -= 1;
      remind(due.value, next);
    }
    if (changes.length > 0) tellDeadlines(changes, outputs);
  }

  /** Keeps one reminder for each conversation; a later due instant is found when the earlier reminder comes. */
  function remind(conversation: Conversation, at: Instant): void {
    if (at >= conversation.remindedAt || at === Infinity) return;
    conversation.remindedAt = at;
    dueIndex.push(at, conversation);
  }

  /** Keeps the earliest reminder to let a conversation go; when it comes, a later instant is found. */
  function watch(conversation: Conversation): void {
    const from = conversation.evictableFrom();
    if (from >= conversation.quietAt) return;
    conversation.quietAt = from;
    quietIndex.push(from, conversation);
  }

  /** Lets go of what is over and quiet for so long that nothing accepted from now on can belong to it. */
  function letGo(): void {
    for (let quiet = quietIndex.popBefore(streamTime); quiet !== undefined; quiet = quietIndex.popBefore(streamTime)) {
      const conversation = quiet.value;
      if (conversation.quietAt !== quiet.at || conversations.get(conversation.id) !== conversation) continue;
      conversation.quietAt = Infinity;
      if (conversation.evictableFrom() >= streamTime || dropChapter(conversation)) watch(conversation);
    }
    for (let old = markerIndex.popBefore(streamTime); old !== undefined; old = markerIndex.popBefore(streamTime)) {
      const marker = markers.get(old.value);
      if (marker !== undefined && marker.until + policy.latenessMs < streamTime) markers.delete(old.value);
    }
    counts.markers = markers.size;
  }

  function dropChapter(conversation: Conversation): boolean {
    const isAbandoned = !conversation.latest().isSettled();
    if (conversation.dropFirst()) {
      forgetDropped(conversation);
      return true;
    }
    const view = viewConversation(conversation, asOf, isAbandoned);
    outputs.conversation(view, conversation.latest().anomalies());
    conversations.delete(conversation.id);
    const marker = markerOf(conversation, policy);
    markers.set(conversation.id, marker);
    markerIndex.push(marker.until + policy.latenessMs, conversation.id);
    counts.evicted += 1;
    if (isAbandoned) counts.abandoned += 1;
    return false;
  }

  /** What was told of a dropped chapter stands; it is only no longer compared with. */
  function forgetDropped(conversation: Conversation): void {
    const measurements = new Set(conversation.deriveMeasurements().map(({ id }) => id));
    const deadlines = new Set(conversation.deriveDeadlines(asOf).deadlines.map(({ id }) => id));
    for (const id of conversation.toldMeasurements.keys())
      if (!measurements.has(id)) conversation.toldMeasurements.delete(id);
    for (const id of conversation.toldDeadlines.keys()) if (!deadlines.has(id)) conversation.toldDeadlines.delete(id);
  }

  return {
    has: (id) => conversations.has(id) || markers.has(id),
    accept,
    advance(to) {
      asOf = Math.max(asOf, to);
      tell(undefined, false);
    },
    latest: () => streamTime,
    conversations: () => conversations.values(),
    counts,
  };
}
