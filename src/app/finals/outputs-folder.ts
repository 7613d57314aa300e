import { existsSync, statSync } from "node:fs";
import path from "node:path";

import type { InputFile } from "../../consumers/files/inputs";
import { hashOf } from "../../models/hash";
import { AppError } from "../../models/app-error";
import type { FinalConversation } from "../../models/final-conversation";
import { compareText } from "../../models/position";
import type { DeadlineRecord } from "../../models/deadline";
import type { MeasurementRecord } from "../../models/measurement";
import type { ConversationRecord } from "../../models/view";
import { TABLE_FILES, type Stream } from "../../sinks/files/streams";
import { FinalRecords } from "./final-records";
import { outputLines } from "./output-lines";

/** The streams that finals are made of. */
const READ = ["measurements", "deadlines", "conversations"] as const satisfies readonly Stream[];
type ReadStream = (typeof READ)[number];

/** The files of a folder of outputs, and about how many bytes they unpack to. */
export interface OutputsFolder {
  readonly path: string;
  readonly files: Readonly<Record<ReadStream, InputFile>>;
  readonly bytes: number;
}

/** About how much larger than on disk a compressed file is. */
const UNPACKED = 14;
const ENDINGS = ["", ".gz", ".zst"];

/** The outputs of a run that a folder holds; undefined where it holds none. Throws `AppError` where only some are there. */
export function findOutputs(folder: string): OutputsFolder | undefined {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const found = READ.map((stream) => [stream, findStream(folder, stream)] as const);
  if (found.every(([, file]) => file === undefined)) {
    refuseTablesAlone(folder);
    return undefined;
  }
  const missing = found.find(([, file]) => file === undefined);
  if (missing !== undefined) {
    throw new AppError(
      "inputMissing",
      `The outputs in "${folder}" lack ${missing[0]}.ndjson.`,
      "Copy the whole folder that `convofold replay --out` wrote.",
    );
  }
  const files = Object.fromEntries(found) as Record<ReadStream, InputFile>;
  const bytes = Object.values(files).reduce(
    (sum, file) => sum + file.bytes * (file.path.endsWith(".ndjson") ? 1 : UNPACKED),
    0,
  );
  return { path: folder, files, bytes };
}

/** Tables are made to be read by other tools: what they leave out is in the NDJSON that lay beside them. */
function refuseTablesAlone(folder: string): void {
  const table = TABLE_FILES.find((name) => existsSync(path.join(folder, name)));
  if (table === undefined) return;
  const message = `"${folder}" holds ${table}, and not the NDJSON that it was made of, which is wanted here.`;
  const advice =
    "Copy the whole folder that `convofold replay --out` wrote; tables alone are read by `convofold query`.";
  throw new AppError("inputMissing", message, advice);
}

function findStream(folder: string, stream: ReadStream): InputFile | undefined {
  for (const ending of ENDINGS) {
    const file = path.join(folder, `${stream}.ndjson${ending}`);
    if (existsSync(file)) return { path: file, name: path.basename(file), bytes: statSync(file).size };
  }
  return undefined;
}

/** So much of the outputs is held in memory at once. */
const PASS_BYTES = 256 << 20;

/** How outputs are read. */
export interface OutputsReading {
  readonly passBytes?: number;
  /** In how many parts the conversations come at least; a conversation is in that of `partOf`. */
  readonly passesMin?: number;
  readonly onBytes?: (bytes: number) => void;
  /** Told how often all files are to be read. */
  readonly onPasses?: (passes: number) => void;
}

/**
 * The conversations of a folder of outputs with what stands of each. Records of one conversation lie anywhere in the files, so
 * a part of the conversations is gathered at a time, by a hash of their ids, and large outputs are read several
 * times: memory is bounded whatever their size. Within a part conversations come by id.
 */
export async function* readOutputs(
  folder: OutputsFolder,
  { passBytes = PASS_BYTES, passesMin = 1, onBytes = () => undefined, onPasses = () => undefined }: OutputsReading = {},
): AsyncGenerator<FinalConversation> {
  const passes = Math.max(passesMin, passesFor(folder, passBytes));
  onPasses(passes);
  for (let pass = 0; pass < passes; pass += 1) {
    const gathered = new Map<string, Gathered>();
    for (const stream of READ) await gather(stream, folder.files[stream], { pass, passes, gathered, onBytes });
    const ids = [...gathered.keys()].sort(compareText);
    for (const id of ids) {
      const lines = gathered.get(id);
      gathered.delete(id);
      if (lines !== undefined) yield finalOf(id, lines);
    }
  }
}

/** How often all files are read so that memory is bounded. */
export function passesFor({ bytes }: Pick<OutputsFolder, "bytes">, passBytes = PASS_BYTES): number {
  return Math.max(1, Math.ceil(bytes / passBytes));
}

/** In which of several parts a conversation comes. */
export function partOf(id: string, parts: number): number {
  return hashOf(id) % parts;
}

/** The lines of a conversation, by stream, as bytes: parsed they would take several times the room. */
type Gathered = Record<ReadStream, Buffer[]>;

interface Pass {
  readonly pass: number;
  readonly passes: number;
  readonly gathered: Map<string, Gathered>;
  readonly onBytes: (bytes: number) => void;
}

async function gather(stream: ReadStream, file: InputFile, pass: Pass): Promise<void> {
  for await (const { number, bytes } of outputLines(file, pass.onBytes)) {
    const id = conversationIdOf(stream, bytes, () => `${file.path}, line ${String(number)}`);
    if (pass.passes > 1 && partOf(id, pass.passes) !== pass.pass) continue;
    let lines = pass.gathered.get(id);
    if (lines === undefined) {
      lines = { measurements: [], deadlines: [], conversations: [] };
      pass.gathered.set(id, lines);
    }
    lines[stream].push(Buffer.from(bytes));
  }
}

const START: Readonly<Record<ReadStream, Buffer>> = {
  measurements: Buffer.from('{"type":"measurement","schemaVersion":1,"id":"'),
  deadlines: Buffer.from('{"type":"deadline","schemaVersion":1,"id":"'),
  conversations: Buffer.from('{"type":"conversation","schemaVersion":1,"id":"'),
};
const CONVERSATION_ID = Buffer.from('"conversationId":"');
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** Whose line it is; read from the bytes where they are as the sinks write them, from the parsed line otherwise. */
function conversationIdOf(stream: ReadStream, bytes: Buffer, place: () => string): string {
  const start = START[stream];
  const isOwn = bytes.subarray(0, start.length).equals(start);
  const at = stream === "conversations" ? 0 : bytes.indexOf(CONVERSATION_ID);
  if (isOwn && at >= 0 && isWhole(bytes)) {
    const from = stream === "conversations" ? start.length : at + CONVERSATION_ID.length;
    const until = bytes.indexOf(QUOTE, from);
    if (until > from && !bytes.subarray(from, until).includes(BACKSLASH)) return bytes.toString("utf8", from, until);
  }
  const { conversationId, id } = Object(parsed(bytes)) as { readonly conversationId?: unknown; readonly id?: unknown };
  const found = stream === "conversations" ? id : conversationId;
  if (typeof found === "string" && found !== "" && typeof id === "string") return found;
  throw notWhole(`${place()}: this is no ${stream.slice(0, -1)} of convofold.`);
}

function notWhole(message: string): AppError {
  const advice = "The file was cut short or changed: copy it again, or replay the log again.";
  return new AppError("inputUnreadable", message, advice);
}

function isWhole(bytes: Buffer): boolean {
  return bytes.at(-1) === "}".charCodeAt(0);
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return undefined;
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
