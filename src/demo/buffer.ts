import { Buffer } from "buffer/";

// What folds in this page was written for Node, which has this name everywhere.
Object.assign(globalThis, { Buffer });
// The package's own copies all of what it compares with: of a whole log, for each record.
Object.assign(Buffer.prototype, { compare });

function compare(
  this: Uint8Array,
  other: Uint8Array,
  otherFrom = 0,
  otherUntil = other.length,
  from = 0,
  until = this.length,
): -1 | 0 | 1 {
  const length = Math.min(until - from, otherUntil - otherFrom);
  for (let index = 0; index < length; index += 1) {
    const difference = (this[from + index] ?? 0) - (other[otherFrom + index] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  const difference = until - from - (otherUntil - otherFrom);
  return difference === 0 ? 0 : difference < 0 ? -1 : 1;
}

export { Buffer };

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Whether bytes are UTF-8: of Node's `node:buffer`, all that is used but `Buffer` itself. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
