import type { DeadlineRecord } from "../../models/deadline";
import type { FinalConversation } from "../../models/final-conversation";
import type { MeasurementRecord } from "../../models/measurement";
import { compareText } from "../../models/position";
import type { ConversationRecord } from "../../models/view";
import { temporaryFolder } from "../../sinks/files/temporary-folder";
import { divideOutputs, removePart } from "./divide-outputs";
import { FinalRecords } from "./final-records";
import { notWhole, ownedLines, parsed, refuseStopped, type LineReading } from "./owned-lines";
import { READ_STREAMS, type OutputsFolder, type ReadStream } from "./outputs-folder";

/** So much of the outputs is held in memory at once. */
const PART_BYTES = 64 << 20;

/** How outputs are read. */
export interface OutputsReading extends LineReading {
  readonly partBytes?: number;
  /** In how many parts the conversations come at least; a conversation is in that of `partOf`. */
  readonly partsMin?: number;
  /** Told in how many parts they come. */
  readonly onParts?: (parts: number) => void;
}

/**
 * The conversations of a folder of outputs with what stands of each. Records of one conversation lie anywhere in the files. So large
 * outputs, which are read once, are first divided into parts on disk, and one part is held at a time: memory is bounded whatever their
 * size. Within a part conversations come by id. The parts are gone at the end, also where it comes early.
 */
export async function* readOutputs(
  outputs: OutputsFolder,
  { partBytes = PART_BYTES, partsMin = 1, onParts = () => undefined, ...reading }: OutputsReading = {},
): AsyncGenerator<FinalConversation> {
  const parts = Math.max(partsMin, partsFor(outputs, partBytes));
  onParts(parts);
  if (parts === 1) {
    yield* readPart(outputs, reading);
    return;
  }
  const { folder, close } = temporaryFolder("parts");
  try {
    const { signal } = reading;
    for (const part of await divideOutputs(outputs, parts, folder, reading)) {
      yield* readPart(part, { signal });
      removePart(part);
    }
  } finally {
    close();
  }
}

/** Into how many parts outputs are divided, so that memory is bounded. */
export function partsFor({ bytes }: Pick<OutputsFolder, "bytes">, partBytes = PART_BYTES): number {
  return Math.max(1, Math.ceil(bytes / partBytes));
}

/** The lines of a conversation, by stream, as bytes: parsed they would take several times the room. */
type Gathered = Record<ReadStream, Buffer[]>;

async function* readPart(part: OutputsFolder, reading: LineReading): AsyncGenerator<FinalConversation> {
  const gathered = new Map<string, Gathered>();
  for (const stream of READ_STREAMS) {
    for await (const { conversationId, bytes } of ownedLines(stream, part.files[stream], reading)) {
      let lines = gathered.get(conversationId);
      if (lines === undefined) {
        lines = { measurements: [], deadlines: [], conversations: [] };
        gathered.set(conversationId, lines);
      }
      lines[stream].push(Buffer.from(bytes));
    }
  }
  for (const id of [...gathered.keys()].sort(compareText)) {
    refuseStopped(reading.signal);
    const lines = gathered.get(id);
    gathered.delete(id);
    if (lines !== undefined) yield finalOf(id, lines);
  }
}

function finalOf(id: string, lines: Gathered): FinalConversation {
  const records = new FinalRecords(id);
  const all = <Line>(stream: ReadStream) =>
    lines[stream].map((line) => {
      const record = parsed(line);
      if (record === undefined) throw notWhole(`A line of ${stream}.ndjson about conversation ${id} is no JSON.`);
      return record as Line;
    });
  all<MeasurementRecord>("measurements").forEach((line) => records.measurement(line));
  all<DeadlineRecord>("deadlines").forEach((line) => records.deadline(line));
  all<ConversationRecord>("conversations").forEach((line) => records.conversation(line));
  return records.final();
}
