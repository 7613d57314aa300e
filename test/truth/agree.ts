import type { DeadlineRecord } from "../../src/models/deadline";
import type { MeasurementRecord } from "../../src/models/measurement";
import type { Communication } from "./communication";
import { COMPARED_KINDS, duesOfScript } from "./deadlines";
import { COMPARED } from "./names";
import type { Figure } from "./figures";
import { truthOf } from "./numbers";
import { NAMED_SHAPES } from "./render/shapes";
import type { Script } from "./script";

/** Where the numbers of a replayed script are not its truth. */
export interface Difference {
  /** True, but not emitted. */
  readonly missing: readonly string[];
  /** Emitted, but not true. */
  readonly extra: readonly string[];
}

/** Compares the final numbers of a script's conversation with its truth, dimensions included. */
export function compare(script: Script, finals: readonly MeasurementRecord[]): Difference {
  const left = finals
    .filter(({ name }) => COMPARED.has(name))
    .map((record) => ({ record, row: rowOf(script, record) }));
  const missing: string[] = [];
  for (const { one, figure } of truthOf(script)) {
    if (one.unknown.has(figure.name)) continue;
    const expected = rowOfTruth(script, one, figure);
    const found = left.findIndex((entry) => entry.row === expected && isOrigin(one, figure, entry.record.origin));
    if (found >= 0) left.splice(found, 1);
    else if (!one.inferred.has(figure.name) && figure.optional !== true) missing.push(expected + originText(figure));
  }
  const extra = left
    .filter(({ record }) => !isAllowed(script, record))
    .map((entry) => `${entry.row} ${String(entry.record.origin)}`);
  return { missing, extra };
}

type Whose = Pick<DeadlineRecord, "kind" | "participantId" | "communicationId">;

/** Compares the final deadlines of a script's conversation with what became of them. */
export function compareDeadlines(script: Script, finals: readonly DeadlineRecord[], asOf: number): Difference {
  const isNamed = NAMED_SHAPES.includes(script.shape);
  const rowOfDeadline = ({ kind, participantId, communicationId }: Whose, at: string, status: string) =>
    [kind, at, status, participantId, ...(isNamed ? [communicationId] : [])].join(" ");
  const left = finals
    .filter(({ kind, status }) => COMPARED_KINDS.has(kind) && status !== "pending")
    .map((record) => ({ record, row: rowOfDeadline(record, String(record.dueAt), String(record.status)) }));
  const missing: string[] = [];
  for (const { one, due } of duesOfScript(script, asOf)) {
    const { participantId, communicationId } = one;
    const { kind } = due;
    const expected = rowOfDeadline(
      { kind, participantId, communicationId },
      new Date(due.dueAt).toISOString(),
      due.status,
    );
    const found = left.findIndex(({ row }) => row === expected);
    if (found >= 0) left.splice(found, 1);
    else if (!isUnjudged(one, due.kind)) missing.push(expected);
  }
  const isAnyUnjudged = (record: DeadlineRecord) =>
    script.communications.some((one) => isOf(script, one, record) && isUnjudged(one, record.kind));
  return { missing, extra: left.filter(({ record }) => !isAnyUnjudged(record)).map(({ row }) => row) };
}

/** Skipped work is due nowhere in the specification; an alert that is not dated is not judged. */
function isUnjudged({ work, unknown }: Communication, kind: string): boolean {
  return (kind === "wrapUp" && work?.kind === "skipped") || (kind === "alerting" && unknown.has("tAlert"));
}

/** A number that must be called inferred may be called nothing else. */
function isOrigin(one: Communication, { name, origin }: Figure, actual: string | undefined): boolean {
  if (one.inferred.has(name)) return actual === "inferred";
  return origin === undefined || origin === actual;
}

function originText({ origin }: Figure): string {
  return origin === undefined ? "" : ` ${origin}`;
}

/** Numbers of which the log says nothing, and numbers that are only inferred where no more is known. */
function isAllowed(script: Script, record: MeasurementRecord): boolean {
  const own = script.communications.filter((one) => isOf(script, one, record));
  return own.some(
    (one) => one.unknown.has(record.name) || (one.inferred.has(record.name) && record.origin === "inferred"),
  );
}

function isOf(script: Script, one: Communication, record: Row): boolean {
  const isNamed = NAMED_SHAPES.includes(script.shape);
  return isNamed
    ? one.communicationId === record.communicationId
    : one.participantId === record.participantId && one.sketch.mediaType === record.mediaType;
}

function rowOfTruth(script: Script, one: Communication, { name, value, at }: Figure): string {
  const { ended, sketch } = one;
  const isFinal = ended !== undefined && at >= ended.at;
  return rowOf(script, {
    ...{ participantId: one.participantId, communicationId: one.communicationId, direction: one.direction },
    ...{ mediaType: sketch.mediaType, purpose: sketch.purpose, userId: sketch.userId, queueId: sketch.queueId },
    ...{ disconnectType: isFinal ? ended.disconnectType : undefined },
    ...{ name, value, emitDate: new Date(at).toISOString() },
  });
}

type Row = Partial<
  Pick<
    MeasurementRecord,
    | ("participantId" | "communicationId" | "direction" | "mediaType" | "purpose" | "userId" | "queueId")
    | ("disconnectType" | "name" | "value" | "emitDate")
  >
>;

/**
 * A number with all that is compared of it. `tTalkComplete` is dated at the end of the last talk and final at the end of
 * the communication, so that its disconnect type is left open.
 */
function rowOf(script: Script, { name, value, emitDate, ...who }: Row): string {
  const isNamed = NAMED_SHAPES.includes(script.shape);
  const ids = isNamed ? `${String(who.participantId)} ${String(who.communicationId)}` : String(who.participantId);
  const end = name === "tTalkComplete" ? "-" : (who.disconnectType ?? "-");
  const isAnyQueue = script.communications.some((one) => one.anyQueue && isOf(script, one, who));
  const dimensions = [who.mediaType, who.direction, who.purpose, who.userId, isAnyQueue ? "any" : who.queueId, end];
  return `${String(name)} ${String(value)} ${String(emitDate)} ${ids} ${dimensions.map((part) => part ?? "-").join(" ")}`;
}
