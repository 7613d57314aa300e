import type { AnomalyCounts, AnomalyKind } from "../models/anomaly";
import type { CommunicationState, CommunicationStub, ParticipantState } from "../models/communication";
import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";
import type { CommunicationTimeline, ConversationTimeline, NewsIsland } from "../models/timeline";
import { isAfterCallWorkOpen } from "../reducers/after-call-work";
import { countShadows, layOutConversation } from "../reducers/conversation";
import { layOutCommunication } from "../reducers/timeline";
import type { MeasurementCache } from "./derive-measurements";
import { createHistory, type History, type Placement } from "./history";
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
  /** What was last derived of it; whoever derives keeps it. */
  readonly measurementCache: MeasurementCache;
  readonly firstAt: () => Instant;
  readonly lastAt: () => Instant;
  readonly place: (observation: Observation) => Placement;
  readonly seal: (horizon: Instant) => number;
  /** Everything has ended and no after-call work is owed. */
  readonly isSettled: () => boolean;
  /** Lets go of what follows from its observations; it is derived again when it is asked for. */
  readonly rest: () => void;
  readonly timeline: () => ConversationTimeline;
  readonly participants: () => readonly ParticipantState[];
  readonly observations: () => readonly Observation[];
  readonly anomalies: () => AnomalyCounts;
}

/** An empty chapter. `pauseMs` is the shortest pause in the news that may be called stuck. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createChapter(conversationId: string, finishedBefore: Finished, pauseMs: number): Chapter {
  const histories = new Map<string, History>();
  let laidOut = new Map<CommunicationState, CommunicationTimeline>();
  let news: readonly NewsIsland[] = [];
  let cached: ConversationTimeline | undefined;
  let settled: boolean | undefined;
  const measurementCache: MeasurementCache = new Map();

  function historyOf(participantId: string): History {
    const known = histories.get(participantId);
    if (known !== undefined) return known;
    const created = createHistory(participantId, finishedBefore.get(participantId) ?? []);
    histories.set(participantId, created);
    return created;
  }

  /** Lays out what changed; communications that did not keep the timeline of the last time. */
  function layOutAll(): ConversationTimeline {
    const before = laidOut;
    laidOut = new Map();
    return layOutConversation(conversationId, participants(), news, (state) => {
      const timeline = before.get(state) ?? layOutCommunication(state);
      laidOut.set(state, timeline);
      return timeline;
    });
  }

  const participants = () => [...histories.values()].map((history) => history.state());
  const timeline = () => (cached ??= layOutAll());

  return {
    finishedBefore,
    measurementCache,
    firstAt: () => news[0]?.from ?? Infinity,
    lastAt: () => news.at(-1)?.to ?? -Infinity,
    place(observation) {
      const placement = historyOf(observation.participantId).place(observation);
      settled = undefined;
      const before = news;
      news = addNews(news, observation.at, pauseMs);
      if (placement === "changed") cached = undefined;
      else if (cached !== undefined && news !== before) cached = { ...cached, news };
      const isNewIsland = news.length !== before.length;
      return placement === "unchanged" && isNewIsland ? "changed" : placement;
    },
    seal: (horizon) => [...histories.values()].reduce((sum, history) => sum + history.seal(horizon), 0),
    isSettled: () => (settled ??= participants().every(isSettled)),
    rest() {
      for (const history of histories.values()) history.rest();
      measurementCache.clear();
      laidOut = new Map();
      cached = undefined;
    },
    timeline,
    participants,
    observations: () => [...histories.values()].flatMap((history) => history.observations()),
    anomalies: () => sumAnomalies(timeline(), participants()),
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

function sumAnomalies(timeline: ConversationTimeline, participants: readonly ParticipantState[]): AnomalyCounts {
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
