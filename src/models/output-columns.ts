import type { NameBook } from "./name-book";

/** How a column's values are to be read. `instant`: ISO-8601, UTC, milliseconds; a timestamp in Parquet. `list`: rows of `items`. */
export type ColumnType = "text" | "integer" | "number" | "instant" | "flag" | "list";

/** A column of an output file: what a programme that reads the file must know. */
export interface OutputColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly meaning: string;
  readonly unit?: string;
  /** Of a list: the columns of its rows. */
  readonly items?: readonly OutputColumn[];
  /** Of an id: where its name is looked up, and the column that the name goes into, where names are wanted. */
  readonly named?: { readonly book: keyof NameBook; readonly column: string };
  /** Stands in lines of NDJSON alone: it says the same on every row of a table, or holds what another table holds. */
  readonly isInLinesOnly?: true;
}

const text = (name: string, meaning: string): OutputColumn => ({ name, type: "text", meaning });
const integer = (name: string, meaning: string): OutputColumn => ({ name, type: "integer", meaning });
const instant = (name: string, meaning: string): OutputColumn => ({ name, type: "instant", meaning });
const flag = (name: string, meaning: string): OutputColumn => ({ name, type: "flag", meaning });
const inLinesOnly = (column: OutputColumn): OutputColumn => ({ ...column, isInLinesOnly: true });

const head = (type: string): readonly OutputColumn[] => [
  inLinesOnly(text("type", `Always "${type}".`)),
  inLinesOnly(integer("schemaVersion", "The version of the records; it rises when a field changes its meaning.")),
];

const USER: OutputColumn = {
  ...text("userId", "The person of the centre; missing on customers, queues and flows."),
  named: { book: "users", column: "userName" },
};
const QUEUE: OutputColumn = {
  ...text("queueId", "The queue that the communication came by, or waited in."),
  named: { book: "queues", column: "queueName" },
};
const COMMUNICATION_ID = text("communicationId", "The communication; missing where no record named it.");
const MEDIA_TYPE = text("mediaType", "call, callback, chat, cobrowse, email, message and so on.");
const DIRECTION = text("direction", "inbound or outbound, as the platform says it.");
const PURPOSE = text("purpose", "The participant's role: customer, acd, ivr, agent, user, external and so on.");

const SUBJECT: readonly OutputColumn[] = [
  text("conversationId", "The conversation."),
  text("participantId", "The participant; missing on what concerns the conversation as a whole."),
  COMMUNICATION_ID,
  MEDIA_TYPE,
  DIRECTION,
  PURPOSE,
  USER,
  QUEUE,
];

const POSITION: readonly OutputColumn[] = [
  text("topic", "The topic of the record, of a log that names it."),
  integer("partition", "The partition of the record, of a log that names it."),
  integer("offset", "The offset of the record, of a log that names it."),
  text("file", "The file of the record, of any other log."),
  integer("line", "The line at which the record begins, from 1 on."),
  integer("part", "The record's place on its line, from 2 on."),
  integer("item", "The place in a record that is a list."),
];

const evidence = (meaning: string): OutputColumn => ({ name: "evidence", type: "list", meaning, items: POSITION });
const REVISION = integer("revision", "Rises with every change of the conversation.");
const RETRACTED = inLinesOnly(
  flag("retracted", "True on a line that takes back what its id said before; never in final files."),
);
const RETRACTION: readonly OutputColumn[] = [
  RETRACTED,
  inLinesOnly(text("replacedBy", "The id that takes the place of a retracted one.")),
];
const GAP = flag("gap", "True where a gap in the data lies in its time: it may be wrong.");

/** The fields of a line of `measurements`. */
export const MEASUREMENT_COLUMNS: readonly OutputColumn[] = [
  ...head("measurement"),
  text("id", "Unique: conversation, communication, name, and a start where one may repeat."),
  REVISION,
  ...SUBJECT,
  text("disconnectType", "How the communication ended, on numbers that became final with or after that."),
  text("name", "Which measurement it is; `measurements` of the manifest says what each means."),
  { ...integer("value", "The number."), unit: "by name: ms, or count" },
  instant("emitDate", "When the number became final."),
  text("origin", "How it is known: reported, observed, inferred or timedOut."),
  evidence("The records that set its start and its end."),
  ...RETRACTION,
  GAP,
];

/** The fields of a line of `deadlines`. */
export const DEADLINE_COLUMNS: readonly OutputColumn[] = [
  ...head("deadline"),
  text("id", "Unique: conversation, communication, kind, and a key where one may repeat."),
  REVISION,
  ...SUBJECT,
  text("kind", "Which deadline it is; `deadlines` of the manifest says what each means."),
  instant("dueAt", "When it was due."),
  text("status", "pending, dueSoon, met, late, overdue, missed or cancelled."),
  instant("warnFrom", "From when on it is due soon, where it is (the policy's `warnBefore…`)."),
  instant("metAt", "When what it waits for came; missing where it did not."),
  instant("asOf", "The instant as of which this was decided."),
  evidence("The records that set it, and that met it."),
  ...RETRACTION,
  GAP,
];

