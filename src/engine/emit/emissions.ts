import { formatInstant, type Instant } from "../../models/instant";
import type { DeadlineRecord } from "../../models/deadline";
import type { MeasurementRecord } from "../../models/measurement";
import { SCHEMA_VERSION } from "../../models/schema-version";
import { compareText } from "../../models/position";
import { sortInPlace } from "../../models/sort";
import type { DeadlineChange, MeasurementChange } from "../derive/changes";
import type { Outputs } from "../ports";

/** A measurement that is to be emitted, with what it replaces. */
export interface MeasurementEmission {
  readonly record: MeasurementRecord;
  readonly before: Parameters<Outputs["measurement"]>[1];
}

/** A deadline that is to be emitted, with what it replaces. */
export interface DeadlineEmission {
  readonly record: DeadlineRecord;
  readonly dueAt: Instant;
  readonly before: Parameters<Outputs["deadline"]>[1];
}

/** The order in which the measurements of one cause are emitted: what is taken back first, then by id. */
export function sortMeasurements(emissions: MeasurementEmission[]): void {
  sortInPlace(
    emissions,
    ({ record: left }, { record: right }) =>
      Number(right.retracted === true) - Number(left.retracted === true) || compareText(left.id, right.id),
  );
}

/**
 * One emission of each id, where one cause changed a conversation twice (its record, and the time that passed with it, which may
 * give its numbers other ids): as it is in the end. What came and went by the cause is not emitted, and nothing names it as its successor.
 */
export function netEmissions<Emission extends MeasurementEmission | DeadlineEmission>(
  emissions: Emission[],
): Emission[] {
  if (emissions.every(({ record }) => record.revision === emissions[0]?.record.revision)) return emissions;
  const byId = new Map<string, Emission>();
  const gone = new Set<string>();
  for (const emission of emissions) {
    const { id, retracted } = emission.record;
    const earlier = byId.get(id);
    const { before } = earlier ?? emission;
    if (earlier !== undefined && before === undefined && retracted === true) {
      byId.delete(id);
      gone.add(id);
    } else byId.set(id, { ...emission, before });
  }
  return [...byId.values()].map((emission) => {
    const { record } = emission;
    return gone.has(record.replacedBy ?? "") ? { ...emission, record: { ...record, replacedBy: undefined } } : emission;
  });
}

/** The order in which the deadlines of one cause are emitted: by due instant, then by id. */
export function sortDeadlines(emissions: DeadlineEmission[]): void {
  sortInPlace(emissions, (left, right) => left.dueAt - right.dueAt || compareText(left.record.id, right.record.id));
}

/** A change of a measurement, with what it replaces. */
export function toMeasurementEmission(change: MeasurementChange, revision: number): MeasurementEmission {
  return { record: toMeasurementRecord(change, revision), before: change.before?.value };
}

/** A change of a measurement as outputs show it. Fields that say nothing are undefined, and not written. */
export function toMeasurementRecord(change: MeasurementChange, revision: number): MeasurementRecord {
  const { id, name, subject, now, replacedBy } = change;
  return {
    type: "measurement",
    schemaVersion: SCHEMA_VERSION,
    id,
    revision,
    conversationId: subject.conversationId,
    participantId: subject.participantId,
    communicationId: subject.communicationId,
    mediaType: subject.mediaType,
    direction: subject.direction,
    purpose: subject.purpose,
    userId: subject.userId,
    queueId: subject.queueId,
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

/** A change of a deadline as of an instant, with what it replaces. */
export function toDeadlineEmission(change: DeadlineChange, asOf: Instant): DeadlineEmission {
  return { record: toDeadlineRecord(change, asOf), dueAt: change.dueAt, before: change.before };
}

/** A change of a deadline as outputs show it, as of an instant. */
export function toDeadlineRecord(change: DeadlineChange, asOf: Instant): DeadlineRecord {
  const { id, subject, revision, kind, dueAt, status, warnFrom, metAt, evidence, replacedBy } = change;
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
    warnFrom: status === "dueSoon" && warnFrom !== undefined ? formatInstant(warnFrom) : undefined,
    metAt: isGone || metAt === undefined ? undefined : formatInstant(metAt),
    asOf: formatInstant(asOf),
    evidence: isGone ? undefined : [...evidence],
    retracted: isGone ? true : undefined,
    replacedBy,
  };
}
