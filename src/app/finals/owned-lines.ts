import type { InputFile } from "../../consumers/files/inputs";
import { AppError } from "../../models/app-error";
import { outputLines } from "./output-lines";
import type { ReadStream } from "./outputs-folder";
import { SCHEMA_VERSION } from "../../models/schema-version";

/** A line of outputs, and whose it is; its bytes are only good until the next is asked for. */
export interface OwnedLine {
  readonly conversationId: string;
  readonly bytes: Buffer;
}

/** What reading is told, and whom it tells. */
export interface LineReading {
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes were read of a file as it lies on disk. */
  readonly onBytes?: (bytes: number) => void;
}

/** The lines of a file of outputs. Throws `AppError` where one is no such line, or `signal` stops it. */
export async function* ownedLines(
  stream: ReadStream,
  file: InputFile,
  { signal, onBytes = () => undefined }: LineReading,
): AsyncGenerator<OwnedLine> {
  for await (const { number, bytes } of outputLines(file, onBytes)) {
    refuseStopped(signal);
    yield { conversationId: conversationIdOf(stream, bytes, () => `${file.path}, line ${String(number)}`), bytes };
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

/** What is said of outputs that are not as they were written. */
export function notWhole(message: string): AppError {
  const advice = "The file was cut short or changed: copy it again, or replay the log again.";
  return new AppError("inputUnreadable", message, advice);
}

function isWhole(bytes: Buffer): boolean {
  return bytes.at(-1) === "}".charCodeAt(0);
}

/** A line as JSON; undefined where it is none. */
export function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return undefined;
  }
}
