import type { Tape } from "../../bytes/tape";

const SLOTS = 1 << 10;
const LENGTH_MAX = 256;

interface Entry<Value> {
  readonly bytes: Uint8Array;
  readonly value: Value;
}

/** Keeps what was made of recent short texts, by their bytes. Bounded; a newcomer takes the place of an older one. */
export class TextPool<Value> {
  private readonly entries: (Entry<Value> | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);

  constructor(private readonly make: (text: string) => Value) {}

  /** What the text comes to that a tape looks at. */
  valueOf(tape: Tape): Value {
    const { bytes, from, until } = tape;
    if (tape.hasEscape || until - from > LENGTH_MAX) return this.make(tape.text());
    const slot = slotOf(bytes, from, until);
    const known = this.entries[slot];
    if (known !== undefined && isSame(known.bytes, bytes, from, until)) return known.value;
    const value = this.make(tape.text());
    this.entries[slot] = { bytes: Uint8Array.prototype.slice.call(bytes, from, until), value };
    return value;
  }
}

function slotOf(bytes: Uint8Array, from: number, until: number): number {
  let hash = until - from;
  for (let index = from; index < until; index += 3) hash = Math.imul(hash, 31) + (bytes[index] ?? 0);
  return (Math.imul(hash, 0x9e3779b1) >>> 22) % SLOTS;
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, until: number): boolean {
  if (known.length !== until - from) return false;
  for (let index = 0; index < known.length; index += 1) if (known[index] !== bytes[from + index]) return false;
  return true;
}
