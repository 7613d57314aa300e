import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

import type { InputFile } from "./inputs";

/** How far a file was read as it lies on disk, and the digest of that. */
export interface ReadSoFar {
  readonly bytes: number;
  readonly digest: string;
}

/** Keeps a digest of what is read of each file of a log, so that a run that goes on knows the log again by its content. */
export class LogDigest {
  private readonly files: ({ readonly hash: Hash; bytes: number } | ReadSoFar)[];

  /** `before`: what an earlier run had read; a file that is read again is digested anew. */
  constructor(before: readonly ReadSoFar[] = []) {
    this.files = [...before];
  }

  take(file: number, chunk: Uint8Array): void {
    let known = this.files[file];
    if (known === undefined || !("hash" in known)) {
      known = { hash: createHash("sha256"), bytes: 0 };
      this.files[file] = known;
    }
    known.hash.update(chunk);
    known.bytes += chunk.length;
  }

  /** What was read of each file, in their order; nothing of one that was not begun. */
  soFar(): readonly ReadSoFar[] {
    return Array.from(this.files, (known: (typeof this.files)[number] | undefined) => {
      if (known === undefined) return NOTHING;
      return "hash" in known ? { bytes: known.bytes, digest: known.hash.copy().digest("hex") } : known;
    });
  }
}

const NOTHING: ReadSoFar = { bytes: 0, digest: "" };
const CHUNK_BYTES = 1 << 20;

/** Whether a file still begins with what was read of it. */
export function beginsWith({ path }: InputFile, { bytes, digest }: ReadSoFar): boolean {
  if (bytes === 0) return true;
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const descriptor = openSync(path, "r");
  try {
    for (let left = bytes; left > 0;) {
      const read = readSync(descriptor, buffer, 0, Math.min(left, CHUNK_BYTES), null);
      if (read === 0) return false;
      hash.update(buffer.subarray(0, read));
      left -= read;
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest("hex") === digest;
}
