import type { DeadlineRecord } from "./deadline";
import type { MeasurementRecord } from "./measurement";

type Evidence = NonNullable<MeasurementRecord["evidence"]>;

type Fields = Pick<
  MeasurementRecord,
  "conversationId" | "participantId" | "communicationId" | "mediaType" | "direction" | "purpose" | "userId" | "queueId"
>;

/**
 * The JSON text of a measurement: what `JSON.stringify` gives of a record whose fields are in the order of their schema, at less
 * than half of its cost.
 */
export function measurementText(record: MeasurementRecord): string {
  const { revision, value, evidence, retracted } = record;
  return (
    `{"type":"measurement","schemaVersion":${String(record.schemaVersion)},"id":${quoted(record.id)}` +
    `,"revision":${String(revision)}${subjectText(record)}${textField("disconnectType", record.disconnectType)}` +
    `,"name":${quoted(record.name)}${value === undefined ? "" : `,"value":${JSON.stringify(value)}`}` +
    textField("emitDate", record.emitDate) +
    textField("origin", record.origin) +
    evidenceField(evidence) +
    ending(retracted, record)
  );
}

/** The same for a deadline. */
export function deadlineText(record: DeadlineRecord): string {
  const { revision, evidence, retracted } = record;
  return (
    `{"type":"deadline","schemaVersion":${String(record.schemaVersion)},"id":${quoted(record.id)}` +
    `,"revision":${String(revision)}${subjectText(record)},"kind":${quoted(record.kind)}` +
    textField("dueAt", record.dueAt) +
    textField("status", record.status) +
    textField("metAt", record.metAt) +
    `,"asOf":${quoted(record.asOf)}` +
    evidenceField(evidence) +
    ending(retracted, record)
  );
}

/** The subject that was written last, and its text: the records of one communication come one after the other. */
let lastSubject: Fields | undefined;
let lastSubjectText = "";

function subjectText(subject: Fields): string {
  if (isLastSubject(subject)) return lastSubjectText;
  const { conversationId, participantId, communicationId, mediaType, direction, purpose, userId, queueId } = subject;
  lastSubject = { conversationId, participantId, communicationId, mediaType, direction, purpose, userId, queueId };
  lastSubjectText =
    textField("conversationId", conversationId) +
    textField("participantId", participantId) +
    textField("communicationId", communicationId) +
    textField("mediaType", mediaType) +
    textField("direction", direction) +
    textField("purpose", purpose) +
    textField("userId", userId) +
    textField("queueId", queueId);
  return lastSubjectText;
}

function isLastSubject(subject: Fields): boolean {
  return (
    lastSubject !== undefined &&
    subject.participantId === lastSubject.participantId &&
    subject.conversationId === lastSubject.conversationId &&
    subject.communicationId === lastSubject.communicationId &&
    subject.mediaType === lastSubject.mediaType &&
    subject.direction === lastSubject.direction &&
    subject.purpose === lastSubject.purpose &&
    subject.userId === lastSubject.userId &&
    subject.queueId === lastSubject.queueId
  );
}

function evidenceField(evidence: Evidence | undefined): string {
  if (evidence === undefined) return "";
  let text = "";
  for (const position of evidence) text += text === "" ? positionText(position) : `,${positionText(position)}`;
  return `,"evidence":[${text}]`;
}

function positionText(position: Evidence[number]): string {
  // A place in a file, and what is one of several, are rare.
  if (!("offset" in position) || position.item !== undefined) return JSON.stringify(position);
  const { topic, partition, offset } = position;
  const named = topic === undefined ? "" : `"topic":${quoted(topic)},`;
  return `{${named}"partition":${String(partition)},"offset":${String(offset)}}`;
}

function ending(
  retracted: true | undefined,
  { replacedBy, gap }: Pick<MeasurementRecord, "replacedBy" | "gap">,
): string {
  if (retracted === undefined && replacedBy === undefined && gap === undefined) return "}";
  return `${retracted === undefined ? "" : ',"retracted":true'}${textField("replacedBy", replacedBy)}${gap === undefined ? "" : ',"gap":true'}}`;
}

function textField(name: string, text: string | undefined): string {
  return text === undefined ? "" : `,"${name}":${quoted(text)}`;
}

/** What JSON escapes in a text: quotes, backslashes, what cannot be seen, and halves of characters. */
const TO_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  return TO_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}
