import { statSync } from "node:fs";
import path from "node:path";

import type { InputFile } from "../../consumers/files/inputs";
import type { DeadlineRecord } from "../../models/deadline";
import { toGapRecord, type Gap } from "../../models/gap";
import type { GapRecord } from "../../models/gap-record";
import type { MeasurementRecord } from "../../models/measurement";
import type { ConversationRecord } from "../../models/view";
import type { EndedFiles, FileOutputs } from "../../sinks/files/file-outputs";
import { FINAL_STREAMS, type Stream } from "../../sinks/files/streams";
import { headOf } from "../../sinks/files/superseded";
import type { OutputsFolder } from "../finals/outputs-folder";
import { readOutputs } from "../finals/read-outputs";
import { marksOf, type ConversationMarks } from "../../engine/gaps/marks";

/** A gap, and how many conversations of a run it may have touched; not known where no outputs were written. */
export interface GapOfRun extends GapRecord {
  readonly conversations?: number;
}

/**
 * Marks the lines of a run that gaps may have touched, before its folder has its name. Numbers stay as they are. Memory grows with the
 * conversations that are marked, about 1 kB each.
 */
export async function markOutputs(
  outputs: Pick<FileOutputs, "end" | "change">,
  gaps: readonly Gap[],
): Promise<readonly GapOfRun[]> {
  if (gaps.length === 0) return [];
  const ended = outputs.end();
  const touched = new Map(gaps.map((gap) => [gap, 0]));
  const marksById = new Map<string, ConversationMarks>();
  for await (const conversation of readOutputs(folderOf(ended))) {
    const marks = marksOf(conversation, gaps);
    if (marks === undefined) continue;
    marksById.set(conversation.id, marks);
    for (const gap of marks.gaps) touched.set(gap, (touched.get(gap) ?? 0) + 1);
  }
  for (const [stream] of ended.files) {
    const mark = MARK_BY_STREAM[stream];
    if (mark !== undefined && marksById.size > 0) outputs.change(stream, (line) => marked(line, marksById, mark));
  }
  return [...touched].map(([gap, conversations]) => ({ ...toGapRecord(gap), conversations }));
}

/** What is added to a line; undefined for nothing. */
type Mark = (line: object, marks: ConversationMarks) => object | undefined;

const IS_GAP = { gap: true };
const markMeasurement: Mark = (line, marks) =>
  marks.isMeasurementTouched(line as MeasurementRecord) ? IS_GAP : undefined;
const markDeadline: Mark = (line, marks) => (marks.isDeadlineTouched(line as DeadlineRecord) ? IS_GAP : undefined);
const markView: Mark = (line, marks) => {
  const gaps = marks.gapsIn(line as ConversationRecord);
  return gaps.length > 0 ? { gaps } : undefined;
};

const MARK_BY_STREAM: Readonly<Record<Stream, Mark | undefined>> = {
  measurements: markMeasurement,
  deadlines: markDeadline,
  conversations: markView,
  rejects: undefined,
  "measurements.revisions": markMeasurement,
  "deadlines.revisions": markDeadline,
};

function marked(line: Buffer, marksById: ReadonlyMap<string, ConversationMarks>, mark: Mark): Uint8Array {
  const marks = marksById.get(headOf(line).conversationId);
  if (marks === undefined) return line;
  const fields = JSON.parse(line.toString()) as object;
  const added = mark(fields, marks);
  return added === undefined ? line : Buffer.from(`${JSON.stringify({ ...fields, ...added })}\n`);
}

function folderOf({ folder, files }: EndedFiles): OutputsFolder {
  const inputs = FINAL_STREAMS.map((stream) => {
    const [, file = ""] = files.find(([one]) => one === stream) ?? [];
    const input: InputFile = { path: file, name: path.basename(file), bytes: statSync(file).size };
    return [stream, input] as const;
  });
  const bytes = inputs.reduce((sum, [, input]) => sum + input.bytes, 0);
  return { path: folder, files: Object.fromEntries(inputs) as OutputsFolder["files"], bytes };
}
