import { closeSync, openSync, readSync } from "node:fs";

import { LineSplitter } from "./line-splitter";

const CHUNK_BYTES = 1 << 20;

/** Gives each line of a file with the newline that ends it; its bytes are good until the next. */
export function forEachLine(file: string, take: (line: Buffer) => void): void {
  const descriptor = openSync(file, "r");
  try {
    const splitter = new LineSplitter();
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      for (const line of splitter.take(chunk.subarray(0, read))) take(line);
    }
    const last = splitter.rest();
    if (last !== undefined) take(last);
  } finally {
    closeSync(descriptor);
  }
}
