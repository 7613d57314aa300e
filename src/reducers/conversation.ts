import type { ParticipantState } from "../models/communication";
import { compareText } from "../models/position";
import type { CommunicationTimeline, ConversationTimeline, NewsIsland } from "../models/timeline";
import { linkCallbacks, linkDialledCalls } from "./callbacks";
import { linkQueues } from "./queue";
import { linkTransfers } from "./transfer";

/**
 * Lays out a conversation in time. `layOut` gives each communication's timeline, so that a caller may keep those that
 * did not change.
 */
export function layOutConversation(
  conversationId: string,
  participants: readonly ParticipantState[],
  news: readonly NewsIsland[],
  layOut: (state: ParticipantState["communications"][number]) => CommunicationTimeline,
): ConversationTimeline {
  const sorted = participants.flatMap((participant) => timelinesOf(participant, layOut)).sort(byAppearance);
  const communications = withUniqueKeys(sorted);
  const { queues, offers } = linkQueues(communications);
  return {
    conversationId,
    communications,
    queues,
    offers,
    transfers: linkTransfers(communications),
    callbacks: linkCallbacks(communications),
    dialled: linkDialledCalls(communications),
    news,
  };
}

/** One communication id in two participants contradicts itself; the ids of outputs must stay apart all the same. */
function withUniqueKeys(communications: readonly CommunicationTimeline[]): readonly CommunicationTimeline[] {
  const keys = new Set(communications.map(({ key }) => key));
  if (keys.size === communications.length) return communications;
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

/** How many communications of a participant are only known without id and overlap one that is named. */
export function countShadows(participant: ParticipantState): number {
  return participant.communications.filter((state) => isShadow(state, participant)).length;
}

function timelinesOf(
  participant: ParticipantState,
  layOut: (state: ParticipantState["communications"][number]) => CommunicationTimeline,
): CommunicationTimeline[] {
  return participant.communications.filter((state) => !isShadow(state, participant)).map(layOut);
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
