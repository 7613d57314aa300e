import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { ConversationTimeline } from "../models/timeline";
import type { DeadlineChange, MeasurementChange } from "./changes";
import { givenUpAt, stubsOf, Chapter, type Finished } from "./chapter";
import { deadlinesOf, type JudgedDeadline } from "./deadlines-of";
import { Derivation } from "./derivation";
import type { HeldRecord, Placement } from "./history";
import type { Means } from "./means";
import type { SavedConversation } from "./saved";

/** What is remembered of a conversation that was let go. */
export interface Marker {
  readonly finished: Finished;
  readonly revision: number;
  /** News up to here belong to what was let go. */
  readonly until: Instant;
}

/** A conversation in memory: its chapters, usually one, and what was told of it. */
export class Conversation {
  revision: number;
  /** When the due index will look at it next; Infinity when it will not. */
  remindedAt: Instant = Infinity;
  /** When it will be looked at next to be let go; Infinity before it is first. */
  quietAt: Instant = Infinity;
  private chapters: Chapter[];
  private readonly derivation: Derivation;
  private resting = false;

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

  isResting(): boolean {
    return this.resting;
  }

  /** Whether it can rest: nothing is owed. */
  mayRest(): boolean {
    return !this.resting && this.chapters.length === 1 && this.chapterAt(0).isSettled();
  }

  /** Keeps only its records while nothing is owed and no news come; the rest follows from them. */
  rest(): void {
    if (!this.mayRest()) return;
    this.resting = true;
    this.chapterAt(0).rest();
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

  /** The same for deadlines as of an instant; returns when to look at them again if nothing comes. */
  judgeDeadlines(asOf: Instant, revision: number, changes: DeadlineChange[]): Instant {
    return this.derivation.judge(this.chapters, asOf, revision, changes);
  }

  /** Every deadline as of an instant. */
  deadlines(asOf: Instant): JudgedDeadline[] {
    return deadlinesOf(this.id, this.chapters, this.policy, asOf);
  }

  /** Lets go again of what was derived while it rests, for whoever looked at it. */
  settleDown(): void {
    if (this.resting) this.latest().rest();
    else this.rest();
  }

  /** It laid out in time, once for each chapter. */
  timelines(): readonly ConversationTimeline[] {
    return this.chapters.map((chapter) => chapter.timeline());
  }

  /** The instant of stream time after which its first chapter can be let go, if nothing more comes. */
  evictableFrom(): Instant {
    return givenUpAt(this.chapterAt(0), this.policy) + this.policy.latenessMs;
  }

  /** Lets go of the first chapter, and of what was told of it: that stands. True while there is a later one. */
  dropFirst(): boolean {
    if (this.chapters.length === 1) return false;
    this.chapters.shift()?.release();
    this.derivation.forgetDropped(this.chapters);
    return true;
  }

  save(): SavedConversation {
    const { id, revision, remindedAt, quietAt, resting } = this;
    const chapters = this.chapters.map((chapter) => chapter.save());
    return { id, revision, remindedAt, quietAt, resting, chapters, toldPending: this.derivation.toldPending() };
  }

  /** Becomes what was saved, as of the instant at which it was. */
  load(saved: SavedConversation, asOf: Instant): void {
    this.revision = saved.revision;
    this.remindedAt = saved.remindedAt;
    this.quietAt = saved.quietAt;
    this.chapters = saved.chapters.map((one) => {
      const chapter = this.newChapter(one.finishedBefore);
      chapter.load(one);
      return chapter;
    });
    this.resting = saved.resting;
    if (saved.resting) return;
    this.derivation.assume(this.chapters, asOf);
    this.derivation.takeAsTold(this.chapters, saved.toldPending);
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
    this.derivation.assume(this.chapters, Infinity);
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

const NONE_FINISHED: Finished = new Map();

/** The marker that a conversation leaves when it is let go. */
export function markerOf(conversation: Conversation, policy: Policy): Marker {
  const chapter = conversation.latest();
  const until = givenUpAt(chapter, policy) + policy.markersMs;
  return { finished: stubsOf(chapter), revision: conversation.revision, until };
}
