import { parseBytes, type Parsed } from "./structure";
import { looksLikeUtf16 } from "./utf16";

/** Where the schema registry's wire format has its document: behind a zero byte and a schema id of four bytes. */
const FRAME_BYTES = 5;
const MAGIC = 0x00;
const AVRO_FILE = Buffer.from("Obj\u0001", "latin1");
const OPEN = new Set([0x7b, 0x5b]);

/** Parses what an envelope holds: JSON, framed by a schema registry or not. Other encodings are refused by their names. */
export function parsePayload(bytes: Buffer): Parsed {
  const document = unframed(bytes) ?? bytes;
  const parsed = parseBytes(document);
  if (!("reason" in parsed)) return parsed;
  return { reason: encodingOf(bytes) ?? parsed.reason };
}

/** Parses the bytes of a record's value. What begins as JSON does is no other encoding. */
export function parseValue(bytes: Buffer): Parsed {
  return OPEN.has(bytes.find((byte) => byte > 0x20 || byte === 0) ?? 0) ? parseBytes(bytes) : parsePayload(bytes);
}

/** Parses the text that an envelope holds: JSON, or the base64 of what it holds. */
export function parsePayloadText(text: string): Parsed {
  const bytes = Buffer.from(text, "utf8");
  const parsed = parseBytes(textUnframed(text) ?? bytes);
  if (!("reason" in parsed)) return parsed;
  const decoded = fromBase64(text);
  const inner = decoded === undefined ? parsed : parsePayload(decoded);
  if (!("reason" in inner)) return inner;
  return { reason: encodingOf(decoded ?? bytes) ?? parsed.reason };
}

/** The document behind a schema registry's frame; undefined where there is no frame, or no JSON behind it. */
function unframed(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== MAGIC || bytes.length <= FRAME_BYTES) return undefined;
  const document = bytes.subarray(FRAME_BYTES);
  return OPEN.has(firstByte(document) ?? 0) ? document : undefined;
}

/** The same of bytes that were written as text: the schema id may be mangled, so that its length is not known. */
function textUnframed(text: string): Buffer | undefined {
  if (text.charCodeAt(0) !== MAGIC) return undefined;
  const from = /[{[]/.test(text.charAt(FRAME_BYTES)) ? FRAME_BYTES : text.slice(0, 16).search(/[{[]/);
  return from < 0 ? undefined : Buffer.from(text.slice(from), "utf8");
}

function firstByte(bytes: Buffer): number | undefined {
  return bytes.find((byte) => byte > 0x20);
}

const BASE64 = /^[A-Za-z0-9+/_-]{8,}={0,2}$/;

function fromBase64(text: string): Buffer | undefined {
  const packed = text.replace(/\s+/g, "");
  return BASE64.test(packed) ? Buffer.from(packed, "base64") : undefined;
}

/** The encoding that bytes which are no JSON are in, where they show it. */
function encodingOf(bytes: Buffer): "avro" | "protobuf" | "notUtf8" | undefined {
  if (looksLikeUtf16(bytes)) return "notUtf8";
  if (bytes.subarray(0, AVRO_FILE.length).equals(AVRO_FILE)) return "avro";
  // A registry counts its schemas from 1: zeros alone are what a file has where nothing was written.
  if (bytes[0] === MAGIC && bytes.length > FRAME_BYTES && bytes.readUInt32BE(1) > 0) {
    return isProtobuf(behindIndexes(bytes.subarray(FRAME_BYTES))) ? "protobuf" : "avro";
  }
  return bytes.some(isControl) && isProtobuf(bytes) ? "protobuf" : undefined;
}

/** White space apart, text has no control characters. */
function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
}

/** A schema registry names the message of a Protobuf schema by its indexes: how many, and each; one zero for the first. */
function behindIndexes(bytes: Buffer): Buffer {
  let at = 0;
  const next = () => {
    const read = varintAt(bytes, at);
    at = read?.next ?? bytes.length;
    return (read?.value ?? 0) >> 1;
  };
  for (let count = Math.min(next(), 16); count > 0; count -= 1) next();
  return bytes.subarray(at);
}

const BYTES_OF_WIRE_TYPE: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** Whether bytes are fields of Protobuf from their first to their last. */
function isProtobuf(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length) {
    const tag = varintAt(bytes, at);
    if (tag === undefined || tag.value >>> 3 === 0) return false;
    const wireType = tag.value & 7;
    at = tag.next;
    const length = BYTES_OF_WIRE_TYPE[wireType];
    if (length !== undefined) at += length;
    else if (wireType === 0 || wireType === 2) {
      const varint = varintAt(bytes, at);
      if (varint === undefined) return false;
      at = varint.next + (wireType === 2 ? varint.value : 0);
    } else return false;
  }
  return bytes.length > 0 && at === bytes.length;
}

function varintAt(bytes: Buffer, from: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let index = 0; index < 10; index += 1) {
    const byte = bytes[from + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: from + index + 1 };
  }
  return undefined;
}
