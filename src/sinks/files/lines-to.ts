import type { Outputs, Stage } from "../../engine/ports";
import { JsonBytes } from "../../models/json-bytes";
import { putDeadline, putMeasurement } from "../../models/record-text";
import type { Rejection } from "../../models/rejection";
import { SCHEMA_VERSION } from "../../models/schema-version";
import { LineEncoder, type EncodedLines } from "./encoded-lines";
import type { Stream } from "./streams";

/** Takes lines of a stream, and of which conversation they are, where they are of one. The bytes are valid during the call. */
export type TakeLines = (stream: Stream, lines: EncodedLines, conversationId?: string) => void;

/** Outputs that write what stands as lines. */
export function linesTo(take: TakeLines): Outputs & { readonly stage: Stage } {
  const [line, encoder] = [lineTo(take), new LineEncoder()];
  return {
    measurement: (record) => line("measurements", record, putMeasurement, record.conversationId),
    deadline: (record) => line("deadlines", record, putDeadline, record.conversationId),
    conversation: (record) => line("conversations", record, putJson, record.id),
    stage: stageTo(take, encoder),
    settled: () => encoder.reuse(),
    rejection: (rejection) => line("rejects", toRejectionRecord(rejection), putJson),
  };
}

/** Outputs that write every change; what else an engine emits is written by another. */
export function revisionsTo(take: TakeLines): Outputs {
  const line = lineTo(take);
  return {
    measurement: (record) => line("measurements.revisions", record, putMeasurement, record.conversationId),
    deadline: (record) => line("deadlines.revisions", record, putDeadline, record.conversationId),
    conversation: () => undefined,
    rejection: () => undefined,
  };
}

/** A rejection as its file shows it. */
export function toRejectionRecord({ position, reason, path: where, detail }: Rejection): object {
  return { type: "rejection", schemaVersion: SCHEMA_VERSION, ...position, reason, path: where, detail };
}

/** Encodes one line at a time, for whoever takes it at once. */
function lineTo(take: TakeLines) {
  const bytes = new JsonBytes();
  return <Item>(stream: Stream, record: Item, put: (to: JsonBytes, record: Item) => void, conversationId?: string) => {
    bytes.clear();
    put(bytes, record);
    bytes.endLine();
    take(stream, { bytes: bytes.written(), lengths: [bytes.length()] }, conversationId);
  };
}

/** Encodes what stands of a conversation at once; the lines are taken when they are emitted. */
function stageTo(take: TakeLines, encoder: LineEncoder): Stage {
  return ({ conversationId, measurements, deadlines, view }) => {
    const staged = [
      ["measurements", encoder.encode(measurements, putMeasurement)] as const,
      ["deadlines", encoder.encode(deadlines, putDeadline)] as const,
      ["conversations", encoder.encode(view === undefined ? [] : [view], putJson)] as const,
    ].filter(([, { lengths }]) => lengths.length > 0);
    return () => {
      for (const [stream, lines] of staged) take(stream, lines, conversationId);
    };
  };
}

function putJson(to: JsonBytes, record: object): void {
  to.utf8(JSON.stringify(record));
}
