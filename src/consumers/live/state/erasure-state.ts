import { isNamedInContents, isNamedInEvicted } from "../../../engine/store/mentions";
import type { Erasure } from "../../../models/erasure";
import type { Outgoing } from "../port/port";
import { encodeAbsent, encodeCheckpoint, encodeEvicted, type StateReader } from "./state-codec";
import type { Checkpoint } from "./state-kinds";
import { hasContents, readContents } from "./state-values";

/** Conversations of a state, by id, each with the last revision that the state knows. */
export interface FoundStates {
  readonly conversations: ReadonlyMap<string, number>;
  readonly evicted: ReadonlyMap<string, number>;
}

/** The conversations of the state that are erased, or in which an erased user took part. */
export function findStates(state: StateReader, { conversations, users }: Erasure): FoundStates {
  const { conversations: stored = [], evicted = [] } = state.partition() ?? {};
  const isTheirs = users.size > 0;
  return {
    conversations: new Map(
      stored
        .filter(
          (one) =>
            conversations.has(one.id) ||
            (isTheirs && hasContents(one) && isNamedInContents(readContents(one.contents), users)),
        )
        .map(({ id, revision }) => [id, revision]),
    ),
    evicted: new Map(
      evicted
        .filter(([id, record]) => conversations.has(id) || (isTheirs && isNamedInEvicted(record, users)))
        .map(([id, { revision }]) => [id, revision]),
    ),
  };
}

/**
 * The messages that erase states. Every revision up to `writtenUpTo` may be in outputs that stay: the checkpoint has each further
 * conversation begin above, so that a late record of one that is gone comes after what was written of it.
 */
export function eraseStates(
  topic: string,
  checkpoint: Checkpoint | undefined,
  states: FoundStates,
  { conversations }: Erasure,
  writtenUpTo: number,
): readonly Outgoing[] {
  return [
    ...[...states.conversations.keys()].map((id) => encodeAbsent(topic, id, undefined)),
    ...[...states.evicted.keys()].map((id) => encodeEvicted(topic, id, undefined)),
    ...cleanCheckpoint(topic, checkpoint, conversations, writtenUpTo),
  ];
}

/** The time of a partition may name a conversation, too. */
function cleanCheckpoint(
  topic: string,
  checkpoint: Checkpoint | undefined,
  conversations: ReadonlySet<string>,
  writtenUpTo: number,
): readonly Outgoing[] {
  if (checkpoint === undefined) return [];
  const { first, leaps, floor: before } = checkpoint.time;
  const left = leaps.filter(({ conversationId }) => !conversations.has(conversationId));
  const isFirstGone = first !== undefined && conversations.has(first.conversationId);
  const floor = Math.max(before, writtenUpTo);
  const isSame = left.length === leaps.length && floor === before;
  if (isSame && !isFirstGone) return [];
  const time = { ...checkpoint.time, floor, first: isFirstGone ? undefined : first, leaps: left };
  return [encodeCheckpoint(topic, { ...checkpoint, time })];
}
