import { closeSync, openSync, readSync } from "node:fs";

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/** Gives each line of a file with the newline that ends it; its bytes are good until the next. */
export function forEachLine(file: string, take: (line: Buffer) => void): void {
  const descriptor = openSync(file, "r");
  try {
    let buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let used = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, used, buffer.length - used, null);
      if (read === 0) break;
      used += read;
      let from = 0;
      for (let end = buffer.indexOf(NEWLINE); end >= 0 && end < used; end = buffer.indexOf(NEWLINE, from)) {
        take(buffer.subarray(from, end + 1));
        from = end + 1;
      }
      buffer.copyWithin(0, from, used);
      used -= from;
      if (used === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
    }
    if (used > 0) take(buffer.subarray(0, used));
  } finally {
    closeSync(descriptor);
  }
}
