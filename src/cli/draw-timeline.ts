import { formatLength } from "../app/duration";
import { isBeforeDue } from "../models/deadline-status";
import { countOf } from "../models/format-count";
import { spellGapRecord } from "../models/gap";
import type { CommunicationView, ConversationRecord, ParticipantView, SegmentView } from "../models/view";
import { columnsOf, type Columns } from "./columns";
import { drawGaps } from "./draw-gaps";

/** What stands for each kind of segment: distinct without colour. */
const MARK_BY_TYPE = new Map(
  Object.entries({
    scheduled: "s",
    offering: "o",
    contacting: "c",
    dialing: "d",
    alert: "a",
    transmitting: "t",
    interact: "=",
    ivr: "i",
    acd: "q",
    voicemail: "v",
    hold: "H",
    parked: "P",
    monitoring: "m",
    coaching: "k",
    barging: "b",
    wrapup: "w",
    securePause: "x",
  }),
);
const NAME_BY_TYPE = new Map(
  Object.entries({
    interact: "talk",
    acd: "queue",
    wrapup: "after-call work",
    ivr: "flow",
    securePause: "secure pause",
  }),
);
const MARK_BY_STATUS = new Map(
  Object.entries({
    met: "+",
    pending: "?",
    dueSoon: "?",
    late: "!",
    overdue: "!",
    missed: "!",
    cancelled: "-",
  }),
);
const LABEL_WIDTH = 22;
const WIDTH_LEAST = 50;

interface Row {
  readonly label: string;
  readonly segments: readonly SegmentView[];
  readonly communication: CommunicationView;
}

/** A conversation as a picture in text: a row for each communication, blocks to scale, deadlines as marks. */
export function drawTimeline(view: ConversationRecord, width: number): string {
  return `${[...drawLines(view, width), ...describeDeadlines(view)].join("\n")}\n`;
}

/** The same picture, small: to stand before something else, without its deadlines one by one. */
export function sketchTimeline(view: ConversationRecord, width: number): string {
  return `${drawLines(view, width).join("\n")}\n`;
}

function drawLines(view: ConversationRecord, width: number): string[] {
  const rows = view.participants.flatMap(rowsOf);
  const columns = Math.max(WIDTH_LEAST, width) - LABEL_WIDTH - 1;
  const axis = columnsOf(instantsOf(view, rows), columns);
  const missing = drawGaps(view, axis, columns);
  return [
    ...describeHead(view, axis),
    "",
    `${" ".repeat(LABEL_WIDTH)} ${drawScale(axis, columns)}`,
    ...(missing === undefined ? [] : [`${fit("may be missing", LABEL_WIDTH)} ${missing}`]),
    ...rows.map((row) => `${fit(row.label, LABEL_WIDTH)} ${drawRow(row, axis, columns)}`),
    ...drawDeadlines(view, axis, columns),
    "",
    ...describeLegend(rows, axis),
  ];
}

function describeHead(view: ConversationRecord, axis: Columns): string[] {
  const { id, state, startTime, lastNews, participants, gaps = [] } = view;
  const communications = participants.reduce((sum, one) => sum + one.communications.length, 0);
  return [
    `Conversation ${id}`,
    `${state}, from ${startTime}, last news ${lastNews}`,
    `${countOf(participants.length, "participant")}, ${countOf(communications, "communication")}, ${formatLength(axis.to - axis.from)} in all`,
    ...gaps.map((gap) => `records may be missing ${spellGapRecord(gap)}`),
  ];
}

function rowsOf({ purpose, communications }: ParticipantView): Row[] {
  return communications.map((communication) => {
    const { mediaType, afterCallWork, securePauses = [], episode } = communication;
    const work: SegmentView[] =
      afterCallWork?.startTime === undefined || afterCallWork.state === "skipped"
        ? []
        : [{ type: "wrapup", startTime: afterCallWork.startTime, endTime: afterCallWork.endTime }];
    const again = episode === undefined ? "" : ` #${String(episode)}`;
    return {
      label: `${purpose ?? "?"} ${mediaType}${again}`,
      segments: [...communication.segments, ...securePauses, ...work],
      communication,
    };
  });
}

