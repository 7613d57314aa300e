import { overdueFrom, statusOf } from "../deadlines/status";
import type { DeadlineValue } from "../models/deadline";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { Chapter } from "./chapter";
import { matchMeasurements, type DeadlineChange, type MeasurementChange } from "./changes";
import { judgePauses, tellPauses, type Pause } from "./pause";
import { deriveSlot, idOf, isCurrent, type DerivedPromise, type Slot, type ToldDeadline } from "./slot";
import { isSameSubject } from "./subject";

/** A deadline as the view of its conversation shows it. */
export interface JudgedDeadline {
  readonly id: string;
  readonly kind: string;
  readonly dueAt: Instant;
  readonly status: ToldDeadline["status"];
  readonly metAt: Instant | undefined;
}

/**
 * What is derived of a conversation, and what of it was told: a slot for each communication. Only what a record can
 * have changed is derived again.
 */
export interface Derivation {
  /** Derives again what changed, and adds how its measurements differ from what was told. */
  readonly renew: (chapters: readonly Chapter[], changes: MeasurementChange[]) => void;
  /** Judges deadlines as of an instant and adds what is to be told. Returns when to look again, if nothing comes. */
  readonly judge: (
    chapters: readonly Chapter[],
    asOf: Instant,
    revision: number,
    changes: DeadlineChange[],
  ) => Instant;
  /** Every deadline as of an instant. */
  readonly deadlines: (chapters: readonly Chapter[], asOf: Instant) => JudgedDeadline[];
  /** Takes what is derived as told, as of an instant: nothing has changed since it was. */
  readonly assume: (chapters: readonly Chapter[], asOf: Instant) => void;
  /** The first chapter was let go: what was told of it stands. `chapters` are those that are left. */
  readonly forgetDropped: (chapters: readonly Chapter[]) => void;
  readonly clear: () => void;
}

/** The instant up to which promises of a chapter are judged: one that is given up owes nothing after that. */
export type GivenUpAt = (chapter: Chapter) => Instant;

/** A derivation of which nothing was told. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createDerivation(conversationId: string, policy: Policy, givenUpAt: GivenUpAt): Derivation {
  let slots: Slot[] = [];
  /** Where the slots of each chapter end. */
  let ends: number[] = [];
  let gone: readonly Slot[] = [];
  let pauses: readonly Pause[] = [];

  function renew(chapters: readonly Chapter[], changes: MeasurementChange[]): void {
    const before = slots;
    const prefixes = new Set<string>();
    slots = [];
    ends = [];
    for (const chapter of chapters) {
      const timeline = chapter.timeline();
      for (const communication of timeline.communications) {
        const prefix = prefixApart(prefixes, `${conversationId}/${communication.key}`);
        const known = before.find((slot) => slot.prefix === prefix);
        if (known !== undefined && isCurrent(known, communication, timeline)) {
          slots.push(known);
          continue;
        }
        const slot = deriveSlot(communication, timeline, prefix, policy);
        matchMeasurements(known, slot, changes);
        if (known !== undefined) inheritTold(known, slot);
        slots.push(slot);
      }
      ends.push(slots.length);
    }
    if (before.length > 0) gone = before.filter(({ prefix }) => !prefixes.has(prefix));
    for (const slot of gone) matchMeasurements(slot, undefined, changes);
  }

  function judge(
    chapters: readonly Chapter[],
    asOf: Instant,
    revision: number,
    changes: DeadlineChange[],
  ): Instant {
    let next = Infinity;
    let index = 0;
    const now: Pause[] = [];
    for (const [place, chapter] of chapters.entries()) {
      const until = givenUpAt(chapter);
      const judgedAt = Math.min(asOf, until);
      for (const end = ends[place] ?? 0; index < end; index += 1) {
        const slot = slots[index];
        if (slot === undefined) continue;
        judgeSlot(slot, judgedAt, policy.settleMs, revision, changes);
        if (slot.standsUntil < until) next = Math.min(next, slot.standsUntil);
      }
      for (const pause of judgePauses(chapter.timeline(), policy, judgedAt)) {
        now.push(pause);
        const overdueFrom = pause.dueAt + policy.settleMs;
        if (pause.status === "pending" && overdueFrom < until) next = Math.min(next, overdueFrom);
      }
    }
    for (const slot of gone) {
      for (const told of slot.told) {
        if (told !== undefined) changes.push(retraction(slot, told, revision, undefined));
      }
    }
    gone = [];
    pauses = tellPauses(pauses, now, conversationId, revision, changes);
    return next;
  }

  function deadlines(chapters: readonly Chapter[], asOf: Instant): JudgedDeadline[] {
    const judged: JudgedDeadline[] = [];
    let index = 0;
    for (const [place, chapter] of chapters.entries()) {
      const until = Math.min(asOf, givenUpAt(chapter));
      for (const end = ends[place] ?? 0; index < end; index += 1) {
        const slot = slots[index];
        for (const { kind, key, value } of slot?.promises ?? []) {
          const status = statusOf(value, until, policy.settleMs);
          const id = idOf(slot?.prefix ?? "", kind, key);
          judged.push({ id, kind, dueAt: value.dueAt, status, metAt: value.met?.at });
        }
      }
      judged.push(...judgePauses(chapter.timeline(), policy, until));
    }
    return judged;
  }

  return {
    renew,
    judge,
    deadlines,
    assume(chapters, asOf) {
      renew(chapters, []);
      judge(chapters, asOf, 0, []);
    },
    forgetDropped(chapters) {
      slots = slots.slice(ends[0] ?? 0);
      ends = ends.slice(1).map((end) => end - (ends[0] ?? 0));
      const kept = chapters.flatMap((chapter) => judgePauses(chapter.timeline(), policy, Infinity));
      pauses = pauses.filter(({ id }) => kept.some((other) => other.id === id));
    },
    clear() {
      slots = [];
      ends = [];
      pauses = [];
    },
  };
}

