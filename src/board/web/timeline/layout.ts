import { communicationKeyIn, isKeyOf } from "../../../models/communication-key";
import { isOver } from "../../../models/conversation-state";
import { isBeforeDue } from "../../../models/deadline-status";
import { createTimeAxis, type TimeAxis } from "../../../models/time-axis";
import type { CommunicationView, ConversationRecord, ParticipantView } from "../../../models/view";

/** A block of a row. `untilAt` is undefined where it still goes on. */
export interface Block {
  readonly key: string;
  readonly type: string;
  readonly fromAt: number;
  readonly untilAt: number | undefined;
  /** Blocks on top of others: holds lie over the talk. */
  readonly isOver: boolean;
}

/** A deadline on a row. */
export interface Mark {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly dueAt: number;
  readonly metAt: number | undefined;
}

/** A communication of a participant, or what concerns the conversation as a whole. */
export interface Row {
  readonly key: string;
  readonly participantId: string | undefined;
  readonly communicationId: string | undefined;
  readonly purpose: string;
  readonly userId: string | undefined;
  readonly queueId: string | undefined;
  readonly mediaType: string;
  readonly episode: number | undefined;
  /** How it went out, in a few words. */
  readonly note: string | undefined;
  readonly wrapupCode: string | undefined;
  readonly blocks: readonly Block[];
  readonly marks: readonly Mark[];
  readonly anomalies: Readonly<Record<string, number>>;
}

/** A conversation as it is drawn. */
export interface TimelineLayout {
  readonly conversationId: string;
  readonly rows: readonly Row[];
  readonly axis: TimeAxis;
  /** Where what still goes on is drawn to. */
  readonly nowAt: number;
}

const OVER = new Set(["hold", "parked", "securePause"]);

/** Lays a conversation out: a row for each communication, blocks, deadlines. `asOf` is until when it is known. */
export function layOut(view: ConversationRecord, asOf: number | undefined): TimelineLayout {
  const lastNewsAt = Date.parse(view.lastNews);
  const nowAt = isOver(view) ? lastNewsAt : Math.max(asOf ?? lastNewsAt, lastNewsAt);
  const rows = view.participants.flatMap((participant) =>
    participant.communications.map((communication, index) => rowOf(participant, communication, index)),
  );
  const marks = placeMarks(view, rows);
  const whole = marks.get(undefined) ?? [];
  const all = rows.map((row) => ({ ...row, marks: marks.get(row.key) ?? [] }));
  if (whole.length > 0) all.push({ ...WHOLE, marks: whole });
  const instants = [
    Date.parse(view.startTime),
    ...(isOver(view) ? [] : [nowAt]),
    ...all.flatMap(({ blocks }) => blocks.flatMap(({ fromAt, untilAt = nowAt }) => [fromAt, untilAt])),
    ...all.flatMap((row) => row.marks.filter(({ status }) => !isBeforeDue(status)).map(({ dueAt }) => dueAt)),
  ];
  return { conversationId: view.id, rows: all, axis: createTimeAxis(instants), nowAt };
}

const WHOLE: Row = {
  key: "conversation",
  participantId: undefined,
  communicationId: undefined,
  purpose: "conversation",
  userId: undefined,
  queueId: undefined,
  mediaType: "",
  episode: undefined,
  note: undefined,
  wrapupCode: undefined,
  blocks: [],
  marks: [],
  anomalies: {},
};

function rowOf(participant: ParticipantView, communication: CommunicationView, index: number): Row {
  const { participantId, purpose = "?", userId } = participant;
  const { communicationId, mediaType, episode, queueId, wrapupCode, anomalies } = communication;
  return {
    key: `${participantId}/${index}`,
    participantId,
    communicationId,
    purpose,
    userId,
    queueId,
    mediaType,
    episode,
    note: noteOf(communication),
    wrapupCode,
    blocks: blocksOf(communication),
    marks: [],
    anomalies: { ...(index === 0 ? participant.anomalies : {}), ...anomalies },
  };
}

function noteOf({
  disconnectType,
  queueOutcome,
  transfer,
  incomplete,
  errorCode,
}: CommunicationView): string | undefined {
  const words = [
    queueOutcome,
    transfer === undefined ? undefined : `${transfer} transfer`,
    disconnectType === undefined ? undefined : `disconnect: ${disconnectType}`,
    errorCode === undefined ? undefined : `error: ${errorCode}`,
    incomplete === true ? "incomplete: first seen already ended" : undefined,
  ];
  const said = words.filter((word) => word !== undefined);
  return said.length === 0 ? undefined : said.join(", ");
}

function blocksOf(communication: CommunicationView): Block[] {
  const { segments, securePauses = [], afterCallWork } = communication;
  const spans: Span[] = [];
  const isInterrupted = segments.some(({ type }) => type === "hold" || type === "parked");
  if (isInterrupted) spans.push(...connectionsOf(communication));
  for (const segment of segments) if (!isInterrupted || segment.type !== "interact") spans.push(segment);
  spans.push(...securePauses);
  if (afterCallWork?.startTime !== undefined && afterCallWork.state !== "skipped")
    spans.push({ type: "wrapup", startTime: afterCallWork.startTime, endTime: afterCallWork.endTime });
  return spans.map(({ type, startTime, endTime: until }) => ({
    key: `${type}-${startTime}`,
    type,
    fromAt: Date.parse(startTime),
    untilAt: until === undefined ? undefined : Date.parse(until),
    isOver: OVER.has(type),
  }));
}

interface Span {
  readonly type: string;
  readonly startTime: string;
  readonly endTime?: string | undefined;
}

/** When it was connected to somebody: holds lie over that, but while it is parked nobody has it. */
function connectionsOf({ segments, connectedTime, endTime }: CommunicationView): Span[] {
  const spans: Span[] = [];
  let from = connectedTime;
  for (const park of segments.filter(({ type }) => type === "parked")) {
    if (from !== undefined && from < park.startTime)
      spans.push({ type: "connection", startTime: from, endTime: park.startTime });
    from = park.endTime;
  }
  return from === undefined || from === endTime ? spans : [...spans, { type: "connection", startTime: from, endTime }];
}

/** Deadlines by the row that they are about; those of none stand under undefined. */
function placeMarks(view: ConversationRecord, rows: readonly Row[]): Map<string | undefined, Mark[]> {
  const marks = new Map<string | undefined, Mark[]>();
  for (const { id, kind, status, dueAt, metAt } of view.deadlines) {
    const key = communicationKeyIn(view.id, id);
    const row = rows.find((one) => isKeyOf(key, { ...one, participantId: one.participantId ?? "" }));
    const mark = {
      id,
      kind,
      status,
      dueAt: Date.parse(dueAt),
      metAt: metAt === undefined ? undefined : Date.parse(metAt),
    };
    marks.set(row?.key, [...(marks.get(row?.key) ?? []), mark]);
  }
  return marks;
}
