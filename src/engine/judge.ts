import { statusOf, unchangedUntil } from "../deadlines/status";
import type { DeadlineValue } from "../models/deadline";
import type { Instant } from "../models/instant";
import { isSameEvidence } from "../models/position";
import type { DeadlineChange } from "./changes";
import { idOf, type DerivedPromise, type Slot, type ToldDeadline } from "./slot";
import { isSameSubject } from "./subject";

/** Judges the promises of a communication as of an instant, and adds what is to be told of them. */
export function judgeSlot(
  slot: Slot,
  asOf: Instant,
  settleMs: number,
  revision: number,
  changes: DeadlineChange[],
): void {
  if (asOf <= slot.standsUntil) return;
  let until = Infinity;
  const newcomers: DeadlineChange[] = [];
  for (let index = 0; index < slot.promises.length; index += 1) {
    const promise = slot.promises[index];
    const change = promise === undefined ? undefined : judgePromise(slot, index, promise, asOf, settleMs, revision);
    if (change !== undefined) changes.push(change);
    if (change !== undefined && change.before === undefined) newcomers.push(change);
    if (promise !== undefined) until = Math.min(until, unchangedUntil(promise.value, asOf, settleMs));
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

/** What is to be told of a deadline that is no longer derived. */
export function retraction(
  slot: Slot,
  told: ToldDeadline,
  revision: number,
  replacedBy: string | undefined,
): DeadlineChange {
  const { kind, key, subject, value } = told;
  const id = idOf(slot.prefix, kind, key);
  const { dueAt } = value;
  return {
    id,
    kind,
    subject,
    revision,
    dueAt,
    status: undefined,
    metAt: undefined,
    evidence: [],
    before: told,
    replacedBy,
  };
}

function isSameValue(left: DeadlineValue, right: DeadlineValue): boolean {
  if (left === right) return true;
  return left.dueAt === right.dueAt && left.met?.at === right.met?.at && isSameEvidence(left.evidence, right.evidence);
}
