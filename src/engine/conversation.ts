import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";
import type { Policy } from "../models/policy";
import { createChapter, stubsOf, type Chapter, type Finished } from "./chapter";
import { deriveDeadlines, type DerivedDeadline } from "./derive-deadlines";
import { deriveMeasurements, type DerivedMeasurement } from "./derive-measurements";
import type { Placement } from "./history";
import { withUniqueIds, type Identified } from "./reconcile";

/** What is remembered of a conversation that was let go. */
export interface Marker {
  readonly finished: Finished;
  readonly revision: number;
  /** News up to here belong to what was let go. */
  readonly until: Instant;
}

/** A conversation in memory: its chapters, usually one, and what was told of it. The maps are this object's own. */
export interface Conversation {
  readonly id: string;
  revision: number;
  readonly toldMeasurements: Map<string, DerivedMeasurement>;
  readonly toldDeadlines: Map<string, DerivedDeadline>;
  /** When the due index will look at it next; Infinity when it will not. */
  remindedAt: Instant;
  /** When it will be looked at next to be let go; Infinity before it is first. */
  quietAt: Instant;
  readonly place: (observation: Observation) => Placement;
  /** Keeps only its observations while nothing is owed and no news come; the rest follows from them. */
  readonly rest: () => void;
  readonly isResting: () => boolean;
  readonly seal: (horizon: Instant) => number;
  readonly latest: () => Chapter;
  readonly lastAt: () => Instant;
  readonly deriveMeasurements: () => DerivedMeasurement[];
  readonly deriveDeadlines: (asOf: Instant) => ReturnType<typeof deriveDeadlines>;
  /** The instant of stream time after which its first chapter can be let go, if nothing more comes. */
  readonly evictableFrom: () => Instant;
  /** Lets go of the first chapter; true while there is a later one. */
  readonly dropFirst: () => boolean;
  /** Stops comparing with what was told of a dropped chapter: it stands. */
  readonly forgetDropped: (asOf: Instant) => void;
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
    const later = chapters.splice(index + 1).flatMap((chapter) => chapter.observations());
    later.sort((left, right) => left.at - right.at);
    for (const observation of later) chapterAt(indexFor(observation.at)).place(observation);
  }

  const measurements = () =>
    chapters.flatMap((chapter) => deriveMeasurements(chapter.timeline(), policy, chapter.measurementCache));
  const deadlines = (asOf: Instant) => {
    const derived = chapters.map((chapter) => deriveChapterDeadlines(chapter, policy, asOf));
    return {
      deadlines: derived.flatMap((one) => one.deadlines),
      nextOverdueAt: Math.min(...derived.map(({ nextOverdueAt }) => nextOverdueAt)),
    };
  };
  const told = {
    toldMeasurements: new Map<string, DerivedMeasurement>(),
    toldDeadlines: new Map<string, DerivedDeadline>(),
  };

  let isResting = false;

  /** What was told is what is derived, as everything told was derived and nothing has changed since. */
  function wake(): void {
    if (!isResting) return;
    isResting = false;
    for (const item of withUniqueIds(measurements())) told.toldMeasurements.set(item.id, item);
    for (const item of withUniqueIds(deadlines(Infinity).deadlines)) told.toldDeadlines.set(item.id, item);
  }

  return {
    id,
    revision: marker?.revision ?? 0,
    ...told,
    remindedAt: Infinity,
    quietAt: Infinity,
    place(observation) {
      wake();
      const index = indexFor(observation.at);
      const placement = chapterAt(index).place(observation);
      if (placement === "repeated" || index === chapters.length - 1) return placement;
      rebuildAfter(index);
      return "changed";
    },
    isResting: () => isResting,
    rest() {
      if (chapters.length > 1 || !chapterAt(0).isSettled()) return;
      isResting = true;
      chapterAt(0).rest();
      told.toldMeasurements.clear();
      told.toldDeadlines.clear();
    },
    seal: (horizon) => chapters.reduce((sum, chapter) => sum + chapter.seal(horizon), 0),
    latest: () => chapterAt(chapters.length - 1),
    lastAt: () => chapterAt(chapters.length - 1).lastAt(),
    deriveMeasurements: measurements,
    deriveDeadlines: deadlines,
    evictableFrom: () => chapterAt(0).lastAt() + quietFor(chapterAt(0), policy) + policy.latenessMs,
    dropFirst() {
      if (chapters.length === 1) return false;
      chapters = chapters.slice(1);
      return true;
    },
    forgetDropped(asOf) {
      keepOnly(told.toldMeasurements, measurements());
      keepOnly(told.toldDeadlines, deadlines(asOf).deadlines);
    },
  };
}

function keepOnly(told: Map<string, unknown>, items: readonly Identified[]): void {
  const ids = new Set(withUniqueIds(items).map(({ id }) => id));
  for (const id of told.keys()) if (!ids.has(id)) told.delete(id);
}

/** The marker that a conversation leaves when it is let go. */
export function markerOf(conversation: Conversation, policy: Policy): Marker {
  const chapter = conversation.latest();
  const until = chapter.lastAt() + quietFor(chapter, policy) + policy.markersMs;
  return { finished: stubsOf(chapter), revision: conversation.revision, until };
}

/** A chapter that is given up owes nothing after that: no promise of it becomes overdue later. */
function deriveChapterDeadlines(chapter: Chapter, policy: Policy, asOf: Instant): ReturnType<typeof deriveDeadlines> {
  const givenUpAt = chapter.lastAt() + quietFor(chapter, policy);
  const derived = deriveDeadlines(chapter.timeline(), policy, Math.min(asOf, givenUpAt));
  return derived.nextOverdueAt < givenUpAt ? derived : { ...derived, nextOverdueAt: Infinity };
}

/** How long a chapter must be quiet to be over: the lateness once all has ended, else until the sweep gives it up. */
function quietFor(chapter: Chapter, policy: Policy): number {
  return chapter.isSettled() ? policy.latenessMs : Math.max(policy.sweepMs, policy.latenessMs);
}
