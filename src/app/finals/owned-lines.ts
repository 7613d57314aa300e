import type { InputFile } from "../../consumers/files/inputs";
import { AppError } from "../../models/app-error";
import { outputLines, type OutputLine } from "./output-lines";
import type { OutputFile, ReadStream } from "./outputs-folder";
import { ofOtherVersion, otherRows } from "./outputs-manifest";
import { SCHEMA_VERSION } from "../../models/schema-version";

/** A line of outputs, and whose it is; its bytes are only good until the next is asked for. */
export interface OwnedLine {
  readonly conversationId: string;
  readonly bytes: Buffer;
}

/**
 * By which names numbers, and by which kinds deadlines are asked for: lines of others are passed by where their bytes say so, and so is the
 * evidence of those that are wanted.
 */
export interface WantedLines {
  readonly measurements: ReadonlySet<string>;
  readonly deadlines: ReadonlySet<string>;
}

/** What is to be read, and who is called on the way. */
export interface LineReading {
  readonly signal?: AbortSignal | undefined;
  /** Without it all lines are wanted. */
  readonly wanted?: WantedLines | undefined;
  /** Called with how many bytes were read of a file as it lies on disk. */
  readonly onBytes?: (bytes: number) => void;
}

/** The lines of a file of outputs, in batches as they are read. Throws `AppError` where one is no such line, or `signal` stops it. */
export async function* ownedLines(
  stream: ReadStream,
  file: OutputFile,
  { signal, wanted, onBytes = () => undefined }: LineReading,
): AsyncGenerator<Iterable<OwnedLine>> {
  const count = { lines: 0 };
  for await (const lines of outputLines(file, onBytes, count)) {
    refuseStopped(signal);
    yield ownersOf(stream, file, lines, wanted);
  }
  if (file.rows !== undefined && file.rows !== count.lines) throw otherRows(file.path, count.lines, file.rows);
}

function* ownersOf(
  stream: ReadStream,
  file: InputFile,
  lines: Iterable<OutputLine>,
  wanted: WantedLines | undefined,
): Generator<OwnedLine> {
  for (const { number, bytes } of lines) {
    const isOwn = isAsWritten(stream, bytes);
    if (isOwn && wanted !== undefined && stream !== "conversations" && isOfOther(stream, bytes, wanted)) continue;
    const conversationId = (isOwn ? idInBytes(stream, bytes) : undefined) ?? idInText(stream, bytes, file, number);
    yield { conversationId, bytes };
  }
}

/** Throws where it was asked to stop. */
export function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AppError("outputClosed", "Stopped.", "Run it again.");
}

function startOf(type: string): Buffer {
  return Buffer.from(`{"type":"${type}","schemaVersion":${String(SCHEMA_VERSION)},"id":"`);
}

const START: Readonly<Record<ReadStream, Buffer>> = {
  measurements: startOf("measurement"),
  deadlines: startOf("deadline"),
  conversations: startOf("conversation"),
};
const CONVERSATION_ID = Buffer.from('"conversationId":"');
/** Before all that is nested; in a text these bytes cannot be, as its quotes are escaped. */
const NAME_KEY: Readonly<Record<keyof WantedLines, Buffer>> = {
  measurements: Buffer.from('"name":"'),
  deadlines: Buffer.from('"kind":"'),
};
const [QUOTE, BRACE] = [0x22, 0x7d];

/** Whether a line is as the sinks write it, so that its bytes say whose it is and what of. */
function isAsWritten(stream: ReadStream, bytes: Buffer): boolean {
  const start = START[stream];
  if (bytes.length <= start.length || bytes[bytes.length - 1] !== BRACE) return false;
  return bytes.compare(start, 0, start.length, 0, start.length) === 0;
}

function isOfOther(stream: keyof WantedLines, bytes: Buffer, wanted: WantedLines): boolean {
  const key = NAME_KEY[stream];
  const at = bytes.indexOf(key);
  if (at < 0) return false;
  const from = at + key.length;
  return !wanted[stream].has(bytes.toString("latin1", from, bytes.indexOf(QUOTE, from)));
}

function idInBytes(stream: ReadStream, bytes: Buffer): string | undefined {
  const isView = stream === "conversations";
  const at = isView ? 0 : bytes.indexOf(CONVERSATION_ID);
  if (at < 0) return undefined;
  const from = isView ? START[stream].length : at + CONVERSATION_ID.length;
  const until = bytes.indexOf(QUOTE, from);
  if (until <= from) return undefined;
  const id = bytes.toString("utf8", from, until);
  return id.includes("\\") ? undefined : id;
}

function idInText(stream: ReadStream, bytes: Buffer, file: InputFile, number: number): string {
  const { type, schemaVersion, conversationId, id } = Object(parsed(bytes)) as Readonly<Record<string, unknown>>;
  const found = stream === "conversations" ? id : conversationId;
  const isOfStream = type === stream.slice(0, -1);
  if (isOfStream && schemaVersion !== SCHEMA_VERSION)
    throw ofOtherVersion(`The records of ${file.path}, from line ${String(number)} on,`, schemaVersion);
  if (isOfStream && typeof found === "string" && found !== "" && typeof id === "string") return found;
  throw notWhole(`${file.path}, line ${String(number)}: this is no ${stream.slice(0, -1)} of convofold.`);
}

/** What is said of outputs that are not as they were written. */
export function notWhole(message: string): AppError {
  const advice = "The file was cut short or changed: copy it again, or replay the log again.";
  return new AppError("inputUnreadable", message, advice);
}

/** A line as JSON; undefined where it is none. */
export function parsed(line: Buffer | string): unknown {
  try {
    return JSON.parse(line.toString()) as unknown;
  } catch {
    return undefined;
  }
}
