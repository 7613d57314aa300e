import type { HeldRecord } from "../models/held-record";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { DeadlineChange, MeasurementChange } from "./changes";
import type { Chapter } from "./chapter";
import { evictableFrom } from "./chapter-end";
import { Chapters } from "./chapters";
import { ConversationHead } from "./conversation-head";
import { deadlinesOf, type JudgedDeadline } from "./deadlines-of";
import { Derivation } from "./derivation";
import type { Placement } from "./history";
import type { Means } from "./means";
import type { BareChapter, MarkedConversation } from "./marked";
import type { Policies } from "./policies";
import type { SavedContents, SavedConversation } from "./saved";

/** A conversation in memory: its chapters, usually one, and what was told of it. */
export class Conversation extends ConversationHead {
  /** The policy that it goes by. */
  policy: Policy;
  readonly chapters: Chapters;
  /** Undefined while it rests. */
  private derived: Derivation | undefined;
  private resting = false;
  /** Ids of deadlines that are pending and were told, while it rests; that nothing stands stands there, too. */
  private toldPending: readonly string[] = NONE;
  /** What was emitted of it was taken back: all that is derived of it next is emitted anew. */
  private hasNothingStanding = false;

  /** A conversation of which nothing is known. */
  constructor(
    id: string,
    private readonly policies: Policies,
    policyNumber: number,
    private readonly means: Means,
  ) {
    super(id, policyNumber);
    this.policy = policies.at(policyNumber);
    this.chapters = new Chapters(id, this.policy, means);
  }

  /** Goes by another policy: what was emitted counts as emitted, and what is derived of it from now on may differ. */
  goOver(policyNumber: number): void {
    this.wake();
    this.goBy(policyNumber);
    this.derived?.goBy(this.policy);
  }

  goBy(policyNumber: number): void {
    this.policyNumber = policyNumber;
    this.policy = this.policies.at(policyNumber);
    this.chapters.goBy(this.policy);
  }

  place(record: HeldRecord): Placement {
    this.wake();
    return this.chapters.place(record);
  }

  /** Keeps only its records until there are news; the rest follows from them. */
  rest(): void {
    if (!this.resting) this.hibernate(this.emittedPending());
    for (const chapter of this.chapters.all()) chapter.rest();
  }

  /** What it comes down to while it rests, with what can be read of it; undefined where there is more to it. */
  bare(): BareChapter | undefined {
    return this.toldPending.length === 0 ? this.chapters.bare() : undefined;
  }

