import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { LineSplitter } from "./line-splitter";

/** Lines are written so many bytes at a time. */
const BLOCK_BYTES = 1 << 18;

/** The lines of an output file, plain or gzip by its name, each as its bytes with the newline that ends it, good until the next is asked for. */
export async function* readOutputLines(file: string): AsyncGenerator<Buffer> {
  const splitter = new LineSplitter();
  for await (const chunk of contentOf(file)) yield* splitter.take(chunk);
  const last = splitter.rest();
  if (last !== undefined) yield last;
}

/** Writes lines into a file, gzip where `isGzip`, and brings them to the disk. */
export async function writeOutputLines(file: string, isGzip: boolean, lines: AsyncIterable<Buffer>): Promise<void> {
  const blocks = Readable.from(inBlocks(lines));
  const target = createWriteStream(file);
  // What packs is loaded only where something is packed.
  await (isGzip ? pipeline(blocks, (await import("node:zlib")).createGzip(), target) : pipeline(blocks, target));
  syncToDisk(file);
}

/** Brings a file, or the names in a folder, to the disk. */
export function syncToDisk(file: string): void {
  const descriptor = openSync(file, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether an output file is compressed. */
export function isGzipName(file: string): boolean {
  return file.endsWith(".gz");
}

async function* contentOf(file: string): AsyncGenerator<Buffer> {
  if (!isGzipName(file)) {
    yield* createReadStream(file) as AsyncIterable<Buffer>;
    return;
  }
  const content = (await import("node:zlib")).createGunzip();
  const source = createReadStream(file).on("error", (error) => content.destroy(error));
  yield* source.pipe(content) as AsyncIterable<Buffer>;
}

async function* inBlocks(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const line of lines) {
    // A line's memory may be used again before its block is full.
    waiting.push(Buffer.from(line));
    bytes += line.length;
    if (bytes < BLOCK_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
