import type { ParticipantState } from "../models/communication";
import type { Dated } from "../models/dated";
import { compareText } from "../models/position";
import { sortInPlace } from "../models/sort";
import type {
  CommunicationTimeline,
  ConversationLife,
  ConversationTimeline,
  EvidenceLimits,
  NewsIsland,
} from "../models/timeline";
import { tieCallbacks } from "./callbacks";
import { withOneNameEach } from "./peers";
import { linkQueues } from "./queue";
import { layOutCommunication } from "./timeline";
import { linkTransfers } from "./transfer";

/** Lays out a conversation in time from the timelines of its participants' communications. */
export function layOutConversation(
  conversationId: string,
  timelines: CommunicationTimeline[],
  news: readonly NewsIsland[],
): ConversationTimeline {
  const communications = withOneNameEach(withUniqueKeys(sortInPlace(timelines, byAppearance)));
  const { queues, offers } = linkQueues(communications);
  const { transfers, consults } = linkTransfers({ communications, queues, offers });
  return {
    conversationId,
    communications,
    queues,
    offers,
    transfers,
    consults,
    ...tieCallbacks(communications),
    life: findLife(communications),
    news,
  };
}

/** The life of a conversation whose communications, by appearance, have all ended. */
function findLife(communications: readonly CommunicationTimeline[]): ConversationLife | undefined {
  const [first] = communications;
  if (first === undefined) return undefined;
  let last: Dated | undefined;
  for (const { state } of communications) {
    const { ended } = state.phases;
    if (ended === undefined) return undefined;
    if (last === undefined || ended.at > last.at) last = ended;
  }
  return last && { first, start: first.appeared, end: last };
}

/** The timelines of a participant's communications; those that did not change are taken from `before`. */
export function layOutParticipant(
  participant: ParticipantState,
  before: readonly CommunicationTimeline[],
  limits: EvidenceLimits,
): readonly CommunicationTimeline[] {
  const { communications } = participant;
  const visible =
    communications.length > 1 ? communications.filter((state) => !isShadow(state, participant)) : communications;
  return visible.map((state) => before.find((known) => known.state === state) ?? layOutCommunication(state, limits));
}

/** One communication id in two participants contradicts itself; the ids of outputs must stay apart all the same. */
function withUniqueKeys(communications: readonly CommunicationTimeline[]): readonly CommunicationTimeline[] {
  if (hasDistinctKeys(communications)) return communications;
  const seen = new Set<string>();
  return communications.map((communication) => {
    const { key, state } = communication;
    if (!seen.has(key)) {
      seen.add(key);
      return communication;
    }
    return { ...communication, key: `${key}@${state.participantId}` };
  });
}

function hasDistinctKeys(communications: readonly CommunicationTimeline[]): boolean {
  if (communications.length > 16) return new Set(communications.map(({ key }) => key)).size === communications.length;
  return communications.every(({ key }, index) => {
    for (let other = 0; other < index; other += 1) if (communications[other]?.key === key) return false;
    return true;
  });
}

/** How many communications of a participant are only known without id and overlap one that is named. */
export function countShadows(participant: ParticipantState): number {
  return participant.communications.filter((state) => isShadow(state, participant)).length;
}

/** A communication without id that lived while a named one of the same medium did: surely the same, so not measured. */
function isShadow(state: ParticipantState["communications"][number], participant: ParticipantState): boolean {
  if (state.communicationId !== undefined) return false;
  return participant.communications.some((other) => {
    const isSameMedium = other.mediaType === state.mediaType || state.mediaType === "unknown";
    return other.communicationId !== undefined && isSameMedium && isOverlapping(other, state);
  });
}

type State = ParticipantState["communications"][number];

function isOverlapping(left: State, right: State): boolean {
  return startOf(left) < endOf(right) && startOf(right) < endOf(left);
}

function startOf(state: State): number {
  return state.phases.connected?.at ?? state.firstSeen.at;
}

function endOf(state: State): number {
  return state.phases.ended?.at ?? Infinity;
}

function byAppearance(left: CommunicationTimeline, right: CommunicationTimeline): number {
  return (
    left.appeared.at - right.appeared.at ||
    compareText(left.state.participantId, right.state.participantId) ||
    compareText(left.key, right.key)
  );
}
