import { createReadStream } from "node:fs";
import { Readable, Transform, type TransformCallback } from "node:stream";
import { createGunzip } from "node:zlib";

import { Decompress } from "fzstd";

import { STANDARD_INPUT, type InputFile } from "./inputs";

const CHUNK_BYTES = 1 << 20;
const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/**
 * The bytes of a file of a log, decompressed where they are gzip or zstd, whatever the file's name. `onBytes` is told
 * how many bytes were read of the file as it lies on disk. A file that breaks off or is damaged fails *after* all that
 * could be read was given.
 */
export async function* openLog(
  file: InputFile,
  onBytes: (bytes: number) => void,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<Buffer> {
  const raw = file.path === STANDARD_INPUT ? process.stdin : createReadStream(file.path, { highWaterMark: chunkBytes });
  const chunks = counted(raw, onBytes);
  const first = await chunks.next();
  if (first.done === true) return;
  const decompress = decompressorFor(first.value);
  const all = prepend(first.value, chunks);
  if (decompress === undefined) {
    yield* all;
    return;
  }
  const source = Readable.from(all);
  source.on("error", (error) => decompress.destroy(error));
  yield* source.pipe(decompress) as AsyncIterable<Buffer>;
}

function decompressorFor(head: Buffer): Transform | undefined {
  if (head.subarray(0, 2).equals(GZIP)) return createGunzip({ chunkSize: CHUNK_BYTES });
  return head.subarray(0, 4).equals(ZSTD) ? createZstdDecompressor() : undefined;
}

/** Node has zstd only from 22.15 on, so a small library does it everywhere. */
function createZstdDecompressor(): Transform {
  const decompress = new Decompress();
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      attempt(done, () => void decompress.push(chunk));
    },
    flush(done: TransformCallback) {
      attempt(done, () => void decompress.push(new Uint8Array(0), true));
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

async function* counted(stream: AsyncIterable<unknown>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string);
    onBytes(bytes.length);
    yield bytes;
  }
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
