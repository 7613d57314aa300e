import { formatInstant, type Instant } from "../models/instant";
import type { DeadlineRecord } from "../models/deadline";
import { SCHEMA_VERSION, type MeasurementRecord } from "../models/measurement";
import type { DeadlineChange, MeasurementChange } from "./changes";

/** A change of a measurement as outputs show it. Fields that say nothing are undefined, and not written. */
export function toMeasurementRecord(change: MeasurementChange, revision: number): MeasurementRecord {
  const { id, name, subject, now, replacedBy } = change;
  return {
    type: "measurement",
    schemaVersion: SCHEMA_VERSION,
    id,
    revision,
    ...subject,
    disconnectType: now?.disconnectType,
    name,
    value: now?.value.value,
    emitDate: now === undefined ? undefined : formatInstant(now.value.emittedAt),
    origin: now?.value.origin,
    evidence: now === undefined ? undefined : [...now.value.evidence],
    retracted: now === undefined ? true : undefined,
    replacedBy,
  };
}

/** A change of a deadline as outputs show it, as of an instant. */
export function toDeadlineRecord(change: DeadlineChange, asOf: Instant): DeadlineRecord {
  const { id, subject, revision, kind, dueAt, status, metAt, evidence, replacedBy } = change;
  const isGone = status === undefined;
  return {
    type: "deadline",
    schemaVersion: SCHEMA_VERSION,
    id,
    revision,
    ...subject,
    kind,
    dueAt: isGone ? undefined : formatInstant(dueAt),
    status,
    metAt: isGone || metAt === undefined ? undefined : formatInstant(metAt),
    asOf: formatInstant(asOf),
    evidence: isGone ? undefined : [...evidence],
    retracted: isGone ? true : undefined,
    replacedBy,
  };
}
