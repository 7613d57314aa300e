import type { Outputs } from "../../engine/ports";
import { deadlineText, measurementText } from "../../models/record-text";
import type { Rejection } from "../../models/rejection";
import { SCHEMA_VERSION } from "../../models/schema-version";
import type { Stream } from "./streams";

/** Takes a line of a stream, and of which conversation it is, where it is of one. */
export type WriteLine = (stream: Stream, line: string, conversationId?: string) => void;

/** Outputs that write what stands as lines. */
export function linesTo(write: WriteLine): Outputs {
  return {
    measurement: (record) => write("measurements", measurementText(record), record.conversationId),
    deadline: (record) => write("deadlines", deadlineText(record), record.conversationId),
    conversation: (record) => write("conversations", JSON.stringify(record), record.id),
    rejection: (rejection) => write("rejects", JSON.stringify(toRejectionRecord(rejection))),
  };
}

/** Outputs that write every change; what else an engine tells is written by another. */
export function revisionsTo(write: WriteLine): Outputs {
  return {
    measurement: (record) => write("measurements.revisions", measurementText(record), record.conversationId),
    deadline: (record) => write("deadlines.revisions", deadlineText(record), record.conversationId),
    conversation: () => undefined,
    rejection: () => undefined,
  };
}

/** A rejection as its file shows it. */
export function toRejectionRecord({ position, reason, path: where, detail }: Rejection): object {
  return { type: "rejection", schemaVersion: SCHEMA_VERSION, ...position, reason, path: where, detail };
}
