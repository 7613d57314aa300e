import type { CommunicationStub } from "../models/communication";
import type { Instant } from "../models/instant";
import { MEDIA_TYPES } from "../models/media-type";
import { ByteReader } from "./byte-reader";
import { ByteWriter } from "./byte-writer";

type Finished = ReadonlyMap<string, readonly CommunicationStub[]>;

/** What stands before a text: there is none, or it is a UUID, or its length and bytes follow. */
const TEXT = { none: 0, uuid: 1, other: 2 } as const;
/** What stands before an instant: there is none, or its distance from the one before follows, or it is no whole number. */
const INSTANT = { none: 0, whole: 1, other: 2 } as const;

/** One for all: packing runs to its end before the next begins. */
const out = new ByteWriter();

/** The bytes of finished communications, by participant; valid until the next are packed. */
export function packFinished(finished: Finished): { readonly bytes: Uint8Array; readonly length: number } {
  out.clear();
  out.varint(finished.size);
  let before = 0;
  const putInstant = (instant: Instant | undefined) => {
    if (instant === undefined) return out.byte(INSTANT.none);
    const isWhole = Number.isSafeInteger(instant);
    out.byte(isWhole ? INSTANT.whole : INSTANT.other);
    if (!isWhole) return out.stretch(Buffer.from(String(instant)));
    out.signed(instant - before);
    before = instant;
  };
  for (const [participantId, stubs] of finished) {
    putText(participantId);
    out.varint(stubs.length);
    for (const { communicationId, mediaType, episode, connectedAt, endedAt } of stubs) {
      putText(communicationId);
      out.varint(MEDIA_TYPES.indexOf(mediaType));
      out.varint(episode);
      putInstant(connectedAt);
      putInstant(endedAt);
    }
  }
  return out;
}

function putText(text: string | undefined): void {
  if (text === undefined) return out.byte(TEXT.none);
  if (out.uuid(TEXT.uuid, text)) return;
  out.byte(TEXT.other);
  out.stretch(Buffer.from(text, "utf16le"));
}

/** The finished communications that were packed. */
export function unpackFinished(packed: Uint8Array): Finished {
  const from = new ByteReader(packed);
  let before = 0;
  const takeInstant = () => {
    const kind = from.byte();
    if (kind === INSTANT.none) return undefined;
    if (kind === INSTANT.other) return Number(from.stretch().toString());
    return (before += from.signed());
  };
  const takeText = () => {
    const kind = from.byte();
    if (kind === TEXT.none) return undefined;
    return kind === TEXT.uuid ? from.uuid() : from.stretch().toString("utf16le");
  };
  const takeStub = (): CommunicationStub => ({
    communicationId: takeText(),
    mediaType: MEDIA_TYPES[from.varint()] ?? "unknown",
    episode: from.varint(),
    connectedAt: takeInstant(),
    endedAt: takeInstant(),
  });
  const finished = new Map<string, CommunicationStub[]>();
  for (let participants = from.varint(); participants > 0; participants -= 1) {
    const participantId = takeText() ?? "";
    finished.set(participantId, Array.from({ length: from.varint() }, takeStub));
  }
  return finished;
}
