import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import { markerOf, type Conversation, type Marker } from "./conversation";
import { createReminderHeap } from "./heap";
import type { Outputs } from "./ports";
import type { SavedRetention } from "./saved";
import { viewConversation } from "./view";

/** Lets conversations go that are over, and remembers them for a while. Goes by stream time alone. */
export interface Retention {
  /** What is remembered of a conversation, if an instant still belongs to it. */
  readonly recall: (conversationId: string, at: Instant) => Marker | undefined;
  readonly remembers: (conversationId: string) => boolean;
  /** Looks when a conversation that got news can be let go. */
  readonly watch: (conversation: Conversation) => void;
  /** Lets go of what is quiet for so long that nothing accepted from now on can belong to it. */
  readonly letGo: (streamTime: Instant, asOf: Instant) => void;
  readonly counts: () => RetentionCounts;
  readonly save: () => SavedRetention;
  /** Takes up what was saved. */
  readonly resume: (saved: SavedRetention, held: Iterable<Conversation>) => void;
}

/** What retention did so far. */
export interface RetentionCounts {
  readonly evicted: number;
  readonly abandoned: number;
  readonly markers: number;
}

/** A retention over the conversations of a partition, which it takes out of the map. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createRetention(conversations: Map<string, Conversation>, policy: Policy, outputs: Outputs): Retention {
  const markers = new Map<string, Marker>();
  const quietIndex = createReminderHeap<Conversation>(({ id }) => id);
  const markerIndex = createReminderHeap<string>((id) => id);
  const counts = { evicted: 0, abandoned: 0 };

  /** Keeps the earliest reminder for each conversation; when it comes, a later instant is found. */
  function watch(conversation: Conversation): void {
    const from = conversation.evictableFrom();
    if (from >= conversation.quietAt) return;
    conversation.quietAt = from;
    quietIndex.push(from, conversation);
  }

  /** Drops a conversation's first chapter; the last one goes out with its view and leaves a marker. */
  function drop(conversation: Conversation, asOf: Instant): void {
    const isAbandoned = !conversation.latest().isSettled();
    if (conversation.dropFirst()) return watch(conversation);
    outputs.conversation(viewConversation(conversation, asOf, isAbandoned), conversation.latest().anomalies());
    conversations.delete(conversation.id);
    const marker = markerOf(conversation, policy);
    conversation.release();
    markers.set(conversation.id, marker);
    markerIndex.push(marker.until + policy.latenessMs, conversation.id);
    counts.evicted += 1;
    if (isAbandoned) counts.abandoned += 1;
  }

  function letGo(streamTime: Instant, asOf: Instant): void {
    for (let quiet = quietIndex.popBefore(streamTime); quiet !== undefined; quiet = quietIndex.popBefore(streamTime)) {
      const conversation = quiet.value;
      if (conversation.quietAt !== quiet.at || conversations.get(conversation.id) !== conversation) continue;
      conversation.quietAt = Infinity;
      if (conversation.evictableFrom() >= streamTime) watch(conversation);
      else drop(conversation, asOf);
    }
    for (let old = markerIndex.popBefore(streamTime); old !== undefined; old = markerIndex.popBefore(streamTime)) {
      const marker = markers.get(old.value);
      if (marker !== undefined && marker.until + policy.latenessMs < streamTime) markers.delete(old.value);
    }
  }

  return {
    recall(id, at) {
      const marker = markers.get(id);
      return marker !== undefined && at <= marker.until ? marker : undefined;
    },
    remembers: (id) => markers.has(id),
    watch,
    letGo,
    counts: () => ({ ...counts, markers: markers.size }),
    save: () => ({ markers: [...markers], ...counts }),
    resume(saved, held) {
      for (const [id, marker] of saved.markers) {
        markers.set(id, marker);
        markerIndex.push(marker.until + policy.latenessMs, id);
      }
      counts.evicted = saved.evicted;
      counts.abandoned = saved.abandoned;
      for (const conversation of held) {
        if (conversation.quietAt < Infinity) quietIndex.push(conversation.quietAt, conversation);
      }
    },
  };
}
