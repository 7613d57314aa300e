import { damaged, tooLarge } from "./compression-error";

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- it comes without types */
const { uncompress } = require("snappyjs") as { readonly uncompress: (bytes: Buffer) => Buffer };

/** What a stream of blocks begins with, as Java's library writes it: a magic number and two versions. */
const BLOCKS_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const BLOCKS_HEADER_BYTES = 16;
const LENGTH_BYTES = 4;

/** Snappy, bare or as blocks with their lengths before them. Throws `CompressionError` before it takes more than allowed. */
export function readSnappy(bytes: Buffer, bytesMax: number): Buffer {
  if (!bytes.subarray(0, BLOCKS_MAGIC.length).equals(BLOCKS_MAGIC)) return readBlock(bytes, bytesMax);
  if (bytes.length < BLOCKS_HEADER_BYTES) throw damaged("snappy");
  const blocks: Buffer[] = [];
  let sum = 0;
  for (let at = BLOCKS_HEADER_BYTES; at < bytes.length;) {
    if (at + LENGTH_BYTES > bytes.length) throw damaged("snappy");
    const from = at + LENGTH_BYTES;
    at = from + bytes.readUInt32BE(at);
    if (at > bytes.length) throw damaged("snappy");
    const block = readBlock(bytes.subarray(from, at), bytesMax, sum);
    sum += block.length;
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}

function readBlock(bytes: Buffer, bytesMax: number, before = 0): Buffer {
  const { length, at } = statedLength(bytes);
  if (before + length > bytesMax) throw tooLarge("snappy", bytesMax);
  if (lengthOfElements(bytes, at) !== length) throw damaged("snappy");
  return uncompress(bytes);
}

/** The length that a block states of itself: seven bits a byte, the lowest first. */
function statedLength(bytes: Buffer): { readonly length: number; readonly at: number } {
  let length = 0;
  for (let at = 0; at < Math.min(bytes.length, 5); at += 1) {
    const byte = bytes.readUInt8(at);
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { length, at: at + 1 };
  }
  throw damaged("snappy");
}

/** What the elements of a block come to: a tag's two lowest bits say whether bytes follow, or are copied from before. */
function lengthOfElements(bytes: Buffer, start: number): number {
  let length = 0;
  let at = start;
  while (at < bytes.length) {
    const tag = bytes.readUInt8(at);
    const element = tag & 3 ? copyAt(bytes, at, tag) : literalAt(bytes, at, tag);
    if (element.until > bytes.length || element.offset > length || element.offset === 0) throw damaged("snappy");
    length += element.length;
    at = element.until;
  }
  return length;
}

interface Element {
  readonly length: number;
  readonly until: number;
  /** How far back bytes are copied from; NaN where none are. */
  readonly offset: number;
}

function literalAt(bytes: Buffer, at: number, tag: number): Element {
  const stated = tag >>> 2;
  const lengthBytes = Math.max(0, stated - 59);
  if (at + 1 + lengthBytes > bytes.length) throw damaged("snappy");
  const length = (lengthBytes === 0 ? stated : bytes.readUIntLE(at + 1, lengthBytes)) + 1;
  return { length, until: at + 1 + lengthBytes + length, offset: NaN };
}

function copyAt(bytes: Buffer, at: number, tag: number): Element {
  const offsetBytes = [0, 1, 2, 4][tag & 3] ?? 0;
  if (at + 1 + offsetBytes > bytes.length) throw damaged("snappy");
  const low = bytes.readUIntLE(at + 1, offsetBytes);
  const isShort = offsetBytes === 1;
  const length = isShort ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
  return { length, until: at + 1 + offsetBytes, offset: isShort ? low + ((tag >>> 5) << 8) : low };
}
