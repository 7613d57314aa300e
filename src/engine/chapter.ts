import type { AnomalyCounts } from "../models/anomaly";
import type { CommunicationState, CommunicationStub, ParticipantState } from "../models/communication";
import type { HeldRecord } from "../models/held-record";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { CommunicationTimeline, ConversationTimeline, NewsIsland } from "../models/timeline";
import { isAfterCallWorkOpen } from "../reducers/after-call-work";
import { layOutConversation, layOutParticipant } from "../reducers/conversation";
import { sumAnomalies } from "./anomalies";
import { History, type Placement } from "./history";
import { addNews } from "./news";
import type { Means } from "./means";
import type { PackedRecords } from "../packing/packed-records";
import type { SavedChapter } from "./saved";

/** The communications of earlier chapters, by participant. */
export type Finished = ReadonlyMap<string, readonly CommunicationStub[]>;

/** All that there is to a chapter whose records say the rest. */
export interface BareChapter {
  /** They are one island of news, from the first to the last. */
  readonly records: PackedRecords;
  readonly isSettled: boolean;
}

interface LaidOut {
  readonly participant: ParticipantState;
  readonly timelines: readonly CommunicationTimeline[];
}

const NO_NEWS: readonly NewsIsland[] = [];
const NOT_LAID_OUT: readonly LaidOut[] = [];

/**
 * A conversation from its first news until it owes nothing and has been quiet for longer than the lateness. News after
 * that open a further chapter, which knows the finished communications of those before but not what happened in them:
 * so it makes no difference whether they are still held in memory.
 */
export class Chapter {
  private readonly history: History;
  private laidOut: readonly LaidOut[] = NOT_LAID_OUT;
  private news = NO_NEWS;
  private cached: ConversationTimeline | undefined;
  private settled: boolean | undefined;

  /** An empty chapter. `pauseMs` is the shortest pause in the news that may be called stuck. */
  constructor(
    private readonly conversationId: string,
    readonly finishedBefore: Finished,
    private readonly pauseMs: number,
    private readonly means: Means,
  ) {
    this.history = new History(finishedBefore, means);
  }

  firstAt(): Instant {
    return this.news[0]?.from ?? Infinity;
  }

  lastAt(): Instant {
    return this.news[this.news.length - 1]?.to ?? -Infinity;
  }

  place(record: HeldRecord): Placement {
    const placement = this.history.place(record);
    const before = this.news;
    this.news = addNews(before, record.at, this.pauseMs);
    if (placement === "changed") {
      this.cached = undefined;
      this.settled = undefined;
    } else if (this.cached !== undefined && this.news !== before) this.cached = { ...this.cached, news: this.news };
    const isNewIsland = this.news.length !== before.length;
    return placement === "unchanged" && isNewIsland ? "changed" : placement;
  }

  seal(horizon: Instant): number {
    return this.history.seal(horizon);
  }

  /** Everything has ended and no after-call work is owed. */
  isSettled(): boolean {
    return (this.settled ??= this.isEverySettled());
  }

  /** Lets go of what follows from its records; it is derived again when it is asked for. */
  rest(): void {
    this.isSettled();
    this.history.rest();
    this.laidOut = NOT_LAID_OUT;
    this.cached = undefined;
  }

  /** What it comes down to while it rests; undefined where there is more to it. */
  bare(): BareChapter | undefined {
    const records = this.finishedBefore.size === 0 ? this.history.bare() : undefined;
    const isOneIsland =
      this.news.length === 1 && this.firstAt() === records?.firstAt && this.lastAt() === records.lastAt;
    return isOneIsland ? { records, isSettled: this.isSettled() } : undefined;
  }

  /** Becomes what another came down to. */
  takeUp({ records, isSettled }: BareChapter): void {
    this.history.takeUp(records);
    this.news = [{ from: records.firstAt, to: records.lastAt }];
    this.settled = isSettled;
  }

  /** Gives back what it holds; nothing can be asked of it any more. */
  release(): void {
    this.history.release();
  }

  timeline(): ConversationTimeline {
    return (this.cached ??= this.layOutAll());
  }

  participants(): readonly ParticipantState[] {
    return this.history.participants();
  }

  records(): readonly HeldRecord[] {
    return this.history.records();
  }

  anomalies(): AnomalyCounts {
    return sumAnomalies(this.timeline(), this.participants());
  }

  save(): SavedChapter {
    const { finishedBefore, news } = this;
    return { finishedBefore, news, settled: this.isSettled(), history: this.history.save() };
  }

  load({ news, settled, history }: SavedChapter): void {
    this.news = news;
    this.settled = settled;
    this.history.load(history);
  }

  private isEverySettled(): boolean {
    for (const participant of this.participants()) if (!isSettled(participant)) return false;
    return true;
  }

  /** Lays out who changed; the others keep their timelines. */
  private layOutAll(): ConversationTimeline {
    const communications: CommunicationTimeline[] = [];
    const laidOut: LaidOut[] = [];
    for (const participant of this.participants()) {
      const before = this.laidOut.find((other) => other.participant.participantId === participant.participantId);
      const isSame = before?.participant === participant;
      const laid = isSame
        ? before
        : { participant, timelines: layOutParticipant(participant, before?.timelines ?? [], this.means.limits) };
      laidOut.push(laid);
      for (const timeline of laid.timelines) communications.push(timeline);
    }
    this.laidOut = laidOut;
    return layOutConversation(this.conversationId, communications, this.news);
  }
}

/**
 * The instant after which a quiet chapter is over: the lateness after its last news once all has ended, else when the
 * sweep gives it up. Nothing of it is owed after that.
 */
export function givenUpAt(chapter: Chapter, policy: Policy): Instant {
  const quietMs = chapter.isSettled() ? policy.latenessMs : Math.max(policy.sweepMs, policy.latenessMs);
  return chapter.lastAt() + quietMs;
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
