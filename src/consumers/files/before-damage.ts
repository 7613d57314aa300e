import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { constants, createGunzip } from "node:zlib";

/** In such steps the place of the damage is looked for: each look unpacks the file up to there once more. */
const STEPS_BYTES: readonly number[] = [1 << 16, 1 << 10, 1 << 5, 1];

/**
 * What a gzip file holds before the first byte at which zlib notices that something is wrong, less the bytes that were given already: zlib drops what it
 * has unpacked of the piece in which it finds the damage, which is all of a small file.
 */
export async function* readBeforeDamage(path: string, given: number): AsyncGenerator<Buffer> {
  let sound = 0;
  for (const step of STEPS_BYTES) sound = await soundBytes(path, sound, step);
  if (sound === 0) return;
  const unpacked = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  // What fails in the pipeline fails where it is read.
  pipeline(createReadStream(path, { end: sound - 1 }), unpacked, () => undefined);
  let left = given;
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    const skipped = Math.min(left, chunk.length);
    left -= skipped;
    if (skipped < chunk.length) yield chunk.subarray(skipped);
  }
}

/** How many bytes of a file are sound, as far as steps behind those that are known to be can show. */
async function soundBytes(path: string, known: number, step: number): Promise<number> {
  let onError: () => void = () => undefined;
  const gunzip = createGunzip().on("error", () => onError());
  gunzip.resume();
  // Of the piece in which there is damage, zlib reports by its event alone.
  const isSound = (piece: Buffer) =>
    new Promise<boolean>((resolve) => {
      onError = () => resolve(false);
      gunzip.write(piece, () => resolve(true));
    });
  let sound = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>)
      for (let from = 0; from < chunk.length;) {
        const length = sound < known ? Math.min(known - sound, chunk.length - from) : step;
        const piece = chunk.subarray(from, from + length);
        if (!(await isSound(piece))) return sound;
        sound += piece.length;
        from += piece.length;
      }
    return sound;
  } finally {
    gunzip.destroy();
  }
}
