import type { DeadlineStatus } from "../../models/deadline";
import type { Instant } from "../../models/instant";
import { isSameEvidence, type Position } from "../../models/position";
import { findIndexFrom } from "./keys";
import { idOf, type DerivedMeasurement, type DerivedCommunication } from "./derived-communication";
import { isSameSubject, type Subject } from "./subject";

/** A measurement that is new, has another value, or is no longer derived (`now` is then undefined). */
export interface MeasurementChange {
  readonly id: string;
  readonly name: string;
  readonly subject: Subject;
  readonly before: DerivedMeasurement | undefined;
  readonly now: DerivedMeasurement | undefined;
  readonly replacedBy: string | undefined;
}

/** A deadline whose status, date or evidence changed, or that is no longer derived (`status` is then undefined). */
export interface DeadlineChange {
  readonly id: string;
  readonly kind: string;
  readonly subject: Subject;
  readonly revision: number;
  readonly dueAt: Instant;
  readonly status: DeadlineStatus | undefined;
  readonly warnFrom?: Instant | undefined;
  readonly metAt: Instant | undefined;
  readonly evidence: readonly Position[];
  readonly before: { readonly kind: string; readonly status: DeadlineStatus } | undefined;
  readonly replacedBy: string | undefined;
}

/** Adds how the measurements of a communication differ from those of before. */
export function matchMeasurements(
  before: DerivedCommunication | undefined,
  now: DerivedCommunication | undefined,
  changes: MeasurementChange[],
): void {
  const previous = before?.measurements ?? NONE;
  const current = now?.measurements ?? NONE;
  const isSubjectSame = before !== undefined && now !== undefined && isSameSubject(before.subject, now.subject);
  const newcomers: { name: string; id: string }[] = [];
  let place = 0;
  let kept = 0;
  for (const item of current) {
    const index = findIndexFrom(previous, place, ({ name, key }) => name === item.name && key === item.key);
    const known = previous[index];
    if (known !== undefined) {
      place = index + 1;
      kept += 1;
    }
    if (now === undefined || (known !== undefined && isSubjectSame && isSame(known, item))) continue;
    const { name, key } = item;
    const id = idOf(now.prefix, name, key);
    if (known === undefined) newcomers.push({ name, id });
    changes.push({ id, name, subject: now.subject, before: known, now: item, replacedBy: undefined });
  }
  if (kept === previous.length) return;
  for (const item of previous) {
    const { name, key } = item;
    if (before === undefined || current.some((other) => other.name === name && other.key === key)) continue;
    const successor = newcomers.findIndex((newcomer) => newcomer.name === name);
    const [replacement] = successor < 0 ? [] : newcomers.splice(successor, 1);
    const { prefix, subject } = before;
    const replacedBy = replacement?.id;
    changes.push({ id: idOf(prefix, name, key), name, subject, before: item, now: undefined, replacedBy });
  }
}

const NONE: readonly DerivedMeasurement[] = [];

function isSame(left: DerivedMeasurement, right: DerivedMeasurement): boolean {
  const { value: before } = left;
  const { value: now } = right;
  return (
    before.value === now.value &&
    before.emittedAt === now.emittedAt &&
    before.origin === now.origin &&
    left.disconnectType === right.disconnectType &&
    isSameEvidence(before.evidence, now.evidence)
  );
}
