import type { Tape } from "../../bytes/tape";
import { canonicalId } from "../spellings";

const SLOTS = 1 << 14;
const LENGTH = 36;
/** An id is compared in words, not byte by byte. */
const WORDS = LENGTH / 4;

/**
 * Keeps recent ids of UUID length, so that a text that comes again is the very same string: cheaper than making it anew,
 * and one copy serves all who hold it. Bounded; a newcomer takes the place of an older one.
 */
export class IdPool {
  private readonly words = new Int32Array(SLOTS * WORDS);
  private readonly texts: (string | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);

  /** The text that a tape looks at as an id in canonical spelling; undefined where it is empty. */
  canonical(tape: Tape): string | undefined {
    const { view, from, until } = tape;
    if (until - from !== LENGTH || tape.hasEscape || !tape.isAscii) return canonicalId(tape.text());
    const slot = slotOf(view, from);
    const known = this.texts[slot];
    if (known !== undefined && this.isSame(slot * WORDS, view, from)) return known;
    const id = canonicalId(tape.text());
    this.texts[slot] = id;
    for (let word = 0; word < WORDS; word += 1) this.words[slot * WORDS + word] = view.getInt32(from + word * 4);
    return id;
  }

  private isSame(place: number, view: DataView, from: number): boolean {
    for (let word = 0; word < WORDS; word += 1)
      if (this.words[place + word] !== view.getInt32(from + word * 4)) return false;
    return true;
  }
}

function slotOf(view: DataView, from: number): number {
  const [head, next] = [view.getInt32(from), view.getInt32(from + 4)];
  const tail = view.getInt32(from + 24);
  const mixed = Math.imul(Math.imul(head, 31) + next, 31) + tail;
  return Math.imul(mixed ^ (mixed >>> 15), 0x9e3779b1) >>> 18;
}
