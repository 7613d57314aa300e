import { MEDIA_TYPES, type MediaType } from "../../models/media-type";
import { readingOfFlat, readingOfNested, type ParticipantDraft, type ParticipantObservations } from "../participant";
import { packReading, unpackReading } from "./packed-reading";

/** A participant that was read, with what it says in the kind of document that it first stood in. */
export class ReadParticipant {
  private constructor(
    readonly isNested: boolean,
    private draft: ParticipantDraft | undefined,
    private reading: ParticipantObservations | undefined,
    private nested: boolean,
    private mediaType: MediaType | undefined,
  ) {}

  /** One that was just read. */
  static of(draft: ParticipantDraft): ReadParticipant {
    return new ReadParticipant(draft.isNested, draft, undefined, false, undefined);
  }

  /** The one that was packed, in a document of that kind. */
  static unpack(bytes: Uint8Array, kind: number): ReadParticipant {
    const [isNested, nested] = [(kind & KIND.isNested) !== 0, (kind & KIND.nested) !== 0];
    return new ReadParticipant(isNested, undefined, unpackReading(bytes), nested, MEDIA_TYPES[(kind >> 2) - 1]);
  }

  /**
   * What it says: the very same object while it is remembered as one. Undefined in a document of another kind: what it was
   * read from is not kept, as so many are remembered.
   */
  readingIn(nested: boolean, mediaType: MediaType | undefined): ParticipantObservations | undefined {
    if (this.draft === undefined) {
      const isAlike = this.nested === nested && (nested || this.mediaType === mediaType);
      return isAlike ? this.reading : undefined;
    }
    this.reading = nested ? readingOfNested(this.draft) : readingOfFlat(this.draft, mediaType);
    this.nested = nested;
    this.mediaType = mediaType;
    this.draft = undefined;
    return this.reading;
  }

  /** The bytes of what it says, valid until anything else is packed; undefined where it cannot be packed. */
  pack(): { readonly bytes: Uint8Array; readonly length: number } | undefined {
    return this.reading === undefined ? undefined : packReading(this.reading);
  }

  /** What `unpack` must know besides the bytes. */
  kind(): number {
    const medium = this.mediaType === undefined ? 0 : MEDIA_TYPES.indexOf(this.mediaType) + 1;
    return (this.isNested ? KIND.isNested : 0) | (this.nested ? KIND.nested : 0) | (medium << 2);
  }
}

const KIND = { isNested: 1, nested: 2 } as const;