const GAPS: OutputColumn = {
  name: "gaps",
  type: "list",
  meaning: "Gaps in the data while it was open: records of it may be missing.",
  items: [
    instant("from", "Since when records are missing; missing where that is not known."),
    instant("to", "The first instant after the gap; missing where that is not known."),
    text("reason", "declared, missingOffsets or damagedFile."),
    text("topic", "The topic, of a log that names it."),
    integer("partition", "The partition, where one alone lacks records."),
    text("detail", "Which offsets, or which file."),
  ],
};

/** The fields of a line of `conversations`. */
export const CONVERSATION_COLUMNS: readonly OutputColumn[] = [
  ...head("conversation"),
  text("id", "The conversation. One that went on after it was forgotten has several rows."),
  REVISION,
  text("state", "open, afterCallWork, ended, or swept: it never ended and had no news for long."),
  instant("startTime", "Its first instant."),
  instant("lastNews", "Its last instant."),
  instant("sweptTime", "When it was swept, on one that was."),
  flag("reopened", "True where it went on after it had been over for longer than the lateness."),
  flag("timeSuspect", "True where its dates may be wrong: they lie far ahead of all others."),
  flag("incomplete", "True where it grew past its bound: no sum of it is given."),
  flag("faulted", "True where a fault of convofold came about in the work on it."),
  text("policy", "The digest of the policy by which its numbers and deadlines are derived."),
  RETRACTED,
  inLinesOnly({ name: "participants", type: "list", meaning: "Its participants, each with its communications." }),
  inLinesOnly({ name: "deadlines", type: "list", meaning: "Its deadlines, pending ones too." }),
  GAPS,
];

const SEGMENT: readonly OutputColumn[] = [
  text("type", "What went on: interact, hold, alert and so on."),
  instant("startTime", "When it began."),
  instant("endTime", "When it ended; missing while it goes on."),
  flag("hidden", "True where it may hide what nobody saw."),
];

/** The columns of `communications`, a table made of the views of conversations. */
export const COMMUNICATION_COLUMNS: readonly OutputColumn[] = [
  text("conversationId", "The conversation."),
  text("participantId", "The participant."),
  PURPOSE,
  USER,
  COMMUNICATION_ID,
  MEDIA_TYPE,
  integer("episode", "From 2 on: the life that a later connect opened; missing on the first."),
  text("state", "The phase: scheduled, alerting, connected, parked, ended and so on."),
  instant("since", "When that phase began."),
  DIRECTION,
  QUEUE,
  instant("connectedTime", "When it connected; on a wait, when it entered the queue."),
  instant("endTime", "When it ended."),
  text("disconnectType", "How it ended."),
  flag("incomplete", "True where it was first seen already ended."),
  instant("seenFrom", "First seen then, long after its connect: what was before is not known."),
  text("errorCode", "The platform's error."),
  {
    ...text("wrapupCode", "The wrap-up code."),
    named: { book: "wrapupCodes", column: "wrapupName" },
  },
  text("afterCallWorkState", "pending, complete or skipped."),
  instant("afterCallWorkStartTime", "When after-call work began."),
  instant("afterCallWorkEndTime", "When after-call work ended."),
  flag("afterCallWorkTimedOut", "True where the platform's timer ended it."),
  text("queueOutcome", "Of a wait: waiting, answered, abandoned, flowedOut and so on."),
  text("transfer", "How it was transferred."),
  text("callbackState", "scheduled, due, attempted, answered, skipped, cancelled, expired or ended."),
  instant("callbackScheduledTime", "The last instant for which the callback was promised."),
  instant("callbackContactTime", "When the customer was reached."),
  { name: "segments", type: "list", meaning: "What went on in it, in time.", items: SEGMENT },
];

/** The fields of a line of `rejects`. */
export const REJECTION_COLUMNS: readonly OutputColumn[] = [
  ...head("rejection"),
  ...POSITION,
  text("reason", "Why it was not folded; docs/input.md lists the reasons."),
  text("path", "The field at fault, never its value."),
  text("detail", "More about it, in words."),
];

/** The columns of a table: without what stands in lines alone, and with names behind where they are wanted. */
export function tableColumns(columns: readonly OutputColumn[], withNames: boolean): readonly OutputColumn[] {
  const own = columns.filter(({ isInLinesOnly }) => isInLinesOnly !== true);
  const names = own.flatMap(({ name, named }) =>
    named === undefined
      ? []
      : [text(named.column, `The name of ${name}, from the file of names; missing where it has none.`)],
  );
  return withNames ? [...own, ...names] : own;
}
