import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";

const BUFFER_BYTES = 1 << 18;
/** No character takes more bytes in UTF-8. */
const CHARACTER_BYTES_MAX = 3;

/** Writes lines into a file. */
export interface LineWriter {
  readonly append: (bytes: Uint8Array) => void;
  readonly write: (line: object, indent?: number) => void;
  /** Brings all lines to the disk; returns how many bytes the file has. */
  readonly sync: () => number;
  readonly close: () => void;
}

/** A writer at the start of a new file, or after the first `keep` bytes of one that is there. */
export function createLineWriter(file: string, keep?: number): LineWriter {
  const descriptor = openSync(file, keep === undefined ? "w" : "r+");
  if (keep !== undefined) ftruncateSync(descriptor, keep);
  let length = keep ?? 0;
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  let isOpen = true;

  function flush(): void {
    const bytes = buffer.subarray(0, used);
    used = 0;
    writeAll(bytes);
  }

  function writeAll(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(descriptor, bytes, written, bytes.length - written, length + written);
    }
    length += bytes.length;
  }

  return {
    append(bytes) {
      flush();
      writeAll(bytes);
    },
    write(line, indent) {
      const text = `${JSON.stringify(line, undefined, indent)}\n`;
      const bytesMax = text.length * CHARACTER_BYTES_MAX;
      if (used + bytesMax > BUFFER_BYTES) flush();
      if (bytesMax > BUFFER_BYTES) writeAll(Buffer.from(text));
      else used += buffer.write(text, used);
    },
    sync() {
      flush();
      fsyncSync(descriptor);
      return length;
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      flush();
      closeSync(descriptor);
    },
  };
}
