import { dropUndefined } from "../models/defined";
import { formatInstant, type Instant } from "../models/instant";
import type { DeadlineRecord } from "../models/deadline";
import { SCHEMA_VERSION, type MeasurementRecord } from "../models/measurement";
import { compareText } from "../models/position";
import type { Conversation } from "./conversation";
import type { DerivedDeadline } from "./derive-deadlines";
import type { DerivedMeasurement } from "./derive-measurements";
import type { Outputs } from "./ports";
import { difference } from "./reconcile";
import { isSameSubject } from "./subject";

/** Tells what changed in a conversation's measurements. */
export function tellMeasurements(conversation: Conversation, outputs: Outputs): void {
  const now = conversation.deriveMeasurements();
  const told = conversation.toldMeasurements;
  const changes = difference(told, now, isSameMeasurement);
  for (const { item, replacedBy } of [...changes.retracted].sort(byId)) {
    told.delete(item.id);
    outputs.measurement(retractMeasurement(item, conversation.revision, replacedBy), item.value);
  }
  for (const { item, before } of [...changes.told].sort(byId)) {
    told.set(item.id, item);
    outputs.measurement(toMeasurementRecord(item, conversation.revision), before?.value);
  }
}

/** A change of a deadline, held back until all of one cause are known and in order. */
export interface DeadlineChange {
  readonly record: DeadlineRecord;
  readonly dueAt: Instant;
  readonly before: DerivedDeadline | undefined;
}

/**
 * The changes of a conversation's deadlines as of an instant. Pending ones are told only where something else was told
 * before. Returns when it must be looked at again.
 */
export function collectDeadlines(conversation: Conversation, asOf: Instant, into: DeadlineChange[]): Instant {
  const { deadlines, nextOverdueAt } = conversation.deriveDeadlines(asOf);
  const told = conversation.toldDeadlines;
  const news = deadlines.filter(({ id, status }) => status !== "pending" || told.has(id));
  const changes = difference(told, news, isSameDeadline);
  const { revision } = conversation;
  for (const { item, replacedBy } of changes.retracted) {
    told.delete(item.id);
    into.push({ record: retractDeadline(item, revision, asOf, replacedBy), dueAt: item.dueAt, before: item });
  }
  for (const { item, before } of changes.told) {
    told.set(item.id, item);
    into.push({ record: toDeadlineRecord(item, revision, asOf), dueAt: item.dueAt, before });
  }
  return nextOverdueAt;
}

/** Tells the changes of one cause, by due instant and id. */
export function tellDeadlines(changes: DeadlineChange[], outputs: Outputs): void {
  changes.sort((left, right) => left.dueAt - right.dueAt || compareText(left.record.id, right.record.id));
  for (const { record, before } of changes) outputs.deadline(record, before);
}

function toMeasurementRecord(measurement: DerivedMeasurement, revision: number): MeasurementRecord {
  const { id, name, subject, disconnectType, value } = measurement;
  return dropUndefined<MeasurementRecord>({
    type: "measurement",
    schemaVersion: SCHEMA_VERSION,
    id,
    revision,
    ...subject,
    disconnectType,
    name,
    value: value.value,
    emitDate: formatInstant(value.emittedAt),
    origin: value.origin,
    evidence: [...value.evidence],
    retracted: undefined,
    replacedBy: undefined,
  });
}

function retractMeasurement(
  { id, name, subject }: DerivedMeasurement,
  revision: number,
  replacedBy: string | undefined,
): MeasurementRecord {
  return dropUndefined<MeasurementRecord>({
    type: "measurement",
    schemaVersion: SCHEMA_VERSION,
    id,
    revision,
    ...subject,
    disconnectType: undefined,
    name,
    value: undefined,
    emitDate: undefined,
    origin: undefined,
    evidence: undefined,
    retracted: true,
    replacedBy,
  });
}

function toDeadlineRecord(deadline: DerivedDeadline, revision: number, asOf: Instant): DeadlineRecord {
  const { id, subject, kind, dueAt, status, metAt, evidence } = deadline;
  return dropUndefined<DeadlineRecord>({
    type: "deadline",
    schemaVersion: SCHEMA_VERSION,
    id,
    revision,
    ...subject,
    kind,
    dueAt: formatInstant(dueAt),
    status,
    metAt: metAt === undefined ? undefined : formatInstant(metAt),
    asOf: formatInstant(asOf),
    evidence: [...evidence],
    retracted: undefined,
    replacedBy: undefined,
  });
}

function retractDeadline(
  { id, subject, kind }: DerivedDeadline,
  revision: number,
  asOf: Instant,
  replacedBy: string | undefined,
): DeadlineRecord {
  return dropUndefined<DeadlineRecord>({
    type: "deadline",
    schemaVersion: SCHEMA_VERSION,
    id,
    revision,
    ...subject,
    kind,
    dueAt: undefined,
    status: undefined,
    metAt: undefined,
    asOf: formatInstant(asOf),
    evidence: undefined,
    retracted: true,
    replacedBy,
  });
}

function byId(
  left: { readonly item: { readonly id: string } },
  right: { readonly item: { readonly id: string } },
): number {
  return compareText(left.item.id, right.item.id);
}

function isSameMeasurement(left: DerivedMeasurement, right: DerivedMeasurement): boolean {
  if (left === right) return true;
  return (
    left.value.value === right.value.value &&
    left.value.emittedAt === right.value.emittedAt &&
    left.value.origin === right.value.origin &&
    left.disconnectType === right.disconnectType &&
    isSameList(left.value.evidence, right.value.evidence) &&
    isSameSubject(left.subject, right.subject)
  );
}

function isSameDeadline(left: DerivedDeadline, right: DerivedDeadline): boolean {
  return (
    left.status === right.status &&
    left.dueAt === right.dueAt &&
    left.metAt === right.metAt &&
    isSameList(left.evidence, right.evidence) &&
    isSameSubject(left.subject, right.subject)
  );
}

function isSameList<Element>(left: readonly Element[], right: readonly Element[]): boolean {
  return left.length === right.length && left.every((element, index) => element === right[index]);
}
