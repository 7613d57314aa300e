import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { CommunicationTimeline, ConversationTimeline } from "../models/timeline";
import type { Chapter } from "./chapter";
import { givenUpAt } from "./chapter-end";
import { matchMeasurements, type DeadlineChange, type MeasurementChange } from "./changes";
import { judgeSlot, retraction } from "./judge";
import { judgePauses, tellPauses, type Pause } from "./pause";
import { findIndexFrom } from "./keys";
import { deriveSlot, idOf, isCurrent, prefixApart, type Slot, type ToldDeadline } from "./slot";

/**
 * What is derived of a conversation, and what of it was told: a slot for each communication. Only what a record can
 * have changed is derived again.
 */
export class Derivation {
  private slots: Slot[] = [];
  /** Where the slots of each chapter end. */
  private ends: number[] = [];
  private gone: readonly Slot[] = NO_SLOTS;
  private pauses: readonly Pause[] = [];

  constructor(
    private readonly conversationId: string,
    private policy: Policy,
  ) {}

  /** Goes by another policy. What was told stands until it is derived again. */
  goBy(policy: Policy): void {
    this.policy = policy;
  }

  /** Derives again what changed, and adds how its measurements differ from what was told, to whom it concerns. */
  renew(chapters: readonly Chapter[], changes: MeasurementChange[] | undefined): void {
    const before = this.slots;
    const now: Slot[] = [];
    this.ends.length = 0;
    let kept = 0;
    for (const chapter of chapters) {
      const timeline = chapter.timeline();
      for (const communication of chapter.isLongEnded() ? [] : timeline.communications) {
        const known = findSlot(before, communication, chapters.length > 1 ? now : NO_SLOTS);
        if (known !== undefined) kept += 1;
        now.push(this.renewSlot(known, communication, timeline, now, changes));
      }
      this.ends.push(now.length);
    }
    this.slots = now;
    if (kept === before.length) return;
    this.gone = before.filter((slot) => !now.some(({ prefix }) => prefix === slot.prefix));
    if (changes !== undefined) for (const slot of this.gone) matchMeasurements(slot, undefined, changes);
  }

  private renewSlot(
    known: Slot | undefined,
    communication: CommunicationTimeline,
    timeline: ConversationTimeline,
    others: readonly Slot[],
    changes: MeasurementChange[] | undefined,
  ): Slot {
    if (known !== undefined && isCurrent(known, communication, timeline)) return known;
    const prefix =
      known?.prefix ??
      prefixApart(
        others.map((slot) => slot.prefix),
        `${this.conversationId}/${communication.key}`,
      );
    const slot = deriveSlot(communication, timeline, prefix, this.policy);
    if (changes !== undefined) matchMeasurements(known, slot, changes);
    if (known !== undefined) inheritTold(known, slot);
    return slot;
  }

  /** Judges deadlines as of an instant and adds what is to be told. Returns when to look again, if nothing comes. */
  judge(chapters: readonly Chapter[], asOf: Instant, revision: number, changes: DeadlineChange[]): Instant {
    const { settleMs } = this.policy;
    let next = Infinity;
    let index = 0;
    let now: Pause[] | undefined;
    for (let place = 0; place < chapters.length; place += 1) {
      const chapter = chapters[place];
      if (chapter === undefined) continue;
      const until = givenUpAt(chapter, this.policy);
      const judgedAt = Math.min(asOf, until);
      for (const end = this.ends[place] ?? 0; index < end; index += 1) {
        const slot = this.slots[index];
        if (slot === undefined) continue;
        judgeSlot(slot, judgedAt, settleMs, revision, changes);
        if (slot.standsUntil < until) next = Math.min(next, slot.standsUntil);
      }
      const pauses = chapter.isLongEnded() ? [] : judgePauses(chapter.timeline(), this.policy, judgedAt);
      for (const pause of pauses) {
        const overdueFrom = pause.dueAt + settleMs;
        if (pause.status === "pending" && overdueFrom < until) next = Math.min(next, overdueFrom);
      }
      now = now === undefined ? pauses : [...now, ...pauses];
    }
    this.retractGone(revision, changes);
    this.pauses = tellPauses(this.pauses, now ?? [], this.conversationId, revision, changes);
    return next;
  }

  private retractGone(revision: number, changes: DeadlineChange[]): void {
    for (const slot of this.gone) {
      for (const told of slot.told) {
        if (told !== undefined) changes.push(retraction(slot, told, revision, undefined));
      }
    }
    this.gone = NO_SLOTS;
  }

  /** Takes what is derived as told, as of an instant: nothing has changed since it was. */
  assume(chapters: readonly Chapter[], asOf: Instant): void {
    this.renew(chapters, undefined);
    this.judge(chapters, asOf, 0, []);
  }

  /** The ids of deadlines that are pending, and were told as something else before. */
  toldPending(): string[] {
    const ids = this.pauses.filter(({ status }) => status === "pending").map(({ id }) => id);
    for (const { prefix, told } of this.slots) {
      for (const one of told) if (one?.status === "pending") ids.push(idOf(prefix, one.kind, one.key));
    }
    return ids;
  }

  /** Takes some deadlines that are pending as told. */
  takeAsTold(chapters: readonly Chapter[], ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const { prefix, promises, told, subject } of this.slots) {
      for (const [index, { kind, key, value }] of promises.entries()) {
        const isTold = ids.includes(idOf(prefix, kind, key));
        if (isTold) told[index] ??= { kind, key, subject, status: "pending", value };
      }
    }
    const pending = chapters.flatMap((chapter) => judgePauses(chapter.timeline(), this.policy, -Infinity));
    this.pauses = [...this.pauses, ...pending.filter(({ id, status }) => status === "pending" && ids.includes(id))];
  }

  /** The first chapter was let go: what was told of it stands. `chapters` are those that are left. */
  forgetDropped(chapters: readonly Chapter[]): void {
    const dropped = this.ends.shift() ?? 0;
    this.slots = this.slots.slice(dropped);
    this.ends = this.ends.map((end) => end - dropped);
    const kept = chapters.flatMap((chapter) => judgePauses(chapter.timeline(), this.policy, Infinity));
    this.pauses = this.pauses.filter(({ id }) => kept.some((other) => other.id === id));
  }
}

const NO_SLOTS: readonly Slot[] = [];

/** The slot of a communication: the one that holds it, else the one of its name. `taken` are not given twice. */
function findSlot(
  slots: readonly Slot[],
  communication: CommunicationTimeline,
  taken: readonly Slot[],
): Slot | undefined {
  for (const slot of slots) if (slot.communication === communication) return slot;
  const { key } = communication;
  for (const slot of slots) {
    if (slot.communication.key === key && !taken.some(({ prefix }) => prefix === slot.prefix)) return slot;
  }
  return undefined;
}

/** Moves what was told of each promise over to the promise of the same name; what finds none is gone. */
function inheritTold(before: Slot, now: Slot): void {
  const gone: ToldDeadline[] = [];
  let place = 0;
  const takeOver = (told: ToldDeadline) => {
    const index = findIndexFrom(now.promises, place, ({ kind, key }) => kind === told.kind && key === told.key);
    if (index < 0) return gone.push(told);
    now.told[index] = told;
    return (place = index + 1);
  };
  before.gone.forEach(takeOver);
  for (const told of before.told) if (told !== undefined) takeOver(told);
  if (gone.length > 0) now.gone = gone;
}
