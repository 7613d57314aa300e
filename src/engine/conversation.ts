import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { ConversationTimeline } from "../models/timeline";
import type { DeadlineChange, MeasurementChange } from "./changes";
import { givenUpAt, type BareChapter, type Chapter, type Finished } from "./chapter";
import { Chapters } from "./chapters";
import { deadlinesOf, type JudgedDeadline } from "./deadlines-of";
import { Derivation } from "./derivation";
import type { HeldRecord, Placement } from "./history";
import type { Marker } from "./markers";
import type { Means } from "./means";
import { StoredContents } from "./packing/stored-contents";
import type { ReadContents, SavedConversation, SavedHead, StoredConversation } from "./saved";

/** A conversation in memory: its chapters, usually one, and what was told of it. */
export class Conversation {
  revision: number;
  /** When something it promises becomes overdue, if nothing comes; Infinity where nothing is owed. */
  dueAt: Instant = Infinity;
  /** When it will be looked at next to be let go; Infinity before it is first. */
  quietAt: Instant = Infinity;
  /** For which instants its partition has reminders of it; Infinity where it has none. */
  remindedDueAt: Instant = Infinity;
  remindedQuietAt: Instant = Infinity;
  /** Undefined while `bare` or `stored` stands for it, and before there is anything. */
  private held: Chapters | undefined;
  /** What it comes down to while it rests, unless there is more to it. */
  private bare: BareChapter | undefined;
  /** What it was restored from, before that is asked for. */
  private stored: StoredContents | undefined;
  /** Undefined while it rests. */
  private derived: Derivation | undefined;
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
    if (marker !== undefined) this.held = new Chapters(id, policy, means, marker.finished);
  }

  place(record: HeldRecord): Placement {
    this.wake();
    return this.chapters.place(record);
  }

  /** Keeps only its records until there are news; the rest follows from them. */
  rest(): void {
    if (!this.resting) this.toldPending = this.derivation.toldPending();
    this.resting = true;
    this.derived = undefined;
    if (this.held === undefined) return;
    this.bare = this.held.bare();
    if (this.bare !== undefined) this.held = undefined;
    else for (const chapter of this.held.all()) chapter.rest();
  }

  seal(horizon: Instant): number {
    let sealed = 0;
    for (const chapter of this.chapters.all()) sealed += chapter.seal(horizon);
    return sealed;
  }

  latest(): Chapter {
    return this.chapters.latest();
  }

  lastAt(): Instant {
    return this.latest().lastAt();
  }

  /** How what is derived now differs from what was told, in measurements. They count as told then. */
  renewMeasurements(): MeasurementChange[] {
    const changes: MeasurementChange[] = [];
    this.derivation.renew(this.chapters.all(), changes);
    return changes;
  }

  /** The same for deadlines as of an instant; finds when to look at them again if nothing comes. */
  judgeDeadlines(asOf: Instant, revision: number): DeadlineChange[] {
    this.wake();
    this.judgedAt = asOf;
    const changes: DeadlineChange[] = [];
    this.dueAt = this.derivation.judge(this.chapters.all(), asOf, revision, changes);
    return changes;
  }

  /** Every deadline as of an instant. */
  deadlines(asOf: Instant): JudgedDeadline[] {
    return deadlinesOf(this.id, this.chapters.all(), this.policy, asOf);
  }

  /** Lets go again of what was derived while it rests, for whoever looked at it. */
  settleDown(): void {
    if (this.resting) this.rest();
  }

  /** It laid out in time, once for each chapter. */
  timelines(): readonly ConversationTimeline[] {
    return this.chapters.all().map((chapter) => chapter.timeline());
  }

  /** The instant of stream time after which its first chapter can be let go, if nothing more comes. */
  evictableFrom(): Instant {
    return givenUpAt(this.chapters.first(), this.policy) + this.policy.latenessMs;
  }

  /** Looks when it can be let go. */
  watch(): void {
    this.quietAt = Math.min(this.quietAt, this.evictableFrom());
  }

  /** Lets go of the first chapter, and of what was told of it: that stands. True while there is a later one. */
  dropFirst(): boolean {
    if (this.chapters.all().length === 1) return false;
    this.wake();
    this.chapters.dropFirst();
    this.derivation.forgetDropped(this.chapters.all());
    return true;
  }

  save(): SavedConversation {
    const { id, revision, dueAt, quietAt, judgedAt, resting } = this;
    const chapters = this.chapters.save();
    const toldPending = resting ? this.toldPending : this.derivation.toldPending();
    this.settleDown();
    return { id, revision, dueAt, quietAt, judgedAt, toldPending, chapters };
  }

  /** Becomes what was saved, and rests. */
  load(saved: SavedConversation): void {
    this.takeHead(saved);
    this.toldPending = saved.toldPending;
    this.chapters.load(saved.chapters);
  }

  /** Becomes what was stored, and rests. Its contents are read when they are asked for. */
  restore(stored: StoredConversation, read: ReadContents): void {
    this.takeHead(stored);
    this.stored = new StoredContents(this.means.store, stored.contents, read);
  }

  /** Gives back what it holds, as an index may know it for long; nothing can be asked of it any more. */
  release(): void {
    this.stored?.release();
    this.stored = undefined;
    this.chapters.release();
    this.derived = undefined;
  }

  private get derivation(): Derivation {
    return (this.derived ??= new Derivation(this.id, this.policy));
  }

  private get chapters(): Chapters {
    return (this.held ??= this.open());
  }

  private open(): Chapters {
    const chapters = new Chapters(this.id, this.policy, this.means, NONE_FINISHED);
    if (this.bare !== undefined) chapters.takeUp(this.bare);
    const contents = this.stored?.take();
    if (contents !== undefined) {
      this.toldPending = contents.toldPending;
      chapters.load(contents.chapters);
    }
    this.bare = undefined;
    this.stored = undefined;
    return chapters;
  }

  private takeHead({ revision, dueAt, quietAt, judgedAt }: SavedHead): void {
    this.revision = revision;
    this.dueAt = dueAt;
    this.quietAt = quietAt;
    this.judgedAt = judgedAt;
    this.resting = true;
  }

  /** What was told is what is derived, as everything told was derived and nothing has changed since. */
  private wake(): void {
    if (!this.resting) return;
    this.resting = false;
    this.derivation.assume(this.chapters.all(), this.judgedAt);
    this.derivation.takeAsTold(this.chapters.all(), this.toldPending);
    this.toldPending = NONE;
  }
}

const NONE: readonly never[] = [];
const NONE_FINISHED: Finished = new Map();
