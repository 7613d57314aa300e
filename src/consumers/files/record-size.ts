import { readConsoleLine } from "../../decoding/console-line";
import { isRecordedName, recordValueName } from "../../decoding/recorded";
import { isOpening, trimmed } from "./brackets";
import { readMembers } from "./members";

/** So much of a document shows whether it is a recorded line. */
export const HEAD_BYTES = 256;
/** A text takes six bytes for one at most: so a control character is written. */
const BYTES_FOR_ONE = 6;
/** What stands around the value of a recorded line: its place, key and headers. No cluster takes much more. */
const FRAME_BYTES_MAX = 1 << 20;
const FIRST_NAME = /^\s*\{\s*"(\w+)"/;

/** How many bytes of a document are buffered before it is clear that its value is too large: more where the value stands in a recorded line. */
export function keptBytesMax(head: Buffer, bytesMax: number): number {
  return isRecorded(head) ? BYTES_FOR_ONE * bytesMax + FRAME_BYTES_MAX : Math.max(bytesMax, HEAD_BYTES);
}

function isRecorded(head: Buffer): boolean {
  const [, name = ""] = FIRST_NAME.exec(head.toString("latin1", 0, HEAD_BYTES)) ?? [];
  return isRecordedName(name);
}

/** Whether the value of a record has no more bytes than it may: what a recorded line or a console puts around it does not count. */
export function isWithin(bytes: Buffer, start: number, end: number, bytesMax: number): boolean {
  return end - start <= bytesMax || valueBytes(bytes.subarray(start, end)) <= bytesMax;
}

/** How many bytes the value of a record has, as it lay in its topic. */
function valueBytes(record: Buffer): number {
  const [from, until] = trimmed(record, 0, record.length);
  if (!isOpening(record[from])) return until - (readConsoleLine(record)?.from ?? from);
  const members = readMembers(record, from);
  const name = recordValueName(Object.fromEntries(members.map((member) => [member.name, null])));
  const value = members.findLast((member) => member.name === name);
  if (name === undefined || value?.until === undefined) return until - from;
  const text = record.toString("utf8", value.from, value.until);
  if (!text.startsWith('"')) return value.until - value.from;
  return Buffer.byteLength(textOf(text), name === "valueBase64" ? "base64" : "utf8");
}

function textOf(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}
