import type { MediaType } from "../../models/media-type";
import { sayingOfFlat, sayingOfNested, type ParticipantDraft, type Saying } from "../participant";

/** A participant that was read, with what it says in the kind of document that it first stood in. */
export class ReadParticipant {
  readonly isNested: boolean;
  private draft: ParticipantDraft | undefined;
  private saying: Saying | undefined;
  private nested = false;
  private mediaType: MediaType | undefined;

  constructor(draft: ParticipantDraft) {
    this.isNested = draft.isNested;
    this.draft = draft;
  }

  /**
   * What it says: always the very same object. Undefined in a document of another kind: what it was read from is not kept,
   * as so many are remembered.
   */
  sayingIn(nested: boolean, mediaType: MediaType | undefined): Saying | undefined {
    if (this.draft === undefined) {
      const isAlike = this.nested === nested && (nested || this.mediaType === mediaType);
      return isAlike ? this.saying : undefined;
    }
    this.saying = nested ? sayingOfNested(this.draft) : sayingOfFlat(this.draft, mediaType);
    this.nested = nested;
    this.mediaType = mediaType;
    this.draft = undefined;
    return this.saying;
  }
}

const SLOTS = 1 << 16;
const RING_BYTES = 1 << 25;
/** Larger ones are read each time. */
const BYTES_MAX = 1 << 16;
/** The stretch of bytes that tells participants apart: in most documents it holds the id. */
const HASHED_FROM = 7;
const HASHED_BYTES = 36;

/**
 * Remembers participants by their bytes: most of what a snapshot says was said by the one before it. A participant that
 * stands there again, byte for byte, is not read again. Bounded: the bytes lie in a ring, the oldest are overwritten.
 */
export class ParticipantCache {
  private readonly ring = Buffer.allocUnsafeSlow(RING_BYTES);
  /** Where the bytes of a slot begin, counted over all that was ever written to the ring. */
  private readonly starts = new Float64Array(SLOTS);
  private readonly lengths = new Int32Array(SLOTS);
  private readonly held: (ReadParticipant | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);
  private written = 0;
  private slot = 0;

  /** The participant whose bytes begin here, if they are those of one that is remembered. Its length is `length`. */
  find(bytes: Buffer, at: number, end: number): ReadParticipant | undefined {
    const slot = slotOf(bytes, at, end);
    this.slot = slot;
    const known = this.held[slot];
    if (known === undefined) return undefined;
    const start = this.starts[slot] ?? 0;
    const length = this.length;
    if (start < this.written - RING_BYTES || at + length > end) return undefined;
    const from = start % RING_BYTES;
    return this.ring.compare(bytes, at, at + length, from, from + length) === 0 ? known : undefined;
  }

  /** The length of the participant that was found last. */
  get length(): number {
    return this.lengths[this.slot] ?? 0;
  }

  /** Remembers the participant that was looked for last. */
  add(bytes: Buffer, at: number, until: number, draft: ParticipantDraft): ReadParticipant {
    const participant = new ReadParticipant(draft);
    const length = until - at;
    if (length > BYTES_MAX) return participant;
    const room = RING_BYTES - (this.written % RING_BYTES);
    if (room < length) this.written += room;
    bytes.copy(this.ring, this.written % RING_BYTES, at, until);
    this.starts[this.slot] = this.written;
    this.lengths[this.slot] = length;
    this.held[this.slot] = participant;
    this.written += length;
    return participant;
  }
}

function slotOf(bytes: Uint8Array, at: number, end: number): number {
  const until = Math.min(end, at + HASHED_FROM + HASHED_BYTES);
  let hash = 0;
  for (let index = at + HASHED_FROM; index < until; index += 3) hash = Math.imul(hash, 31) + (bytes[index] ?? 0);
  return Math.imul(hash, 0x9e3779b1) >>> 16;
}
