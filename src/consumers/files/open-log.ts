import { open, type FileHandle } from "node:fs/promises";
import { Readable, type Transform } from "node:stream";

import { inUtf8 } from "./utf16";
import { STANDARD_INPUT, type InputFile } from "./inputs";

const CHUNK_BYTES = 1 << 20;
const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Told of each piece that is read of a file as it lies on disk. */
export type OnBytes = (bytes: number, chunk: Uint8Array) => void;

/**
 * The bytes of a file of a log, decompressed where they are gzip or zstd, whatever the file's name, and in UTF-8 where they are UTF-16 with a byte-order mark. `onBytes` is called with
 * how many bytes were read of the file as it lies on disk. A file that breaks off or is damaged fails *after* all that
 * could be read was given. A chunk is only good until the next is asked for: its memory is used again.
 */
export function openLog(file: InputFile, onBytes: OnBytes, chunkBytes = CHUNK_BYTES): AsyncGenerator<Buffer> {
  return inUtf8(openBytes(file, onBytes, chunkBytes));
}

async function* openBytes(file: InputFile, onBytes: OnBytes, chunkBytes: number): AsyncGenerator<Buffer> {
  if (file.path === STANDARD_INPUT) {
    yield* decompressed(counted(process.stdin, onBytes));
    return;
  }
  const handle = await open(file.path);
  try {
    const isFile = (await handle.stat()).isFile();
    const head = Buffer.alloc(4);
    if (isFile) await handle.read(head, 0, head.length, 0);
    const isPlain = isFile && !isCompressed(head);
    // A named pipe is not opened twice: what came through the first time would be gone.
    if (isPlain) yield* readPlain(handle, onBytes, chunkBytes);
    else {
      const chunks = decompressed(
        counted(handle.createReadStream({ highWaterMark: chunkBytes, autoClose: false }), onBytes),
      );
      yield* isFile && isGzip(head) ? withAllBeforeDamage(file.path, chunks) : chunks;
    }
  } finally {
    await handle.close();
  }
}

async function* withAllBeforeDamage(path: string, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let given = 0;
  try {
    for await (const chunk of chunks) {
      given += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (isPlaced(error as NodeJS.ErrnoException)) {
      const { readBeforeDamage } = await import("./before-damage.js");
      yield* readBeforeDamage(path, given);
    }
    throw error;
  }
}

/** Whether damage was noticed about where it lies. A wrong checksum says of a whole file that something in it is wrong, and not where. */
function isPlaced({ code, message }: NodeJS.ErrnoException): boolean {
  return code === "Z_DATA_ERROR" && !/^incorrect (?:data|length) check/.test(message);
}

/** A plain file through one buffer: making a new one for each chunk costs more than reading into it. */
async function* readPlain(handle: FileHandle, onBytes: OnBytes, chunkBytes: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(chunkBytes);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
    if (bytesRead === 0) return;
    const chunk = buffer.subarray(0, bytesRead);
    onBytes(bytesRead, chunk);
    yield chunk;
  }
}

async function* decompressed(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await chunks.next();
  if (first.done === true) return;
  const decompress = await decompressorFor(first.value);
  const all = prepend(first.value, chunks);
  if (decompress === undefined) {
    yield* all;
    return;
  }
  const source = Readable.from(all);
  source.on("error", (error) => decompress.destroy(error));
  yield* source.pipe(decompress) as AsyncIterable<Buffer>;
}

const isGzip = (head: Buffer) => head.subarray(0, 2).equals(GZIP);
const isZstd = (head: Buffer) => head.subarray(0, 4).equals(ZSTD);
const isCompressed = (head: Buffer) => isGzip(head) || isZstd(head);

/** What unpacks is loaded only where something is packed. */
async function decompressorFor(head: Buffer): Promise<Transform | undefined> {
  if (isGzip(head)) return (await import("node:zlib")).createGunzip({ chunkSize: CHUNK_BYTES });
  if (!isZstd(head)) return undefined;
  const { createZstdDecompressor } = await import("../compression/zstd.js");
  return createZstdDecompressor();
}

async function* counted(stream: AsyncIterable<unknown>, onBytes: OnBytes): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string);
    onBytes(bytes.length, bytes);
    yield bytes;
  }
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