const at = (text: string) => Date.parse(text);

function instantsOf(view: ConversationRecord, rows: readonly Row[]): number[] {
  const ends = rows.flatMap(({ segments }) =>
    segments.flatMap(({ startTime, endTime }) => (endTime === undefined ? [startTime] : [startTime, endTime])),
  );
  const due = view.deadlines.filter(({ status }) => !isBeforeDue(status)).map(({ dueAt }) => dueAt);
  return [view.startTime, view.lastNews, ...ends, ...due].map(at);
}

/** The clock at both ends, and the cuts between. */
function drawScale(axis: Columns, columns: number): string {
  const line = new Array<string>(columns).fill("·");
  put(line, 0, clock(axis.from));
  put(line, columns - 8, clock(axis.to));
  for (const { column } of axis.cuts) put(line, column, "≈");
  return line.join("");
}

const clock = (instant: number) => new Date(instant).toISOString().slice(11, 19);

function drawRow({ segments }: Row, axis: Columns, columns: number): string {
  const line = new Array<string>(columns).fill(" ");
  for (const { type, startTime, endTime } of segments) {
    const from = axis.columnOf(at(startTime));
    const until = endTime === undefined ? columns - 1 : axis.columnOf(at(endTime));
    const mark = MARK_BY_TYPE.get(type) ?? "*";
    for (let column = from; column < Math.max(until, from + 1); column += 1) line[column] = mark;
    if (endTime === undefined) line[columns - 1] = ">";
  }
  for (const { column } of axis.cuts) if (line[column] !== " ") line[column] = "≈";
  return line.join("").trimEnd();
}

function drawDeadlines({ deadlines }: ConversationRecord, axis: Columns, columns: number): string[] {
  if (deadlines.length === 0) return [];
  const line = new Array<string>(columns).fill(" ");
  for (const { dueAt, status } of deadlines) {
    if (status === "cancelled") continue;
    const column = axis.columnOf(Math.min(at(dueAt), axis.to));
    line[column] = line[column] === "!" ? "!" : (MARK_BY_STATUS.get(status) ?? "?");
  }
  return [`${fit("deadlines", LABEL_WIDTH)} ${line.join("").trimEnd()}`];
}

function describeLegend(rows: readonly Row[], axis: Columns): string[] {
  const types = [...new Set(rows.flatMap(({ segments }) => segments.map(({ type }) => type)))];
  const marks = types.map((type) => `${MARK_BY_TYPE.get(type) ?? "*"} ${NAME_BY_TYPE.get(type) ?? type}`);
  const cuts = axis.cuts.map(({ lengthMs }) => `≈ ${formatLength(lengthMs)} left out`);
  const open = rows.some(({ segments }) => segments.some(({ endTime }) => endTime === undefined))
    ? ["> still going on"]
    : [];
  const scale = `one column is ${formatLength(Math.round(axis.columnMs))}`;
  return [wrap([...marks, ...open, ...cuts, scale].join("   "))];
}

function describeDeadlines({ deadlines }: ConversationRecord): string[] {
  if (deadlines.length === 0) return [];
  const lines = deadlines.map(({ kind, dueAt, status, metAt }) => {
    const came = metAt?.slice(0, 10) === dueAt.slice(0, 10) ? metAt.slice(11) : metAt;
    const met = came === undefined ? "" : `, ${status === "late" ? "came" : "met"} ${came}`;
    return `  ${MARK_BY_STATUS.get(status) ?? "?"} ${kind.padEnd(16)} ${status.padEnd(9)} due ${dueAt}${met}`;
  });
  return ["", "Deadlines (+ met, ! late, overdue or missed, ? pending or due soon, - cancelled)", ...lines];
}

function put(line: string[], column: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) {
    const place = Math.max(0, column) + index;
    if (place < line.length) line[place] = text.charAt(index);
  }
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split("   ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 3 <= 78) lines[lines.length - 1] = `${last}   ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}