/** Two communications of one name contradict each other; their ids must stay apart all the same. */
function prefixApart(taken: Set<string>, prefix: string): string {
  let apart = prefix;
  for (let count = 2; taken.has(apart); count += 1) apart = `${prefix}~${String(count)}`;
  taken.add(apart);
  return apart;
}

/** Moves what was told of each promise over to the promise of the same name; what finds none is gone. */
function inheritTold(before: Slot, now: Slot): void {
  const gone = before.gone.filter((told) => !takeOver(told, now));
  for (const told of before.told) if (told !== undefined && !takeOver(told, now)) gone.push(told);
  if (gone.length > 0) now.gone = gone;
}

function takeOver(told: ToldDeadline, now: Slot): boolean {
  const index = now.promises.findIndex(({ kind, key }) => kind === told.kind && key === told.key);
  if (index < 0) return false;
  now.told[index] = told;
  return true;
}

function judgeSlot(slot: Slot, asOf: Instant, settleMs: number, revision: number, changes: DeadlineChange[]): void {
  if (asOf <= slot.standsUntil) return;
  let until = Infinity;
  const newcomers: DeadlineChange[] = [];
  for (let index = 0; index < slot.promises.length; index += 1) {
    const promise = slot.promises[index];
    const change = promise === undefined ? undefined : judgePromise(slot, index, promise, asOf, settleMs, revision);
    if (change !== undefined) changes.push(change);
    if (change !== undefined && change.before === undefined) newcomers.push(change);
    if (promise !== undefined && statusOf(promise.value, asOf, settleMs) === "pending") {
      until = Math.min(until, overdueFrom(promise.value, settleMs));
    }
  }
  slot.standsUntil = until;
  for (const told of slot.gone) {
    const successor = newcomers.findIndex(({ kind }) => kind === told.kind);
    const [replacement] = successor < 0 ? [] : newcomers.splice(successor, 1);
    changes.push(retraction(slot, told, revision, replacement?.id));
  }
  slot.gone = [];
}

/** Pending promises are told only where something else was told of them before. */
function judgePromise(
  slot: Slot,
  index: number,
  { kind, key, value }: DerivedPromise,
  asOf: Instant,
  settleMs: number,
  revision: number,
): DeadlineChange | undefined {
  const status = statusOf(value, asOf, settleMs);
  const before = slot.told[index];
  if (status === "pending" && before === undefined) return undefined;
  const { subject } = slot;
  if (before?.status === status && isSameValue(before.value, value) && isSameSubject(before.subject, subject)) {
    return undefined;
  }
  slot.told[index] = { kind, key, subject, status, value };
  const { dueAt, met, evidence } = value;
  const id = idOf(slot.prefix, kind, key);
  return { id, kind, subject, revision, dueAt, status, metAt: met?.at, evidence, before, replacedBy: undefined };
}

function retraction(
  slot: Slot,
  told: ToldDeadline,
  revision: number,
  replacedBy: string | undefined,
): DeadlineChange {
  const { kind, key, subject, value } = told;
  const id = idOf(slot.prefix, kind, key);
  const { dueAt } = value;
  return { id, kind, subject, revision, dueAt, status: undefined, metAt: undefined, evidence: [], before: told, replacedBy };
}

function isSameValue(left: DeadlineValue, right: DeadlineValue): boolean {
  if (left === right) return true;
  return (
    left.dueAt === right.dueAt &&
    left.met?.at === right.met?.at &&
    left.evidence.length === right.evidence.length &&
    left.evidence.every((position, index) => position === right.evidence[index])
  );
}