  /** Becomes what another came down to, and rests. */
  takeUp(bare: BareChapter): void {
    this.chapters.takeUp(bare);
    this.resting = true;
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

  /** The chapter that its view shows; undefined where none is to be shown. */
  shown(): Chapter | undefined {
    return this.chapters.all().findLast((chapter) => !chapter.isLongEnded());
  }

  /** How what is derived now differs from what was told, in measurements. They count as told then. */
  renewMeasurements(): MeasurementChange[] {
    const changes: MeasurementChange[] = [];
    this.derivation.renew(this.chapters.all(), changes);
    this.hasNothingStanding = false;
    return changes;
  }

  /** Whether what was emitted of it was taken back, and nothing was emitted since. */
  owesAll(): boolean {
    return this.hasNothingStanding || this.toldPending.includes(NOTHING_STANDS);
  }

  /** Takes back all that was emitted of it, as of an instant. It rests, and owes all of it. */
  retractAll(asOf: Instant, revision: number): Retracted {
    this.wake();
    const retracted = { measurements: [] as MeasurementChange[], deadlines: [] as DeadlineChange[] };
    this.derivation.renew(NONE, retracted.measurements);
    this.derivation.judge(NONE, asOf, revision, retracted.deadlines);
    this.hibernate([NOTHING_STANDS]);
    return retracted;
  }

  /** The same for deadlines as of an instant; finds when to look at them again if nothing comes. */
  judgeDeadlines(asOf: Instant, revision: number): DeadlineChange[] {
    this.wake();
    this.judgedAt = asOf;
    const changes: DeadlineChange[] = [];
    this.dueAt = this.derivation.judge(this.chapters.all(), asOf, revision, changes);
    return changes;
  }

  allChapters(): readonly Chapter[] {
    return this.chapters.all();
  }

  /** As-of for its own deadlines: that of its partition, which does not follow a leap at once, or its own last news. */
  asOf(ofPartition: Instant): Instant {
    return Math.max(ofPartition, this.lastAt());
  }

  /** Every deadline as of an instant of its partition. */
  deadlines(asOf: Instant): JudgedDeadline[] {
    return deadlinesOf(this.id, this.chapters.all(), this.policy, this.asOf(asOf));
  }

  /** The instant of stream time after which it can be evicted, or its first chapter dropped, if nothing more comes; while stale, one that is not later. */
  evictableFrom(): Instant {
    return evictableFrom(this.chapters.all(), this.policy);
  }

  /** Drops the first chapter, and what was emitted of it: that stands. */
  dropFirst(): void {
    this.wake();
    this.chapters.dropFirst();
    if (this.means.emits === "changes") this.derivation.forgetDropped(this.chapters.all());
  }

  save(): SavedConversation {
    return { id: this.id, ...this.head(), toldPending: this.emittedPending(), chapters: this.chapters.save() };
  }

  /** As it stands, to go back to while the batch is not settled; it rests. */
  mark(): MarkedConversation {
    const { remindedDueAt, remindedQuietAt } = this;
    const [emittedPending, chapters] = [this.emittedPending(), this.chapters.mark()];
    return { ...this.head(), remindedDueAt, remindedQuietAt, emittedPending, chapters };
  }

  /** Becomes what was marked, and rests; for one that is empty. */
  takeMark({ emittedPending, chapters, remindedDueAt, remindedQuietAt, ...head }: MarkedConversation): void {
    this.takeHead(head);
    Object.assign(this, { remindedDueAt, remindedQuietAt });
    this.chapters.takeMark(chapters);
    this.hibernate(emittedPending);
  }

  /** The ids of deadlines that are pending, and were emitted as something else before. */
  emittedPending(): readonly string[] {
    if (this.means.emits === "finals") return NONE;
    if (this.resting) return this.toldPending;
    return this.hasNothingStanding ? [NOTHING_STANDS] : this.derivation.toldPending();
  }

  /** Forgets what was derived since these deadlines were the pending ones; it is derived again when there is news. */
  hibernate(emittedPending: readonly string[]): void {
    this.toldPending = emittedPending;
    this.derived = undefined;
    this.hasNothingStanding = false;
    this.resting = true;
  }

  /** Becomes what was saved, and rests. */
  takeContents({ chapters, toldPending }: SavedContents): void {
    this.chapters.load(chapters);
    this.hibernate(toldPending);
  }

  /** Gives back what it holds; nothing can be asked of it any more. */
  release(): void {
    this.chapters.release();
    this.derived = undefined;
  }

  private get derivation(): Derivation {
    return (this.derived ??= new Derivation(this.id, this.policy));
  }

  /** What was told is what is derived, as everything told was derived and nothing has changed since. */
  private wake(): void {
    if (!this.resting) return;
    this.resting = false;
    if (this.means.emits === "finals") return;
    this.hasNothingStanding = this.toldPending.includes(NOTHING_STANDS);
    if (this.hasNothingStanding) return;
    this.derivation.assume(this.chapters.all(), this.judgedAt);
    this.derivation.takeAsTold(this.chapters.all(), this.toldPending);
    this.toldPending = NONE;
  }
}

const NONE: readonly never[] = [];
/** In the place of ids of deadlines: no id is like it. */
const NOTHING_STANDS = "@nothing";

/** What was taken back of a conversation. */
interface Retracted {
  readonly measurements: readonly MeasurementChange[];
  readonly deadlines: readonly DeadlineChange[];
}
