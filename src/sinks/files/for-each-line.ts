import { closeSync, openSync, readSync } from "node:fs";

const BLOCK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/** Gives a file in blocks of whole lines, each with the newline that ends it; the last line of all may have none. A block is good until the next. */
export function forEachBlock(file: string, take: (lines: Buffer) => void): void {
  const descriptor = openSync(file, "r");
  try {
    let block = Buffer.allocUnsafe(BLOCK_BYTES);
    let kept = 0;
    for (;;) {
      if (kept === block.length) block = Buffer.concat([block], block.length * 2);
      const read = readSync(descriptor, block, kept, block.length - kept, null);
      if (read === 0) break;
      const filled = block.subarray(0, kept + read);
      const whole = filled.lastIndexOf(NEWLINE) + 1;
      if (whole > 0) take(filled.subarray(0, whole));
      block.copyWithin(0, whole, filled.length);
      kept = filled.length - whole;
    }
    if (kept > 0) take(block.subarray(0, kept));
  } finally {
    closeSync(descriptor);
  }
}

/** Where the line ends that begins at a place of some lines. */
export function endOfLine(lines: Buffer, from: number): number {
  const end = lines.indexOf(NEWLINE, from);
  return end < 0 ? lines.length : end + 1;
}

/** Gives each line of a file with the newline that ends it; its bytes are good until the next. */
export function forEachLine(file: string, take: (line: Buffer) => void): void {
  forEachBlock(file, (lines) => {
    for (let from = 0, end = 0; from < lines.length; from = end) {
      end = endOfLine(lines, from);
      take(lines.subarray(from, end));
    }
  });
}
