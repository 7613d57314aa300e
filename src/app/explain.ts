import { DEADLINES } from "../deadlines/definitions";
import { stuck } from "../deadlines/stuck";
import { measurementNamed } from "../measurements/definitions";
import { lengthOfTerm, sumOfTerms } from "../measurements/terms";
import { tiesOf } from "../engine/derive/ties";
import type { Term } from "../models/term";
import { AppError } from "../models/app-error";
import type { DeadlineRecord } from "../models/deadline";
import type { GapRecord } from "../models/gap-record";
import { formatInstant } from "../models/instant";
import type { MeasurementRecord } from "../models/measurement";
import { describePosition, comparePositions, isSamePosition, type Position } from "../models/position";
import { explainChange, type AnyRecord, type ExplainedRevision } from "./explain-changes";
import { maskRecord } from "./masking";
import type { Trace, TracedChange } from "./trace-keeper";

/** A piece of time in a formula: between two instants, or a total that the platform gives. */
export interface ExplainedTerm {
  readonly sign: "+" | "-";
  readonly what: string;
  readonly ms: number;
  readonly from?: string;
  readonly to?: string;
  /** How each end is known, and where it was said. */
  readonly fromKnown?: string;
  readonly toKnown?: string;
  /** Where a total was said. */
  readonly saidIn?: string;
}

/** A record of the log behind a number, with what is personal masked. */
export interface ExplainedRecord {
  readonly position: Position;
  readonly at: string | undefined;
  readonly record: unknown;
}

/** Why a measurement or deadline is what it is. */
export interface Explanation {
  readonly id: string;
  readonly name: string;
  readonly final: AnyRecord;
  readonly definition: Readonly<Record<string, string>>;
  readonly formula: readonly ExplainedTerm[];
  /** What else the log says of it, not counted: the platform's totals, or what was seen where the totals count. */
  readonly beside: readonly ExplainedTerm[];
  /** What the formula comes to; undefined where there is none (counts). */
  readonly result: number | undefined;
  readonly evidence: readonly ExplainedRecord[];
  readonly revisions: readonly ExplainedRevision[];
  /** The deadlines of the same communication, or of the conversation. */
  readonly deadlines: readonly DeadlineRecord[];
  /** The gaps in the log in which records of it may be missing, where there are any. */
  readonly gaps?: readonly GapRecord[];
}

