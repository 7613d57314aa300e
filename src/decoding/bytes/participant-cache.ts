import type { ParticipantDraft } from "../participant";
import { ByteRing } from "./byte-ring";
import { ReadParticipant } from "./read-participant";

const SLOTS = 1 << 16;
const RING_BYTES = 1 << 25;
const PACKED_BYTES = 1 << 24;
/** Larger ones are read each time. */
const BYTES_MAX = 1 << 16;
/** After so many that became objects, those that nobody asked for meanwhile are packed. */
const OBJECTS_EACH_ROUND = 1 << 15;
/** The range of bytes that distinguishes participants: in most documents it holds the id. */
const HASHED_FROM = 7;
const HASHED_BYTES = 36;

/**
 * Remembers participants by their bytes: most of what a snapshot says was said by the one before it. A participant that
 * stands there again, byte for byte, is not read again. Bounded: the bytes lie in rings, the oldest are overwritten. What was
 * read is an object only for as long as it is asked for, as the garbage collector goes through all objects again and again.
 */
export class ParticipantCache {
  private readonly written = new ByteRing(RING_BYTES);
  private readonly places = new Float64Array(SLOTS);
  private readonly lengths = new Int32Array(SLOTS);
  private readonly packed = new ByteRing(PACKED_BYTES);
  private readonly packedPlaces = new Float64Array(SLOTS);
  /** 0 where it was not packed. */
  private readonly packedLengths = new Int32Array(SLOTS);
  private readonly kinds = new Uint8Array(SLOTS);
  private readonly objects: (ReadParticipant | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);
  /** In which round an object was asked for last. */
  private readonly askedIn = new Int32Array(SLOTS);
  private round = 0;
  private objectsThisRound = 0;
  /** Where the participant is remembered that was looked for last. */
  slot = 0;

  constructor(private readonly objectsEachRound = OBJECTS_EACH_ROUND) {}

  /** The participant whose bytes begin here, if they are those of one that is remembered. Its length is `length`. */
  find(bytes: Buffer, at: number, end: number): ReadParticipant | undefined {
    const slot = slotOf(bytes, at, end);
    this.slot = slot;
    const place = this.places[slot] ?? 0;
    const until = at + this.length;
    if (until === at || until > end || !this.written.isResident(place)) return undefined;
    return this.written.isSame(place, bytes, at, until) ? this.recall(slot) : undefined;
  }

  /** The length of the participant that was found last. */
  get length(): number {
    return this.lengths[this.slot] ?? 0;
  }

  /** Remembers a participant where it was looked for. */
  add(slot: number, bytes: Buffer, at: number, until: number, draft: ParticipantDraft): ReadParticipant {
    const participant = ReadParticipant.of(draft);
    if (until - at > BYTES_MAX) return participant;
    this.places[slot] = this.written.write(bytes, at, until);
    this.lengths[slot] = until - at;
    this.packedLengths[slot] = 0;
    this.keepObject(slot, participant);
    return participant;
  }

  private recall(slot: number): ReadParticipant | undefined {
    const known = this.objects[slot];
    if (known !== undefined) {
      this.askedIn[slot] = this.round;
      return known;
    }
    if (!this.isPacked(slot)) return undefined;
    const bytes = this.packed.read(this.packedPlaces[slot] ?? 0, this.packedLengths[slot] ?? 0);
    const participant = ReadParticipant.unpack(bytes, this.kinds[slot] ?? 0);
    this.keepObject(slot, participant);
    return participant;
  }

  private isPacked(slot: number): boolean {
    return this.packedLengths[slot] !== 0 && this.packed.isResident(this.packedPlaces[slot] ?? 0);
  }

  private keepObject(slot: number, participant: ReadParticipant): void {
    this.objects[slot] = participant;
    this.askedIn[slot] = this.round;
    this.objectsThisRound += 1;
    if (this.objectsThisRound >= this.objectsEachRound) this.endRound();
  }

  private endRound(): void {
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const participant = this.objects[slot];
      if (participant === undefined || this.askedIn[slot] === this.round) continue;
      if (!this.isPacked(slot)) this.pack(slot, participant);
      this.objects[slot] = undefined;
    }
    this.round += 1;
    this.objectsThisRound = 0;
  }

  private pack(slot: number, participant: ReadParticipant): void {
    const packed = participant.pack();
    if (packed === undefined || packed.length > BYTES_MAX) return;
    this.packedPlaces[slot] = this.packed.write(packed.bytes, 0, packed.length);
    this.packedLengths[slot] = packed.length;
    this.kinds[slot] = participant.kind();
  }
}

function slotOf(bytes: Uint8Array, at: number, end: number): number {
  const until = Math.min(end, at + HASHED_FROM + HASHED_BYTES);
  let hash = 0;
  for (let index = at + HASHED_FROM; index < until; index += 3) hash = Math.imul(hash, 31) + (bytes[index] ?? 0);
  return Math.imul(hash, 0x9e3779b1) >>> 16;
}
