import type { Kafka, KafkaMessage } from "kafkajs";

import { canonicalId } from "../../decoding/spellings";
import { isNamedInContents, isNamedInEvicted } from "../../engine/mentions";
import { isOver } from "../../models/conversation-state";
import { ErasurePlan, isNamedIn, type Erasure } from "../../models/erasure";
import type { ConversationRecord } from "../../models/view";
import { parseValue } from "./json-value";
import { readPartition } from "./lone-reader";
import { createMessageDecoder } from "./message-decoder";
import type { Outgoing } from "./partition-writer";
import { encodeAbsent, encodeCheckpoint, encodeEvicted, encodeMark, StateReader, type Checkpoint } from "./state-codec";
import { hasContents, readContents } from "./state-values";
import type { TopicNames } from "./topics";

/** What is to be erased from the compacted topics of one partition, and what stands against it. */
export interface PartitionSurvey {
  /** Conversations whose state goes, in whatever form it is kept. */
  readonly states: number;
  readonly viewsDropped: number;
  readonly viewsBlanked: number;
  /** Conversations that are still open: of a user they stay as they are, and of one that is erased more may come. */
  readonly open: readonly string[];
  /** Records of the input that are named by the erasure and would be folded once a worker starts. */
  readonly unread: number;
  readonly messages: readonly Outgoing[];
}

const RECORD_BYTES_MAX = 1 << 20;

/** Looks through the state, the views and what is still to be folded of one partition. Nobody may write to it meanwhile. */
export async function surveyPartition(
  kafka: Kafka,
  topics: TopicNames,
  partition: number,
  erasure: Erasure,
): Promise<PartitionSurvey> {
  const state = new StateReader("");
  const reading = (topic: string) => ({ topic, partition, endsWhenEmpty: true });
  await readPartition(kafka, reading(topics.state), (message) => {
    state.take(message);
    return "more";
  });
  const held = heldOf(state, erasure);
  const views = await readViews(kafka, reading(topics.conversations), erasure, held);
  const open = [...views.values()].filter((view) => !isOver(view)).map(({ id }) => id);
  const isLeft = (id: string) => !erasure.conversations.has(id) && open.includes(id);
  const conversations = held.conversations.filter((id) => !isLeft(id));
  const evicted = held.evicted.filter((id) => !isLeft(id));
  const marks = state.marks().flatMap(([id]) => (erasure.conversations.has(id) ? [id] : []));
  const outgoing = [...views.values()]
    .filter(({ id }) => !isLeft(id))
    .flatMap((view) => rewritten(topics, view, erasure));
  const unread = await countUnread(kafka, topics.input, partition, state.checkpoint?.offset ?? 0n, erasure);
  return {
    states: new Set([...conversations, ...evicted]).size,
    viewsDropped: outgoing.filter(({ value }) => value === null).length,
    viewsBlanked: outgoing.filter(({ value }) => value !== null).length,
    open,
    unread,
    messages: [
      ...conversations.map((id) => encodeAbsent(topics.state, id, undefined)),
      ...evicted.map((id) => encodeEvicted(topics.state, id, undefined)),
      ...marks.map((id) => encodeMark(topics.state, id, undefined)),
      ...cleanCheckpoint(topics.state, state.checkpoint, erasure.conversations),
      ...outgoing,
    ],
  };
}

interface Held {
  readonly conversations: readonly string[];
  readonly evicted: readonly string[];
}

/** The conversations of the state that are erased, or in which an erased user took part. */
function heldOf(state: StateReader, { conversations, users }: Erasure): Held {
  const { conversations: stored = [], evicted = [] } = state.partition() ?? {};
  const isTheirs = users.size > 0;
  return {
    conversations: stored
      .filter(
        (one) =>
          conversations.has(one.id) ||
          (isTheirs && hasContents(one) && isNamedInContents(readContents(one.contents), users)),
      )
      .map(({ id }) => id),
    evicted: evicted
      .filter(([id, record]) => conversations.has(id) || (isTheirs && isNamedInEvicted(record, users)))
      .map(([id]) => id),
  };
}

/** The last view of each conversation that is erased, is held of a user, or names one. */
async function readViews(
  kafka: Kafka,
  reading: { readonly topic: string; readonly partition: number; readonly endsWhenEmpty: boolean },
  erasure: Erasure,
  held: Held,
): Promise<ReadonlyMap<string, ConversationRecord>> {
  const wanted = new Set([...erasure.conversations, ...held.conversations, ...held.evicted]);
  const views = new Map<string, ConversationRecord>();
  await readPartition(kafka, reading, ({ key, value }) => {
    const id = key?.toString() ?? "";
    views.delete(id);
    if (value === null || !(wanted.has(id) || isNamedIn(value.toString(), erasure))) return "more";
    const view = parseValue(value) as ConversationRecord | undefined;
    if (view !== undefined) views.set(id, view);
    return "more";
  });
  return views;
}

/** What takes the place of a view that is to be changed: nothing, or the view without what names a user. */
function rewritten({ conversations: topic }: TopicNames, view: ConversationRecord, erasure: Erasure): Outgoing[] {
  const fate = new ErasurePlan(erasure).fateOf(view);
  if (fate.kind === "kept") return [];
  const value = fate.kind === "blanked" ? Buffer.from(JSON.stringify(fate.record)) : null;
  return [{ topic, key: view.id, value }];
}

/** The time of a partition may name a conversation, too. */
function cleanCheckpoint(
  topic: string,
  checkpoint: Checkpoint | undefined,
  conversations: ReadonlySet<string>,
): readonly Outgoing[] {
  if (checkpoint === undefined) return [];
  const { first, leaps } = checkpoint.time;
  const left = leaps.filter(({ conversationId }) => !conversations.has(conversationId));
  const isFirstGone = first !== undefined && conversations.has(first.conversationId);
  if (left.length === leaps.length && !isFirstGone) return [];
  const time = { ...checkpoint.time, first: isFirstGone ? undefined : first, leaps: left };
  return [encodeCheckpoint(topic, { ...checkpoint, time })];
}

/** Records that would bring back what is erased: whoever restores reads the input on from its checkpoint. */
async function countUnread(
  kafka: Kafka,
  topic: string,
  partition: number,
  from: bigint,
  erasure: Erasure,
): Promise<number> {
  const decoder = createMessageDecoder(RECORD_BYTES_MAX);
  let unread = 0;
  await readPartition(kafka, { topic, partition, from, endsWhenEmpty: true }, (message) => {
    const isOfOne = decoder
      .decode(topic, partition, message)
      .some(({ record }) => record.kind === "observations" && erasure.conversations.has(record.conversationId));
    if (isOfOne || isNamedInMessage(message, erasure)) unread += 1;
    return "more";
  });
  return unread;
}

/** Whether a message names one of the ids: in its key, in its value as it lies there, or in its headers. */
export function isNamedInMessage({ key, value, headers }: KafkaMessage, erasure: Erasure): boolean {
  const id = canonicalId(key?.toString());
  if (id !== undefined && erasure.conversations.has(id)) return true;
  const texts = [key, value, ...Object.values(headers ?? {}).flat()].map((part) => part?.toString() ?? "");
  return texts.some((text) => isNamedIn(text, erasure));
}
