import type { DeadlineRecord } from "./deadline";
import { JsonBytes } from "./json-bytes";
import type { MeasurementRecord } from "./measurement";

type Evidence = NonNullable<MeasurementRecord["evidence"]>;

type Fields = Pick<
  MeasurementRecord,
  "conversationId" | "participantId" | "communicationId" | "mediaType" | "direction" | "purpose" | "userId" | "queueId"
>;

/**
 * Writes a measurement: what `JSON.stringify` gives of a record whose fields are in the order of their schema, at a fraction of
 * its cost, as no text is made.
 */
export function putMeasurement(to: JsonBytes, record: MeasurementRecord): void {
  to.ascii('{"type":"measurement"');
  putHead(to, record);
  putText(to, ',"disconnectType":', record.disconnectType);
  putText(to, ',"name":', record.name);
  if (record.value !== undefined) putNumber(to, ',"value":', record.value);
  putText(to, ',"emitDate":', record.emitDate);
  putText(to, ',"origin":', record.origin);
  putEnd(to, record);
}

/** The same for a deadline. */
export function putDeadline(to: JsonBytes, record: DeadlineRecord): void {
  to.ascii('{"type":"deadline"');
  putHead(to, record);
  putText(to, ',"kind":', record.kind);
  putText(to, ',"dueAt":', record.dueAt);
  putText(to, ',"status":', record.status);
  putText(to, ',"warnFrom":', record.warnFrom);
  putText(to, ',"metAt":', record.metAt);
  putText(to, ',"asOf":', record.asOf);
  putEnd(to, record);
}

/** Used again for each record: its bytes are copied before the next begins. */
const bytes = new JsonBytes();

/** A measurement or deadline as bytes of its own. */
export function recordBytes(record: MeasurementRecord | DeadlineRecord): Buffer {
  bytes.clear();
  if (record.type === "measurement") putMeasurement(bytes, record);
  else putDeadline(bytes, record);
  return Buffer.from(bytes.written());
}

function putHead(to: JsonBytes, record: MeasurementRecord | DeadlineRecord): void {
  putNumber(to, ',"schemaVersion":', record.schemaVersion);
  putText(to, ',"id":', record.id);
  putNumber(to, ',"revision":', record.revision);
  to.append(subjectBytes(record));
}

/** The subject that was written last, and its bytes: the records of one communication come one after the other. */
let lastSubject: Fields | undefined;
let lastSubjectBytes: Uint8Array = new Uint8Array();
const subject = new JsonBytes();

function subjectBytes(fields: Fields): Uint8Array {
  if (isLastSubject(fields)) return lastSubjectBytes;
  const { conversationId, participantId, communicationId, mediaType, direction, purpose, userId, queueId } = fields;
  lastSubject = undefined;
  subject.clear();
  putText(subject, ',"conversationId":', conversationId);
  putText(subject, ',"participantId":', participantId);
  putText(subject, ',"communicationId":', communicationId);
  putText(subject, ',"mediaType":', mediaType);
  putText(subject, ',"direction":', direction);
  putText(subject, ',"purpose":', purpose);
  putText(subject, ',"userId":', userId);
  putText(subject, ',"queueId":', queueId);
  lastSubject = { conversationId, participantId, communicationId, mediaType, direction, purpose, userId, queueId };
  return (lastSubjectBytes = subject.written());
}

function isLastSubject(fields: Fields): boolean {
  return (
    lastSubject !== undefined &&
    fields.participantId === lastSubject.participantId &&
    fields.conversationId === lastSubject.conversationId &&
    fields.communicationId === lastSubject.communicationId &&
    fields.mediaType === lastSubject.mediaType &&
    fields.direction === lastSubject.direction &&
    fields.purpose === lastSubject.purpose &&
    fields.userId === lastSubject.userId &&
    fields.queueId === lastSubject.queueId
  );
}

function putEnd(
  to: JsonBytes,
  { evidence, retracted, replacedBy, gap }: Pick<MeasurementRecord, "evidence" | "retracted" | "replacedBy" | "gap">,
): void {
  if (evidence !== undefined) putEvidence(to, evidence);
  if (retracted !== undefined) to.ascii(',"retracted":true');
  putText(to, ',"replacedBy":', replacedBy);
  if (gap !== undefined) to.ascii(',"gap":true');
  to.ascii("}");
}

function putEvidence(to: JsonBytes, evidence: Evidence): void {
  to.ascii(',"evidence":[');
  let isFirst = true;
  for (const position of evidence) {
    if (!isFirst) to.ascii(",");
    isFirst = false;
    putPosition(to, position);
  }
  to.ascii("]");
}

function putPosition(to: JsonBytes, position: Evidence[number]): void {
  // A place in a file, and what is one of several, are rare.
  if (!("offset" in position) || position.item !== undefined) return to.utf8(JSON.stringify(position));
  const { topic, partition, offset } = position;
  to.ascii("{");
  if (topic !== undefined) {
    to.ascii('"topic":');
    to.quoted(topic);
    to.ascii(",");
  }
  putNumber(to, '"partition":', partition);
  putNumber(to, ',"offset":', offset);
  to.ascii("}");
}

/** A field with its name and what stands before it. */
function putText(to: JsonBytes, name: string, text: string | undefined): void {
  if (text === undefined) return;
  to.ascii(name);
  to.quoted(text);
}

function putNumber(to: JsonBytes, name: string, value: number): void {
  to.ascii(name);
  to.number(value);
}
