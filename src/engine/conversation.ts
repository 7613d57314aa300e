import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { ConversationTimeline } from "../models/timeline";
import type { DeadlineChange, MeasurementChange } from "./changes";
import { givenUpAt, stubsOf, Chapter, type Finished } from "./chapter";
import { deadlinesOf, type JudgedDeadline } from "./deadlines-of";
import { Derivation } from "./derivation";
import type { HeldRecord, Placement } from "./history";
import type { Marker } from "./markers";
import type { Means } from "./means";
import type { SavedConversation } from "./saved";

/** A conversation in memory: its chapters, usually one, and what was told of it. */
export class Conversation {
  revision: number;
  /** When something it promises becomes overdue, if nothing comes; Infinity where nothing is owed. */
  dueAt: Instant = Infinity;
  /** When it will be looked at next to be let go; Infinity before it is first. */
  quietAt: Instant = Infinity;
  /** For which instants its partition has reminders of it. */
  readonly reminded = { due: Infinity, quiet: Infinity };
  private chapters: Chapter[];
  private readonly derivation: Derivation;
  private resting = false;
  /** As of when its deadlines were told. */
  private judgedAt: Instant = -Infinity;
  /** Ids of deadlines that are pending and were told, while it rests. */
  private toldPending: readonly string[] = NONE;

  /** A conversation of which nothing is known but what a marker says. */
  constructor(
    readonly id: string,
    private readonly policy: Policy,
    private readonly means: Means,
    marker: Marker | undefined,
  ) {
    this.revision = marker?.revision ?? 0;
    this.chapters = [this.newChapter(marker?.finished ?? NONE_FINISHED)];
    this.derivation = new Derivation(id, policy);
  }

  place(record: HeldRecord): Placement {
    this.wake();
    const index = this.indexFor(record.at);
    const placement = this.chapterAt(index).place(record);
    if (placement === "repeated" || index === this.chapters.length - 1) return placement;
    this.rebuildAfter(index);
    return "changed";
  }

  /** Keeps only its records until there are news; the rest follows from them. */
  rest(): void {
    if (this.resting) return;
    this.resting = true;
    this.toldPending = this.derivation.toldPending();
    for (const chapter of this.chapters) chapter.rest();
    this.derivation.clear();
  }

  seal(horizon: Instant): number {
    let sealed = 0;
    for (const chapter of this.chapters) sealed += chapter.seal(horizon);
    return sealed;
  }

  latest(): Chapter {
    return this.chapterAt(this.chapters.length - 1);
  }

  lastAt(): Instant {
    return this.latest().lastAt();
  }

  /** How what is derived now differs from what was told, in measurements. They count as told then. */
  renewMeasurements(): MeasurementChange[] {
    const changes: MeasurementChange[] = [];
    this.derivation.renew(this.chapters, changes);
    return changes;
  }

  /** The same for deadlines as of an instant; finds when to look at them again if nothing comes. */
  judgeDeadlines(asOf: Instant, revision: number): DeadlineChange[] {
    this.wake();
    this.judgedAt = asOf;
    const changes: DeadlineChange[] = [];
    this.dueAt = this.derivation.judge(this.chapters, asOf, revision, changes);
    return changes;
  }

  /** Every deadline as of an instant. */
  deadlines(asOf: Instant): JudgedDeadline[] {
    return deadlinesOf(this.id, this.chapters, this.policy, asOf);
  }

  /** Lets go again of what was derived while it rests, for whoever looked at it. */
  settleDown(): void {
    if (this.resting) for (const chapter of this.chapters) chapter.rest();
  }

  /** It laid out in time, once for each chapter. */
  timelines(): readonly ConversationTimeline[] {
    return this.chapters.map((chapter) => chapter.timeline());
  }

  /** The instant of stream time after which its first chapter can be let go, if nothing more comes. */
  evictableFrom(): Instant {
    return givenUpAt(this.chapterAt(0), this.policy) + this.policy.latenessMs;
  }

  /** Looks when it can be let go. */
  watch(): void {
    this.quietAt = Math.min(this.quietAt, this.evictableFrom());
  }

  /** Lets go of the first chapter, and of what was told of it: that stands. True while there is a later one. */
  dropFirst(): boolean {
    if (this.chapters.length === 1) return false;
    this.wake();
    this.chapters.shift()?.release();
    this.derivation.forgetDropped(this.chapters);
    return true;
  }

  save(): SavedConversation {
    const { id, revision, dueAt, quietAt, judgedAt, resting } = this;
    const toldPending = resting ? this.toldPending : this.derivation.toldPending();
    return { id, revision, dueAt, quietAt, judgedAt, toldPending, chapters: this.chapters.map((one) => one.save()) };
  }

  /** Becomes what was saved, and rests. */
  load({ chapters, revision, dueAt, quietAt, judgedAt, toldPending }: SavedConversation): void {
    Object.assign(this, { revision, dueAt, quietAt, judgedAt, toldPending, resting: true });
    this.chapters = chapters.map((one) => {
      const chapter = this.newChapter(one.finishedBefore);
      chapter.load(one);
      return chapter;
    });
  }

  /** Gives back what it holds, as an index may know it for long; nothing can be asked of it any more. */
  release(): void {
    for (const chapter of this.chapters) chapter.release();
    this.chapters = [];
    this.derivation.clear();
  }

  /** The chapter that an instant belongs to; a new one where it comes long after all was over. */
  private indexFor(at: Instant): number {
    let index = this.chapters.length - 1;
    while (index > 0 && at < this.chapterAt(index).firstAt()) index -= 1;
    const chapter = this.chapterAt(index);
    if (chapter.lastAt() === -Infinity || at <= givenUpAt(chapter, this.policy)) return index;
    if (index === this.chapters.length - 1) this.chapters.push(this.newChapter(stubsOf(chapter)));
    return index + 1;
  }

  /** A chapter that changed may have changed what later ones start from, or may have closed the gap before them. */
  private rebuildAfter(index: number): void {
    const dropped = this.chapters.splice(index + 1);
    const later = dropped.flatMap((chapter) => chapter.records());
    for (const chapter of dropped) chapter.release();
    for (const record of later) this.chapterAt(this.indexFor(record.at)).place(record);
  }

  /** What was told is what is derived, as everything told was derived and nothing has changed since. */
  private wake(): void {
    if (!this.resting) return;
    this.resting = false;
    this.derivation.assume(this.chapters, this.judgedAt);
    this.derivation.takeAsTold(this.chapters, this.toldPending);
    this.toldPending = NONE;
  }

  private newChapter(finished: Finished): Chapter {
    const pauseMs = Math.min(this.policy.stuckConversationMs, this.policy.stuckAfterCallWorkMs);
    return new Chapter(this.id, finished, pauseMs, this.means);
  }

  private chapterAt(index: number): Chapter {
    const chapter = this.chapters[index];
    if (chapter === undefined) throw new RangeError("a conversation has no such chapter");
    return chapter;
  }
}

const NONE: readonly never[] = [];
const NONE_FINISHED: Finished = new Map();

/** The marker that a conversation leaves when it is let go. */
export function markerOf(conversation: Conversation, policy: Policy): Marker {
  const chapter = conversation.latest();
  const until = givenUpAt(chapter, policy) + policy.markersMs;
  return { finished: stubsOf(chapter), revision: conversation.revision, until };
}
