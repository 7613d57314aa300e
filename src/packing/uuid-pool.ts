import { isHyphen, UUID_LENGTH } from "./packed-form";

const SLOTS = 1 << 14;
const WORDS = 4;

/**
 * Keeps recent UUIDs as texts by their 16 bytes, so that one that comes again is the very same string: cheaper than making
 * it anew, and one copy serves all who use it. Bounded; a newcomer takes the place of an older one.
 */
export class UuidPool {
  private readonly words = new Int32Array(SLOTS * WORDS);
  private readonly texts: (string | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);

  /** The UUID whose bytes begin here, in lower case. */
  textOf(bytes: Uint8Array, at: number): string {
    const first = wordAt(bytes, at);
    const second = wordAt(bytes, at + 4);
    const third = wordAt(bytes, at + 8);
    const fourth = wordAt(bytes, at + 12);
    const slot = Math.imul(first ^ fourth, 0x9e3779b1) >>> 18;
    const place = slot * WORDS;
    const { words } = this;
    const known = this.texts[slot];
    if (
      known !== undefined &&
      words[place] === first &&
      words[place + 1] === second &&
      words[place + 2] === third &&
      words[place + 3] === fourth
    ) {
      return known;
    }
    const text = spell(bytes, at);
    this.texts[slot] = text;
    words[place] = first;
    words[place + 1] = second;
    words[place + 2] = third;
    words[place + 3] = fourth;
    return text;
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

const codes = Buffer.alloc(UUID_LENGTH);

function spell(bytes: Uint8Array, at: number): string {
  let from = at;
  for (let index = 0; index < UUID_LENGTH;) {
    if (isHyphen(index)) {
      codes[index] = 0x2d;
      index += 1;
      continue;
    }
    const byte = bytes[from] ?? 0;
    from += 1;
    codes[index] = digitOf(byte >> 4);
    codes[index + 1] = digitOf(byte & 15);
    index += 2;
  }
  return codes.toString("latin1");
}

function digitOf(nibble: number): number {
  return nibble < 10 ? 0x30 + nibble : 0x57 + nibble;
}
