import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { DeadlineChange, MeasurementChange } from "./changes";
import { createChapter, stubsOf, type Chapter, type Finished } from "./chapter";
import { createDerivation, type JudgedDeadline } from "./derivation";
import type { HeldRecord, Placement } from "./history";

/** What is remembered of a conversation that was let go. */
export interface Marker {
  readonly finished: Finished;
  readonly revision: number;
  /** News up to here belong to what was let go. */
  readonly until: Instant;
}

/** A conversation in memory: its chapters, usually one, and what was told of it. */
export interface Conversation {
  readonly id: string;
  revision: number;
  /** When the due index will look at it next; Infinity when it will not. */
  remindedAt: Instant;
  /** When it will be looked at next to be let go; Infinity before it is first. */
  quietAt: Instant;
  readonly place: (record: HeldRecord) => Placement;
  /** Keeps only its records while nothing is owed and no news come; the rest follows from them. */
  readonly rest: () => void;
  readonly isResting: () => boolean;
  readonly seal: (horizon: Instant) => number;
  readonly latest: () => Chapter;
  readonly lastAt: () => Instant;
  /** How what is derived now differs from what was told, in measurements. They count as told then. */
  readonly renewMeasurements: () => MeasurementChange[];
  /** The same for deadlines as of an instant; returns when to look at them again if nothing comes. */
  readonly judgeDeadlines: (asOf: Instant, revision: number, changes: DeadlineChange[]) => Instant;
  /** Every deadline as of an instant. */
  readonly deadlines: (asOf: Instant) => JudgedDeadline[];
  /** The instant of stream time after which its first chapter can be let go, if nothing more comes. */
  readonly evictableFrom: () => Instant;
  /** Lets go of the first chapter, and of what was told of it: that stands. True while there is a later one. */
  readonly dropFirst: () => boolean;
}

/** A conversation of which nothing is known but what a marker says. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createConversation(id: string, policy: Policy, marker: Marker | undefined): Conversation {
  const pauseMs = Math.min(policy.stuckConversationMs, policy.stuckAfterCallWorkMs);
  const newChapter = (finished: Finished) => createChapter(id, finished, pauseMs);
  let chapters: Chapter[] = [newChapter(marker?.finished ?? new Map())];
  const chapterAt = (index: number) => chapters[index] ?? newChapter(new Map());

  /** The chapter that an instant belongs to; a new one where it comes long after all was over. */
  function indexFor(at: Instant): number {
    let index = chapters.length - 1;
    while (index > 0 && at < chapterAt(index).firstAt()) index -= 1;
    const chapter = chapterAt(index);
    if (at <= chapter.lastAt() + quietFor(chapter, policy) || chapter.lastAt() === -Infinity) return index;
    if (index === chapters.length - 1) chapters.push(newChapter(stubsOf(chapter)));
    return index + 1;
  }

  /** A chapter that changed may have changed what later ones start from, or may have closed the gap before them. */
  function rebuildAfter(index: number): void {
    const later = chapters.splice(index + 1).flatMap((chapter) => chapter.records());
    for (const record of later) chapterAt(indexFor(record.at)).place(record);
  }

  const derivation = createDerivation(id, policy, (chapter) => chapter.lastAt() + quietFor(chapter, policy));
  let isResting = false;

  /** What was told is what is derived, as everything told was derived and nothing has changed since. */
  function wake(): void {
    if (!isResting) return;
    isResting = false;
    derivation.assume(chapters, Infinity);
  }

  return {
    id,
    revision: marker?.revision ?? 0,
    remindedAt: Infinity,
    quietAt: Infinity,
    place(record) {
      wake();
      const index = indexFor(record.at);
      const placement = chapterAt(index).place(record);
      if (placement === "repeated" || index === chapters.length - 1) return placement;
      rebuildAfter(index);
      return "changed";
    },
    isResting: () => isResting,
    rest() {
      if (isResting || chapters.length > 1 || !chapterAt(0).isSettled()) return;
      isResting = true;
      chapterAt(0).rest();
      derivation.clear();
    },
    seal: (horizon) => chapters.reduce((sum, chapter) => sum + chapter.seal(horizon), 0),
    latest: () => chapterAt(chapters.length - 1),
    lastAt: () => chapterAt(chapters.length - 1).lastAt(),
    renewMeasurements() {
      const changes: MeasurementChange[] = [];
      derivation.renew(chapters, changes);
      return changes;
    },
    judgeDeadlines: (asOf, revision, changes) => derivation.judge(chapters, asOf, revision, changes),
    deadlines(asOf) {
      wake();
      return derivation.deadlines(chapters, asOf);
    },
    evictableFrom: () => chapterAt(0).lastAt() + quietFor(chapterAt(0), policy) + policy.latenessMs,
    dropFirst() {
      if (chapters.length === 1) return false;
      chapters = chapters.slice(1);
      derivation.forgetDropped(chapters);
      return true;
    },
  };
}

/** The marker that a conversation leaves when it is let go. */
export function markerOf(conversation: Conversation, policy: Policy): Marker {
  const chapter = conversation.latest();
  const until = chapter.lastAt() + quietFor(chapter, policy) + policy.markersMs;
  return { finished: stubsOf(chapter), revision: conversation.revision, until };
}

/** How long a chapter must be quiet to be over: the lateness once all has ended, else until the sweep gives it up. */
function quietFor(chapter: Chapter, policy: Policy): number {
  return chapter.isSettled() ? policy.latenessMs : Math.max(policy.sweepMs, policy.latenessMs);
}
