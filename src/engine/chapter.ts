import type { AnomalyCounts, AnomalyKind } from "../models/anomaly";
import type { CommunicationState, CommunicationStub, ParticipantState } from "../models/communication";
import type { Instant } from "../models/instant";
import type { CommunicationTimeline, ConversationTimeline, NewsIsland } from "../models/timeline";
import { isAfterCallWorkOpen } from "../reducers/after-call-work";
import { countShadows, layOutConversation, layOutParticipant } from "../reducers/conversation";
import { createHistory, type HeldRecord, type Placement } from "./history";
import { addNews } from "./news";

/** The communications of earlier chapters, by participant. */
export type Finished = ReadonlyMap<string, readonly CommunicationStub[]>;

/**
 * A conversation from its first news until it owes nothing and has been quiet for longer than the lateness. News after
 * that open a further chapter, which knows the finished communications of those before but not what happened in them:
 * so it makes no difference whether they are still held in memory.
 */
export interface Chapter {
  readonly finishedBefore: Finished;
  readonly firstAt: () => Instant;
  readonly lastAt: () => Instant;
  readonly place: (record: HeldRecord) => Placement;
  readonly seal: (horizon: Instant) => number;
  /** Everything has ended and no after-call work is owed. */
  readonly isSettled: () => boolean;
  /** Lets go of what follows from its records; it is derived again when it is asked for. */
  readonly rest: () => void;
  readonly timeline: () => ConversationTimeline;
  readonly participants: () => Iterable<ParticipantState>;
  readonly records: () => readonly HeldRecord[];
  readonly anomalies: () => AnomalyCounts;
}

interface LaidOut {
  readonly participant: ParticipantState;
  readonly timelines: readonly CommunicationTimeline[];
}

/** An empty chapter. `pauseMs` is the shortest pause in the news that may be called stuck. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createChapter(conversationId: string, finishedBefore: Finished, pauseMs: number): Chapter {
  const history = createHistory(finishedBefore);
  let laidOut = new Map<string, LaidOut>();
  let news: readonly NewsIsland[] = [];
  let cached: ConversationTimeline | undefined;
  let settled: boolean | undefined;

  /** Lays out who changed; the others keep their timelines. */
  function timelinesOf(participant: ParticipantState): readonly CommunicationTimeline[] {
    const before = laidOut.get(participant.participantId);
    if (before?.participant === participant) return before.timelines;
    const timelines = layOutParticipant(participant, before?.timelines ?? []);
    laidOut.set(participant.participantId, { participant, timelines });
    return timelines;
  }

  function layOutAll(): ConversationTimeline {
    const communications: CommunicationTimeline[] = [];
    for (const participant of history.participants()) communications.push(...timelinesOf(participant));
    return layOutConversation(conversationId, communications, news);
  }

  function isEverySettled(): boolean {
    for (const participant of history.participants()) if (!isSettled(participant)) return false;
    return true;
  }

  const timeline = () => (cached ??= layOutAll());

  return {
    finishedBefore,
    firstAt: () => news[0]?.from ?? Infinity,
    lastAt: () => news.at(-1)?.to ?? -Infinity,
    place(record) {
      const placement = history.place(record);
      const before = news;
      news = addNews(news, record.at, pauseMs);
      if (placement === "changed") {
        cached = undefined;
        settled = undefined;
      } else if (cached !== undefined && news !== before) cached = { ...cached, news };
      const isNewIsland = news.length !== before.length;
      return placement === "unchanged" && isNewIsland ? "changed" : placement;
    },
    seal: history.seal,
    isSettled: () => (settled ??= isEverySettled()),
    rest() {
      history.rest();
      laidOut = new Map();
      cached = undefined;
    },
    timeline,
    participants: history.participants,
    records: history.records,
    anomalies: () => sumAnomalies(timeline(), history.participants()),
  };
}

/** What is left of a chapter when it is let go: enough to know its communications again. */
export function stubsOf(chapter: Chapter): Finished {
  const stubs = new Map(chapter.finishedBefore);
  for (const { participantId, finished, communications } of chapter.participants()) {
    if (communications.length > 0) stubs.set(participantId, [...finished, ...communications.map(stubOf)]);
  }
  return stubs;
}

function stubOf({ communicationId, mediaType, episode, phases }: CommunicationState): CommunicationStub {
  return { communicationId, mediaType, episode, connectedAt: phases.connected?.at, endedAt: phases.ended?.at };
}

function isSettled({ communications }: ParticipantState): boolean {
  return communications.every(
    ({ phases, afterCallWork }) => phases.phase === "ended" && !isAfterCallWorkOpen(afterCallWork),
  );
}

function sumAnomalies(timeline: ConversationTimeline, participants: Iterable<ParticipantState>): AnomalyCounts {
  const sum: Partial<Record<AnomalyKind, number>> = {};
  const add = (counts: AnomalyCounts) => {
    for (const [kind, count] of Object.entries(counts) as [AnomalyKind, number][]) sum[kind] = (sum[kind] ?? 0) + count;
  };
  for (const { anomalies } of timeline.communications) add(anomalies);
  for (const participant of participants) {
    add(participant.anomalies);
    const shadows = countShadows(participant);
    if (shadows > 0) add({ shadowCommunication: shadows });
  }
  return sum;
}
