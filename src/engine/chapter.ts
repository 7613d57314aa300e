import type { AnomalyCounts } from "../models/anomaly";
import type { ParticipantState } from "../models/communication";
import type { HeldRecord } from "../models/held-record";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { ConversationTimeline, NewsIsland } from "../models/timeline";
import { layOutConversation } from "../reducers/conversation";
import { sumAnomalies } from "./anomalies";
import { areLongEnded, isSettled } from "./chapter-end";
import { History, type Placement } from "./history";
import { LaidOut } from "./laid-out";
import type { BareChapter, MarkedChapter } from "./marked";
import { addNews, pauseOf } from "./news";
import type { Means } from "./means";
import type { SavedChapter } from "./saved";

const NO_NEWS: readonly NewsIsland[] = [];

/**
 * A conversation from its first news until it is forgotten: it owes nothing, and was quiet for so long that its eviction
 * record is gone too. News after that open a further chapter, which knows nothing of it. Instants alone decide where one
 * ends: so it makes no difference what is still in memory.
 */
export class Chapter {
  private readonly history: History;
  private readonly laidOut = new LaidOut();
  private news = NO_NEWS;
  private cached: ConversationTimeline | undefined;
  private settled: boolean | undefined;
  private longEnded: boolean | undefined;
  private pastBound = false;

  /** An empty chapter. */
  constructor(
    private readonly conversationId: string,
    private policy: Policy,
    means: Means,
  ) {
    this.history = new History(means);
  }

  /** Goes by another policy: what was laid out by the one before is laid out anew. */
  goBy(policy: Policy): void {
    this.laidOut.clear();
    [this.policy, this.cached] = [policy, undefined];
  }

  firstAt(): Instant {
    return this.news[0]?.from ?? Infinity;
  }

  lastAt(): Instant {
    return this.news[this.news.length - 1]?.to ?? -Infinity;
  }

  place(record: HeldRecord): Placement {
    const placement = this.history.place(record);
    if (placement !== "repeated") this.longEnded = undefined;
    const before = this.news;
    this.news = addNews(before, record.at, pauseOf(this.policy));
    if (placement === "changed") {
      this.cached = undefined;
      this.settled = undefined;
    } else if (this.cached !== undefined && this.news !== before) this.cached = { ...this.cached, news: this.news };
    const isNewIsland = this.news.length !== before.length;
    return placement === "unchanged" && isNewIsland ? "changed" : placement;
  }

  /** Whether its states take long to ask for: news out of order are to be folded in first. */
  isStale(): boolean {
    return this.history.isStale();
  }

  /** Folds in what came out of order. */
  catchUp(): void {
    this.history.catchUp();
  }

  seal(horizon: Instant): number {
    return this.history.seal(horizon);
  }

  /** How many of its records are kept apart. */
  heldRecords(): number {
    return this.history.count;
  }

  sealBeyond(records: number): number {
    return this.history.sealBeyond(records);
  }

  /** Notes that it is past its bound; false where it was before. */
  passBound(): boolean {
    if (this.pastBound) return false;
    this.pastBound = true;
    this.cached = undefined;
    return true;
  }

  /** Keeps as little as it can go on from. Nothing earlier than its last news may come after that. */
  compact(): void {
    this.isSettled();
    this.history.compact();
  }

  /** Everything has ended and no after-call work is owed. */
  isSettled(): boolean {
    return (this.settled ??= this.participants().every(isSettled));
  }

  /**
   * It was first seen wholly ended, its last end further back than the lateness: history that was measured when it
   * happened, or never will be. Nothing is emitted of it.
   */
  isLongEnded(): boolean {
    return (this.longEnded ??= areLongEnded(this.participants(), this.firstAt() - this.policy.latenessMs));
  }

  /** Lets go of what follows from its records; it is derived again when it is asked for. */
  rest(): void {
    this.isSettled();
    this.history.rest();
    this.laidOut.clear();
    this.cached = undefined;
  }

  /** What it comes down to while it rests; undefined where there is more to it. */
  bare(): BareChapter | undefined {
    const records = this.history.bare();
    const isOneIsland =
      this.news.length === 1 && this.firstAt() === records?.firstAt && this.lastAt() === records.lastAt;
    return isOneIsland && !this.pastBound ? { records, isSettled: this.isSettled() } : undefined;
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
    const { news, pastBound } = this;
    return { news, settled: this.isSettled(), ...(pastBound && { pastBound }), history: this.history.save() };
  }

  load({ news, settled, pastBound = false, history }: SavedChapter): void {
    this.pastBound = pastBound;
    this.news = news;
    this.settled = settled;
    this.history.load(history);
  }

  mark(): MarkedChapter {
    const { news, settled, pastBound } = this;
    return { news, settled, pastBound, history: this.history.mark() };
  }

  /** Becomes what was marked; for one that is empty. */
  takeMark({ news, settled, pastBound, history }: MarkedChapter): void {
    this.pastBound = pastBound;
    this.news = news;
    this.settled = settled;
    this.history.takeMark(history);
  }

  private layOutAll(): ConversationTimeline {
    const communications = this.laidOut.renew(this.participants(), this.policy);
    const timeline = layOutConversation(this.conversationId, communications, this.news);
    return this.pastBound ? { ...timeline, isPastBound: true } : timeline;
  }
}
