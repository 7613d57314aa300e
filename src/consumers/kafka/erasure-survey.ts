import type { Kafka } from "kafkajs";

import { canonicalId } from "../../decoding/spellings";
import { isOver } from "../../models/conversation-state";
import { ErasurePlan, isNamedIn, type Erasure } from "../../models/erasure";
import type { ConversationRecord } from "../../models/view";
import { eraseStates, findStates, type FoundStates } from "../live/state/erasure-state";
import { InputOffsets } from "../live/position/input-offsets";
import { createMessageDecoder } from "../live/records/message-decoder";
import { checkOwner } from "../live/state/state-checks";
import type { LogRecord, Outgoing } from "../live/port/port";
import { encodeMark, StateReader } from "../live/state/state-codec";
import { inputName, type TopicNames } from "../live/port/topic-names";
import { parseValue } from "./json-value";
import { readPartition } from "./partition-reader";

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
  const found = findStates(state, erasure);
  const views = await readViews(kafka, reading(topics.conversations), erasure, found);
  const open = [...views.values()].filter((view) => !isOver(view)).map(({ id }) => id);
  const isLeft = (id: string) => !erasure.conversations.has(id) && open.includes(id);
  const goingOf = (states: FoundStates["evicted"]) => new Map([...states].filter(([id]) => !isLeft(id)));
  const going = { conversations: goingOf(found.conversations), evicted: goingOf(found.evicted) };
  const changing = [...views.values()].filter(({ id }) => !isLeft(id));
  const outgoing = changing.flatMap((view) => rewritten(topics, view, erasure));
  const marks = state.marks().flatMap(([id]) => (erasure.conversations.has(id) ? [id] : []));
  const ids = new Set([...going.conversations.keys(), ...going.evicted.keys()]);
  const revisions = [
    ...going.conversations.values(),
    ...going.evicted.values(),
    ...changing.map(({ revision }) => revision),
  ];
  const writtenUpTo = revisions.reduce((highest, revision) => Math.max(highest, revision), 0);
  return {
    states: ids.size,
    viewsDropped: outgoing.filter(({ value }) => value === null).length,
    viewsBlanked: outgoing.filter(({ value }) => value !== null).length,
    open,
    unread: await countUnread(kafka, offsetsIn(state, topics), partition, erasure, ids),
    messages: [
      ...eraseStates(topics.state, state.checkpoint, going, erasure, writtenUpTo),
      ...marks.map((id) => encodeMark(topics.state, id, undefined)),
      ...outgoing,
    ],
  };
}

/** The last view of each conversation that is erased, is kept of a user, or names one. */
async function readViews(
  kafka: Kafka,
  reading: { readonly topic: string; readonly partition: number; readonly endsWhenEmpty: boolean },
  erasure: Erasure,
  found: FoundStates,
): Promise<ReadonlyMap<string, ConversationRecord>> {
  const wanted = new Set([...erasure.conversations, ...found.conversations.keys(), ...found.evicted.keys()]);
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

/** From where whoever restores reads each topic on. Throws `AppError` where the state is of another input. */
function offsetsIn({ checkpoint, position }: StateReader, topics: TopicNames): InputOffsets {
  const [input, group] = [inputName(topics), ""];
  checkOwner({ input: position?.input ?? input, group }, { input, group }, topics.state);
  const offsets = new InputOffsets(topics.inputs);
  offsets.restore(checkpoint?.offset ?? 0n, checkpoint?.offsets);
  return offsets;
}

/** Records that would bring back what is erased, or begin it anew: whoever restores reads the input on from its checkpoint. */
async function countUnread(
  kafka: Kafka,
  inputs: InputOffsets,
  partition: number,
  erasure: Erasure,
  going: ReadonlySet<string>,
): Promise<number> {
  const decoder = createMessageDecoder(RECORD_BYTES_MAX);
  let unread = 0;
  for (const topic of inputs.topics)
    await readPartition(kafka, { topic, partition, from: inputs.get(topic), endsWhenEmpty: true }, (message) => {
      const isGoing = (id: string) => erasure.conversations.has(id) || going.has(id);
      const isOfOne = decoder
        .decode(topic, partition, message)
        .some(({ record }) => record.kind === "observations" && isGoing(record.conversationId));
      if (isOfOne || isNamedInMessage(message, erasure)) unread += 1;
      return "more";
    });
  return unread;
}

/** Whether a message names one of the ids: in its key, in its value as it lies there, or in its headers. */
export function isNamedInMessage({ key, value, headers }: LogRecord, erasure: Erasure): boolean {
  const id = canonicalId(key?.toString());
  if (id !== undefined && erasure.conversations.has(id)) return true;
  const texts = [key, value, ...Object.values(headers ?? {}).flat()].map((part) => part?.toString() ?? "");
  return texts.some((text) => isNamedIn(text, erasure));
}
