import { statusOf, unchangedUntil } from "../../deadlines/status";
import type { DeadlineStatus, DeadlineValue } from "../../models/deadline";
import type { Instant } from "../../models/instant";
import { isSameEvidence } from "../../models/position";
import type { DeadlineChange } from "./changes";
import { idOf, type DerivedDeadline, type DerivedCommunication, type EmittedDeadline } from "./derived-communication";
import { isSameSubject } from "./subject";

/** Evaluates the deadlines of a communication as of an instant, and adds what is to be emitted of them. */
export function evaluateDeadlines(
  derived: DerivedCommunication,
  asOf: Instant,
  settleMs: number,
  revision: number,
  changes: DeadlineChange[],
): void {
  if (asOf <= derived.validUntil) return;
  let until = Infinity;
  const newcomers: DeadlineChange[] = [];
  for (let index = 0; index < derived.deadlines.length; index += 1) {
    const deadline = derived.deadlines[index];
    const change =
      deadline === undefined ? undefined : evaluateDeadline(derived, index, deadline, asOf, settleMs, revision);
    if (change !== undefined) changes.push(change);
    if (change !== undefined && change.before === undefined) newcomers.push(change);
    if (deadline !== undefined) until = Math.min(until, unchangedUntil(deadline.value, asOf, settleMs));
  }
  derived.validUntil = until;
  for (const emitted of derived.gone) {
    const successor = newcomers.findIndex(({ kind }) => kind === emitted.kind);
    const [replacement] = successor < 0 ? [] : newcomers.splice(successor, 1);
    changes.push(retraction(derived, emitted, revision, replacement?.id));
  }
  derived.gone = [];
}

/** Pending deadlines are emitted only where something else was emitted of them before. */
function evaluateDeadline(
  derived: DerivedCommunication,
  index: number,
  { kind, key, value }: DerivedDeadline,
  asOf: Instant,
  settleMs: number,
  revision: number,
): DeadlineChange | undefined {
  const status = statusOf(value, asOf, settleMs);
  const before = derived.emitted[index];
  if (status === "pending" && before === undefined) return undefined;
  const { subject } = derived;
  if (before?.status === status && isSameValue(before.value, value, status) && isSameSubject(before.subject, subject)) {
    return undefined;
  }
  derived.emitted[index] = { kind, key, subject, status, value };
  const { dueAt, warnFrom, met, evidence } = value;
  const id = idOf(derived.prefix, kind, key);
  const change = { id, kind, subject, revision, dueAt, status, warnFrom, metAt: met?.at, evidence };
  return { ...change, before, replacedBy: undefined };
}

/** What is to be emitted of a deadline that is no longer derived. */
export function retraction(
  derived: DerivedCommunication,
  emitted: EmittedDeadline,
  revision: number,
  replacedBy: string | undefined,
): DeadlineChange {
  const { kind, key, subject, value } = emitted;
  const id = idOf(derived.prefix, kind, key);
  const { dueAt } = value;
  return {
    id,
    kind,
    subject,
    revision,
    dueAt,
    status: undefined,
    warnFrom: undefined,
    metAt: undefined,
    evidence: [],
    before: emitted,
    replacedBy,
  };
}

function isSameValue(left: DeadlineValue, right: DeadlineValue, status: DeadlineStatus): boolean {
  if (left === right) return true;
  if (status === "dueSoon" && left.warnFrom !== right.warnFrom) return false;
  return left.dueAt === right.dueAt && left.met?.at === right.met?.at && isSameEvidence(left.evidence, right.evidence);
}
