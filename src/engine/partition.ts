import type { Decoded } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { Rejection } from "../models/rejection";
import { Conversation } from "./conversation";
import { createTelling } from "./overdue";
import type { Means } from "./means";
import type { Outputs, RecordOutcome } from "./ports";
import type { SavedPartition, SavedTime } from "./saved";
import { createRetention, type RetentionCounts } from "./retention";

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
  readonly find: (conversationId: string) => Conversation | undefined;
  readonly counts: () => PartitionCounts;
  readonly save: () => SavedPartition;
  /** Becomes what was saved; for a partition that has seen nothing. */
  readonly load: (saved: SavedPartition) => void;
}

/** What a partition counted. */
export interface PartitionCounts extends RetentionCounts {
  readonly open: number;
  readonly conversations: number;
  readonly sealed: number;
  readonly reopened: number;
  readonly undated: number;
}

/** An empty partition. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createPartition(policy: Policy, outputs: Outputs, means: Means): Partition {
  const conversations = new Map<string, Conversation>();
  const retention = createRetention(conversations, policy, outputs);
  const telling = createTelling(outputs, (conversation) => conversations.get(conversation.id) === conversation);
  const resting = createRestingPlace();
  const time = createStreamTime();
  const counts = { conversations: 0, sealed: 0, reopened: 0, undated: 0 };

  function findOrCreate(id: string, at: Instant): Conversation {
    const known = conversations.get(id);
    if (known !== undefined) return known;
    const marker = retention.recall(id, at);
    const created = new Conversation(id, policy, means, marker);
    if (marker === undefined) counts.conversations += 1;
    else counts.reopened += 1;
    conversations.set(id, created);
    return created;
  }

  /** The instant that counts for a record: its own, else its place behind what is known of the conversation. */
  function instantOf(record: Observed): Instant | undefined {
    const known = conversations.get(record.conversationId)?.lastAt() ?? -Infinity;
    const at = record.at ?? Math.max(known, record.latestInside ?? -Infinity);
    return at > -Infinity ? at : time.isKnown() ? time.stream() : undefined;
  }

  function accept(record: Observed): RecordOutcome {
    const { position } = record;
    const at = instantOf(record);
    const isDated = record.at !== undefined;
    if (at === undefined) return refuse("rejected", [{ position, reason: "noInstant" }, ...record.rejections]);
    if (isDated && at < time.stream() - policy.latenessMs) return refuse("late", [{ position, reason: "late" }]);
    for (const rejection of record.rejections) outputs.rejection(rejection);
    if (!isDated) counts.undated += 1;
    const conversation = findOrCreate(record.conversationId, at);
    const placement = conversation.place({ at, undated: !isDated, position, sightings: record.sightings });
    const isNews = placement !== "repeated";
    time.move(at, isDated);
    counts.sealed += conversation.seal(time.stream() - policy.latenessMs);
    if (isNews) telling.recordFolded(conversation, placement === "changed", time.asOf());
    else telling.timePassed(time.asOf());
    resting.add(conversation);
    retention.watch(conversation);
    retention.letGo(time.stream(), time.asOf());
    return isNews ? "folded" : "repeated";
  }

  function refuse(outcome: "late" | "rejected", rejections: readonly Rejection[]): RecordOutcome {
    for (const rejection of rejections) outputs.rejection(rejection);
    return outcome;
  }

  return {
    has: (id) => conversations.has(id) || retention.remembers(id),
    accept,
    advance(to) {
      time.advance(to);
      telling.timePassed(time.asOf());
    },
    latest: time.stream,
    conversations: () => conversations.values(),
    find: (id) => conversations.get(id),
    counts: () => ({ ...counts, ...retention.counts(), open: conversations.size }),
    save: () => ({
      time: time.save(),
      counts: { ...counts },
      conversations: [...conversations.values()].map((conversation) => conversation.save()),
      retention: retention.save(),
    }),
    load(saved) {
      time.load(saved.time);
      Object.assign(counts, saved.counts);
      for (const one of saved.conversations) {
        const conversation = new Conversation(one.id, policy, means, undefined);
        conversation.load(one, saved.time.asOf);
        conversations.set(one.id, conversation);
        telling.resume(conversation);
      }
      retention.resume(saved.retention, conversations.values());
    },
  };
}

/** How many conversations that owe nothing are kept awake: news of them may follow at once. */
const AWAKE_MAX = 64;

/** Lets conversations rest some time after their last news, the ones first that were quiet longest. */
function createRestingPlace() {
  const awake = new Set<Conversation>();
  return {
    add(conversation: Conversation): void {
      awake.delete(conversation);
      if (!conversation.mayRest()) return;
      awake.add(conversation);
      if (awake.size <= AWAKE_MAX) return;
      for (const longest of awake) {
        awake.delete(longest);
        longest.rest();
        return;
      }
    },
  };
}

/** The time of a partition: it never goes back. Undated records move it only until there was a dated one. */
function createStreamTime() {
  let stream = -Infinity;
  let asOf = -Infinity;
  let hasDated = false;
  return {
    isKnown: () => stream > -Infinity,
    stream: () => stream,
    asOf: () => asOf,
    move(at: Instant, isDated: boolean): void {
      if (isDated || !hasDated) stream = Math.max(stream, at);
      hasDated ||= isDated;
      asOf = Math.max(asOf, stream);
    },
    advance(to: Instant): void {
      asOf = Math.max(asOf, to);
    },
    save: (): SavedTime => ({ stream, asOf, hasDated }),
    load(saved: SavedTime): void {
      ({ stream, asOf, hasDated } = saved);
    },
  };
}