/** Which numbers to explain: one by id, or those of a name, or all. */
export interface ExplainQuery {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** Explains what a trace says of the numbers of a query. Throws `AppError` where there is no such number. */
export function explain(trace: Trace, query: ExplainQuery): Explanation[] {
  const changes = [...trace.measurements, ...trace.deadlines];
  const ids = [...new Set(changes.map(({ record }) => record.id))];
  const chosen = ids.filter((id) => {
    const last = changes.findLast(({ record }) => record.id === id)?.record;
    if (query.id !== undefined) return id === query.id;
    return query.name === undefined ? last?.retracted !== true : last !== undefined && nameOf(last) === query.name;
  });
  if (chosen.length === 0) throw notThere(trace, query);
  return chosen.map((id) => explainOne(trace, id));
}

function notThere({ conversationId, measurements, deadlines }: Trace, { id, name }: ExplainQuery): AppError {
  const names = [...new Set([...measurements, ...deadlines].map(({ record }) => nameOf(record)))].sort();
  const what = id === undefined ? `no ${name ?? "number"}` : `nothing with the id "${id}"`;
  const advice = names.length === 0 ? "Nothing was measured in it." : `It has ${names.join(", ")}.`;
  return new AppError("notFound", `The conversation "${conversationId}" has ${what}.`, advice);
}

function nameOf(record: AnyRecord): string {
  return record.type === "measurement" ? record.name : record.kind;
}

function explainOne(trace: Trace, id: string): Explanation {
  const changes: TracedChange<AnyRecord>[] = [...trace.measurements, ...trace.deadlines].filter(
    ({ record }) => record.id === id,
  );
  const last = changes.at(-1)?.record;
  if (last === undefined) throw new RangeError(`there is no emission of ${id}`);
  const { formula, beside } = last.type === "measurement" ? formulaOf(trace, last) : NO_FORMULA;
  const gaps = trace.marks?.gapsOfRecord(last) ?? [];
  const evidence = (last.evidence ??
    changes.findLast(({ record }) => record.evidence)?.record.evidence ??
    []) as Position[];
  return {
    id,
    name: nameOf(last),
    final: last,
    definition: definitionOf(last),
    formula: formula.map(explainTerm),
    beside: beside.map(explainTerm),
    result: formula.length === 0 ? undefined : sumOfTerms(formula),
    evidence: evidence.map((position) => evidenceRecord(trace, position)),
    revisions: changes.map((change, index) => explainChange(change, changes[index - 1]?.record)),
    deadlines: deadlinesAround(trace, last),
    ...(gaps.length > 0 && { gaps }),
  };
}

function explainTerm(term: Term): ExplainedTerm {
  const { sign, what } = term;
  const common = { sign: sign === 1 ? "+" : "-", what, ms: lengthOfTerm(term) } as const;
  if ("totalMs" in term) return { ...common, saidIn: describePosition(term.by) };
  const { start, end } = term;
  return {
    ...common,
    from: formatInstant(start.at),
    to: formatInstant(end.at),
    fromKnown: `${start.origin}, ${describePosition(start.by)}`,
    toKnown: `${end.origin}, ${describePosition(end.by)}`,
  };
}

const NO_FORMULA = { formula: [], beside: [] };

function formulaOf(
  trace: Trace,
  record: MeasurementRecord,
): { readonly formula: readonly Term[]; readonly beside: readonly Term[] } {
  const [, key, , part] = splitId(trace.conversationId, record);
  for (const timeline of trace.timelines) {
    const communication = timeline.communications.find((one) => one.key === key);
    if (communication === undefined) continue;
    const definition = measurementNamed(record.name);
    const ties = tiesOf(communication, timeline);
    return {
      formula: definition?.terms?.(communication, ties, part) ?? [],
      beside: definition?.beside?.(communication, ties, undefined) ?? [],
    };
  }
  return NO_FORMULA;
}

/** An id's parts: conversation, communication, name, and what distinguishes those that repeat. */
function splitId(
  conversationId: string,
  { id, name }: MeasurementRecord,
): [string, string, string, string | undefined] {
  const rest = id.slice(conversationId.length + 1);
  const at = rest.lastIndexOf(`/${name}`);
  const part = rest.slice(at + name.length + 2);
  return [conversationId, rest.slice(0, at), name, part === "" ? undefined : part];
}

function definitionOf(record: AnyRecord): Readonly<Record<string, string>> {
  if (record.type === "measurement") {
    const definition = measurementNamed(record.name);
    if (definition === undefined) return {};
    const { meaning, unit, on, emitted, source } = definition;
    return { meaning, unit, on, emitted, source };
  }
  const definition = record.kind === stuck.kind ? stuck : DEADLINES.find(({ kind }) => kind === record.kind);
  if (definition === undefined) return {};
  const { due, metBy, spanFrom } = definition;
  return { due, metBy, spanFrom };
}

function evidenceRecord(trace: Trace, position: Position): ExplainedRecord {
  const traced = trace.records.find((record) => isSamePosition(record.position, position));
  const at = traced?.at === undefined ? undefined : formatInstant(traced.at);
  return { position, at, record: traced === undefined ? undefined : maskRecord(traced.document) };
}

/** The last emitted deadlines of the communication that a number is about; of the conversation where it is about none. */
function deadlinesAround(trace: Trace, record: AnyRecord): DeadlineRecord[] {
  const last = new Map(trace.deadlines.map((change) => [change.record.id, change.record]));
  return [...last.values()].filter(
    (deadline) =>
      deadline.retracted !== true &&
      deadline.id !== record.id &&
      deadline.participantId === record.participantId &&
      deadline.communicationId === record.communicationId,
  );
}

/** Records in the order of their positions. */
export function inOrderOfPosition(records: readonly ExplainedRecord[]): ExplainedRecord[] {
  return [...records].sort((left, right) => comparePositions(left.position, right.position));
}
