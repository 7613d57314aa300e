import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

const NEWLINE = 0x0a;
/** Lines are written so many bytes at a time. */
const BLOCK_BYTES = 1 << 18;

/** The lines of an output file, plain or gzip by its name, each as its bytes with the newline that ends it. */
export async function* readOutputLines(file: string): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of contentOf(file)) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end + 1)]);
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/** Writes lines into a file, gzip where `isGzip`, and brings them to the disk. */
export async function writeOutputLines(file: string, isGzip: boolean, lines: AsyncIterable<Buffer>): Promise<void> {
  const blocks = Readable.from(inBlocks(lines));
  const target = createWriteStream(file);
  await (isGzip ? pipeline(blocks, createGzip(), target) : pipeline(blocks, target));
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
  const source = createReadStream(file);
  const content: AsyncIterable<Buffer> = isGzipName(file) ? unzipped(source) : source;
  yield* content;
}

function unzipped(source: Readable): Readable {
  const content = createGunzip();
  source.on("error", (error) => content.destroy(error));
  return source.pipe(content);
}

async function* inBlocks(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const line of lines) {
    waiting.push(line);
    bytes += line.length;
    if (bytes < BLOCK_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
