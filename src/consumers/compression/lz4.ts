import { damaged, tooLarge } from "./compression-error";

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- it comes without types */
const { decompressBlock } = require("lz4js") as {
  readonly decompressBlock: (from: Buffer, to: Buffer, at: number, length: number, toAt: number) => number;
};

const MAGIC = 0x184d2204;
const FLAG = { blockChecksum: 0x10, contentSize: 0x08, contentChecksum: 0x04, dictionary: 0x01 } as const;
const CHECKSUM_BYTES = 4;
const CONTENT_SIZE_BYTES = 8;
const UNCOMPRESSED = 0x80000000;
const LONG = 15;
const MATCH_MIN = 4;

/** A block of a frame: where it lies, and what it comes to. */
interface Block {
  readonly from: number;
  readonly bytes: number;
  readonly isPlain: boolean;
  readonly length: number;
}

/**
 * The content of an LZ4 frame. Throws `CompressionError` where the frame breaks off or is damaged, or comes to more than
 * allowed: what it comes to is counted before any memory is taken. Checksums are not looked at: Kafka has its own.
 */
export function readLz4(bytes: Buffer, bytesMax: number): Buffer {
  const blocks = blocksOf(bytes, bytesMax);
  const content = Buffer.alloc(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    if (block.isPlain) bytes.copy(content, at, block.from, block.from + block.bytes);
    else decompressBlock(bytes, content, block.from, block.bytes, at);
    at += block.length;
  }
  return content;
}

function blocksOf(bytes: Buffer, bytesMax: number): readonly Block[] {
  const { flags, headerBytes } = headerOf(bytes);
  const blocks: Block[] = [];
  let sum = 0;
  for (let at = headerBytes; ;) {
    if (at + 4 > bytes.length) throw damaged("LZ4");
    const stated = bytes.readUInt32LE(at);
    if (stated === 0) return blocks;
    const isPlain = stated >= UNCOMPRESSED;
    const size = isPlain ? stated - UNCOMPRESSED : stated;
    const from = at + 4;
    at = from + size + (flags & FLAG.blockChecksum ? CHECKSUM_BYTES : 0);
    if (at > bytes.length) throw damaged("LZ4");
    const length = isPlain ? size : lengthOfSequences(bytes, from, from + size, sum);
    sum += length;
    if (sum > bytesMax) throw tooLarge("LZ4", bytesMax);
    blocks.push({ from, bytes: size, isPlain, length });
  }
}

function headerOf(bytes: Buffer): { readonly flags: number; readonly headerBytes: number } {
  if (bytes.length < 7 || bytes.readUInt32LE(0) !== MAGIC) throw damaged("LZ4");
  const flags = bytes.readUInt8(4);
  const isKnown = flags >>> 6 === 1 && (flags & FLAG.dictionary) === 0;
  if (!isKnown) throw damaged("LZ4");
  return { flags, headerBytes: 7 + (flags & FLAG.contentSize ? CONTENT_SIZE_BYTES : 0) };
}

/** What the sequences of a block come to: each is a run of bytes, then a match with what stands before it. */
function lengthOfSequences(bytes: Buffer, from: number, until: number, before: number): number {
  let length = 0;
  let at = from;
  const byte = (): number => {
    if (at >= until) throw damaged("LZ4");
    at += 1;
    return bytes.readUInt8(at - 1);
  };
  const longer = (stated: number): number => {
    let sum = stated;
    if (stated !== LONG) return sum;
    for (let more = byte(); ; more = byte()) {
      sum += more;
      if (more !== 0xff) return sum;
    }
  };
  while (at < until) {
    const token = byte();
    const literals = longer(token >>> 4);
    at += literals;
    length += literals;
    if (at > until) throw damaged("LZ4");
    if (at === until) break;
    const offset = byte() | (byte() << 8);
    if (offset === 0 || offset > before + length) throw damaged("LZ4");
    length += longer(token & LONG) + MATCH_MIN;
  }
  return length;
}
