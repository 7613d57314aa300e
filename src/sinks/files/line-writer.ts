import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";

const BUFFER_BYTES = 1 << 18;
/** No character takes more bytes in UTF-8. */
const CHARACTER_BYTES_MAX = 3;
const NEWLINE = 0x0a;

/** Writes lines into a file. */
export interface LineWriter {
  /** Adds lines that are encoded. */
  readonly append: (bytes: Uint8Array) => void;
  readonly write: (line: string) => void;
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

  /** Makes room for so many bytes, as far as there can be. */
  function reserve(bytes: number): void {
    if (used + bytes > BUFFER_BYTES) flush();
  }

  function writeAll(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(descriptor, bytes, written, bytes.length - written, length + written);
    }
    length += bytes.length;
  }

  return {
    append(bytes) {
      reserve(bytes.length);
      if (bytes.length > BUFFER_BYTES) return writeAll(bytes);
      buffer.set(bytes, used);
      used += bytes.length;
    },
    write(line) {
      const bytesMax = line.length * CHARACTER_BYTES_MAX + 1;
      reserve(bytesMax);
      if (bytesMax > BUFFER_BYTES) return writeAll(Buffer.from(`${line}\n`));
      // The text is not joined with its end: that would copy it.
      used += buffer.write(line, used);
      buffer[used] = NEWLINE;
      used += 1;
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

/** Closes a file also where its last lines cannot be written, as on a full disk: then they are not there, as after a kill. */
export function closeQuietly(writer: LineWriter): void {
  try {
    writer.close();
  } catch {
    return;
  }
}
