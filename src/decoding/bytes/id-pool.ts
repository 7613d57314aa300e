import type { Tape } from "../../bytes/tape";
import { canonicalId } from "../spellings";

const SLOTS = 1 << 14;
const LENGTH = 36;

/**
 * Keeps recent ids of UUID length, so that a text that comes again is the very same string: cheaper than making it anew,
 * and one copy serves all who hold it. Bounded; a newcomer takes the place of an older one.
 */
export class IdPool {
  private readonly bytes = new Uint8Array(SLOTS * LENGTH);
  private readonly texts: (string | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);

  /** The text that a tape looks at as an id in canonical spelling; undefined where it is empty. */
  canonical(tape: Tape): string | undefined {
    const { bytes, from, until } = tape;
    if (until - from !== LENGTH || tape.hasEscape || !tape.isAscii) return canonicalId(tape.text());
    const slot = slotOf(bytes, from);
    const known = this.texts[slot];
    if (known !== undefined && this.isHeld(slot * LENGTH, bytes, from)) return known;
    const id = canonicalId(bytes.toString("latin1", from, until));
    this.texts[slot] = id;
    for (let index = 0; index < LENGTH; index += 1) this.bytes[slot * LENGTH + index] = bytes[from + index] ?? 0;
    return id;
  }

  private isHeld(place: number, bytes: Uint8Array, from: number): boolean {
    for (let index = 0; index < LENGTH; index += 1) {
      if (this.bytes[place + index] !== bytes[from + index]) return false;
    }
    return true;
  }
}

function slotOf(bytes: Uint8Array, from: number): number {
  let hash = 0;
  for (let index = 0; index < 8; index += 1) hash = Math.imul(hash, 31) + (bytes[from + index] ?? 0);
  for (let index = 24; index < 30; index += 1) hash = Math.imul(hash, 31) + (bytes[from + index] ?? 0);
  return (Math.imul(hash, 0x9e3779b1) >>> 18) % SLOTS;
}
