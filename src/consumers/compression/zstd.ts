import { Transform, type TransformCallback } from "node:stream";

import { Decompress } from "fzstd";

import { damaged, tooLarge } from "./compression-error";

/** The largest window that is accepted, as by the reference implementation: so much memory a stream may take. */
const WINDOW_BYTES_MAX = 128 << 20;
/** The longest header of a frame: magic number, descriptor, window, dictionary, content size. */
const HEADER_BYTES_MAX = 18;
/** How many bytes may be moved for one batch: some seconds' work. A batch of a megabyte takes a thousandth of it. */
const WORK_BYTES_MAX = 2 ** 34;
const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const BLOCK_HEADER_BYTES = 3;
const REPEATED_BYTE = 1;
const RESERVED = 3;

type Step = "frame" | "block" | "skip" | "checksum";

/**
 * Follows the frames and blocks of a zstd stream, piece by piece, without unpacking them: a frame that asks for a larger
 * window than allowed is refused before a decompressor sees it.
 */
export class ZstdFrames {
  private pending = Buffer.alloc(0);
  private step: Step = "frame";
  private left = 0;
  private hasChecksum = false;
  private isLast = false;
  private window = 0;
  private work = 0;

  /** Unpacking moves a window for each block: at most so many bytes may be moved in all. */
  constructor(private readonly workBytesMax = Infinity) {}

  /** Takes the next bytes. Throws `CompressionError`. */
  push(chunk: Uint8Array): void {
    let rest = Buffer.concat([this.pending, chunk]);
    for (;;) {
      const taken = this.take(rest);
      if (taken === undefined) break;
      rest = rest.subarray(taken);
      if (rest.length === 0) break;
    }
    this.pending = Buffer.from(rest);
  }

  /** Throws `CompressionError` where the stream ends amid a frame. */
  end(): void {
    // A last, short frame is shorter than the longest header: it is read with zeros behind it.
    if (this.pending.length > 0 && this.step === "frame")
      this.push(Buffer.alloc(HEADER_BYTES_MAX - this.pending.length));
    if (this.step !== "frame") throw damaged("zstd");
  }

  /** How many bytes were consumed; undefined where more are needed. */
  private take(bytes: Buffer): number | undefined {
    switch (this.step) {
      case "frame":
        return this.takeFrame(bytes);
      case "block":
        return this.takeBlock(bytes);
      case "skip":
      case "checksum":
        return this.skip(bytes);
    }
  }

  private takeFrame(bytes: Buffer): number | undefined {
    if (bytes.length < HEADER_BYTES_MAX) return undefined;
    const magic = bytes.readUInt32LE(0);
    if ((magic & 0xfffffff0) === SKIPPABLE_MAGIC) {
      this.isLast = true;
      this.hasChecksum = false;
      return this.begin("skip", bytes.readUInt32LE(4), 8);
    }
    if (magic !== FRAME_MAGIC) throw damaged("zstd");
    const descriptor = bytes.readUInt8(4);
    const isSingle = (descriptor & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
    const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
    const sizeAt = 5 + (isSingle ? 0 : 1) + dictionaryBytes;
    const window = isSingle ? sizeIn(bytes, sizeAt, sizeBytes) : windowOf(bytes.readUInt8(5));
    if (window > WINDOW_BYTES_MAX) throw tooLarge("zstd window's", WINDOW_BYTES_MAX);
    this.hasChecksum = (descriptor & 4) !== 0;
    this.window = window;
    this.step = "block";
    return sizeAt + sizeBytes;
  }

  private takeBlock(bytes: Buffer): number | undefined {
    if (bytes.length < BLOCK_HEADER_BYTES) return undefined;
    const header = bytes.readUIntLE(0, BLOCK_HEADER_BYTES);
    const type = (header >>> 1) & 3;
    if (type === RESERVED) throw damaged("zstd");
    this.work += this.window;
    if (this.work > this.workBytesMax) throw tooLarge("zstd blocks'", this.workBytesMax);
    this.isLast = (header & 1) === 1;
    return this.begin("skip", type === REPEATED_BYTE ? 1 : header >>> 3, BLOCK_HEADER_BYTES);
  }

  private begin(step: Step, left: number, taken: number): number {
    this.step = step;
    this.left = left;
    if (left === 0) this.next();
    return taken;
  }

  private skip(bytes: Buffer): number | undefined {
    const taken = Math.min(this.left, bytes.length);
    this.left -= taken;
    if (this.left === 0) this.next();
    return taken === 0 ? undefined : taken;
  }

  private next(): void {
    if (this.step === "checksum" || (this.isLast && !this.hasChecksum)) this.step = "frame";
    else if (this.isLast) this.begin("checksum", 4, 0);
    else this.step = "block";
  }
}

function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >>> 3));
  return base + (base / 8) * (byte & 7);
}

function sizeIn(bytes: Buffer, at: number, length: number): number {
  if (length === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, length) + (length === 2 ? 256 : 0);
}

/** The content of zstd frames. Throws `CompressionError` where it breaks off, or comes to more than allowed. */
export function readZstd(bytes: Buffer, bytesMax: number): Buffer {
  if (bytes.length === 0) throw damaged("zstd");
  const frames = new ZstdFrames(WORK_BYTES_MAX);
  frames.push(bytes);
  frames.end();
  const pieces: Uint8Array[] = [];
  let sum = 0;
  const decompress = new Decompress((piece) => {
    sum += piece.length;
    if (sum > bytesMax) throw tooLarge("zstd", bytesMax);
    pieces.push(Buffer.from(piece));
  });
  decompress.push(bytes, true);
  return Buffer.concat(pieces);
}

/** Unpacks a zstd stream. Node has zstd only from 22.15 on, so a small library does it everywhere. */
export function createZstdDecompressor(): Transform {
  const frames = new ZstdFrames();
  const decompress = new Decompress();
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      attempt(done, () => {
        frames.push(chunk);
        decompress.push(chunk);
      });
    },
    flush(done: TransformCallback) {
      attempt(done, () => {
        frames.end();
        decompress.push(new Uint8Array(0), true);
      });
    },
  });
  decompress.ondata = (data) => {
    if (data.length > 0) transform.push(Buffer.from(data));
  };
  return transform;
}

function attempt(done: TransformCallback, work: () => void): void {
  try {
    work();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done();
}
