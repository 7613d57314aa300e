import type { HeldRecord } from "../models/held-record";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import { Chapter } from "./chapter";
import { forgottenAfter } from "./chapter-end";
import type { Placement } from "./history";
import type { BareChapter, MarkedChapter } from "./marked";
import type { Means } from "./means";
import type { SavedChapter } from "./saved";

/** The chapters of a conversation, in time: usually one. */
export class Chapters {
  private chapters: Chapter[];

  /** One that is empty. */
  constructor(
    private readonly id: string,
    private policy: Policy,
    private readonly means: Means,
  ) {
    this.chapters = [this.create()];
  }

  /** Goes by another policy. */
  goBy(policy: Policy): void {
    this.policy = policy;
    for (const chapter of this.chapters) chapter.goBy(policy);
  }

  all(): readonly Chapter[] {
    return this.chapters;
  }

  first(): Chapter {
    return this.at(0);
  }

  latest(): Chapter {
    return this.at(this.chapters.length - 1);
  }

  place(record: HeldRecord): Placement {
    const index = this.indexFor(record.at);
    const placement = this.at(index).place(record);
    if (placement === "repeated" || index === this.chapters.length - 1) return placement;
    this.rebuildAfter(index);
    return "changed";
  }

  /** Whether its states take long to ask for: what came out of order is to be folded in first. */
  isStale(): boolean {
    return this.chapters.some((chapter) => chapter.isStale());
  }

  /** Folds in what came out of order. */
  catchUp(): void {
    for (const chapter of this.chapters) chapter.catchUp();
  }

  /** Lets go of the first. */
  dropFirst(): void {
    this.chapters.shift()?.release();
  }

  save(): SavedChapter[] {
    return this.chapters.map((chapter) => chapter.save());
  }

  /** Becomes what was saved. */
  load(saved: readonly SavedChapter[]): void {
    this.chapters = saved.map((one) => {
      const chapter = this.create();
      chapter.load(one);
      return chapter;
    });
  }

  mark(): MarkedChapter[] {
    return this.chapters.map((chapter) => chapter.mark());
  }

  /** Becomes what was marked. */
  takeMark(marked: readonly MarkedChapter[]): void {
    this.chapters = marked.map((one) => {
      const chapter = this.create();
      chapter.takeMark(one);
      return chapter;
    });
  }

  /** What they come down to while they rest; undefined where there is more to them than the records of one. */
  bare(): BareChapter | undefined {
    return this.chapters.length === 1 ? this.first().bare() : undefined;
  }

  /** Becomes what others came down to, for those that are empty. */
  takeUp(bare: BareChapter): void {
    this.first().takeUp(bare);
  }

  /** Gives back what it holds; nothing can be asked of it any more. */
  release(): void {
    for (const chapter of this.chapters) chapter.release();
    this.chapters = [];
  }

  /** The chapter that an instant belongs to; a new one where it comes long after all was over. */
  private indexFor(at: Instant): number {
    let index = this.chapters.length - 1;
    while (index > 0 && at < this.at(index).firstAt()) index -= 1;
    const chapter = this.at(index);
    // Whatever its states say, it is not forgotten before that.
    const isNear = at <= chapter.lastAt() + this.policy.latenessMs + this.policy.markersMs;
    if (chapter.lastAt() === -Infinity || isNear || at <= forgottenAfter(chapter, this.policy)) return index;
    if (index === this.chapters.length - 1) this.chapters.push(this.create());
    return index + 1;
  }

  /** A chapter that changed may have changed what later ones start from, or may have closed the gap before them. */
  private rebuildAfter(index: number): void {
    const dropped = this.chapters.splice(index + 1);
    const later = dropped.flatMap((chapter) => chapter.records());
    for (const chapter of dropped) chapter.release();
    for (const record of later) this.at(this.indexFor(record.at)).place(record);
  }

  private create(): Chapter {
    return new Chapter(this.id, this.policy, this.means);
  }

  private at(index: number): Chapter {
    const chapter = this.chapters[index];
    if (chapter === undefined) throw new RangeError("a conversation has no such chapter");
    return chapter;
  }
}
