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
import { PartLines, type LinePlaces } from "./part-lines";

/** So much of the outputs is in memory at once. */
const PART_BYTES = 64 << 20;

/** How outputs are read. */
export interface OutputsReading extends LineReading {
  readonly partBytes?: number;
  /** In how many parts the conversations come at least; a conversation is in that of `partOf`. */
  readonly partsMin?: number;
  /** Called with how many parts they come. */
  readonly onParts?: (parts: number) => void;
}

/**
 * The conversations of a folder of outputs with what stands of each. Records of one conversation lie anywhere in the files. So large
 * outputs, which are read once, are first divided into parts on disk, and one part is in memory at a time: memory is bounded whatever their
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
    const { signal, wanted } = reading;
    for (const part of await divideOutputs(outputs, parts, folder, reading)) {
      yield* readPart(part, { signal, wanted });
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

/** Lines are kept as bytes: parsed they would take several times the room. */
async function* readPart(part: OutputsFolder, reading: LineReading): AsyncGenerator<FinalConversation> {
  const partLines = new PartLines(Math.min(part.bytes, PART_BYTES));
  for (const stream of READ_STREAMS) {
    for await (const lines of ownedLines(stream, part.files[stream], reading))
      for (const line of lines) partLines.add(stream, line);
  }
  const conversations = [...partLines.conversations()].sort(([one], [other]) => compareText(one, other));
  for (const [id, places] of conversations) {
    refuseStopped(reading.signal);
    yield finalOf(id, partLines, places, reading.wanted !== undefined);
  }
}

function finalOf(id: string, partLines: PartLines, places: LinePlaces, isBrief: boolean): FinalConversation {
  const records = new FinalRecords(id);
  function* all(stream: ReadStream): Generator {
    for (const text of partLines.texts(places[stream])) {
      const record = parsed(isBrief && stream !== "conversations" ? withoutEvidence(text) : text);
      if (record === undefined) throw notWhole(`A line of ${stream}.ndjson about conversation ${id} is no JSON.`);
      yield record;
    }
  }
  for (const record of all("measurements")) records.measurement(record as MeasurementRecord);
  for (const record of all("deadlines")) records.deadline(record as DeadlineRecord);
  for (const record of all("conversations")) records.conversation(record as ConversationRecord);
  return records.final();
}

const EVIDENCE = ',"evidence":[';

/** Evidence takes nearly as long to parse as all else of a line. Where it is the last field, which is nearly always, it is cut off. */
function withoutEvidence(text: string): string {
  const at = text.endsWith("]}") ? text.lastIndexOf(EVIDENCE) : -1;
  return at < 0 ? text : `${text.slice(0, at)}}`;
}
