import type { CommunicationStub } from "../../models/communication";
import type { Instant } from "../../models/instant";
import { MEDIA_TYPES } from "../../models/media-type";

type Finished = ReadonlyMap<string, readonly CommunicationStub[]>;

/** What stands before a text: there is none, or it is a UUID in lower case and 16 bytes long, or its length follows. */
const TEXT = { none: 0, uuid: 1, other: 2 } as const;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const UUID_BYTES = 16;

/** The bytes of finished communications, by participant. */
export function packFinished(finished: Finished): Uint8Array {
  const bytes: Buffer[] = [int(finished.size)];
  for (const [participantId, stubs] of finished) {
    bytes.push(text(participantId), int(stubs.length));
    for (const { communicationId, mediaType, episode, connectedAt, endedAt } of stubs) {
      bytes.push(text(communicationId), int(MEDIA_TYPES.indexOf(mediaType)), int(episode));
      bytes.push(instant(connectedAt), instant(endedAt));
    }
  }
  return Buffer.concat(bytes);
}

function int(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function instant(value: Instant | undefined): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleLE(value ?? NaN);
  return bytes;
}

function text(value: string | undefined): Buffer {
  if (value === undefined) return Buffer.from([TEXT.none]);
  if (UUID.test(value)) return Buffer.from(`0${String(TEXT.uuid)}${value.replaceAll("-", "")}`, "hex");
  const bytes = Buffer.from(value, "utf16le");
  return Buffer.concat([Buffer.from([TEXT.other]), int(bytes.length), bytes]);
}

/** The finished communications that were packed. */
export function unpackFinished(packed: Uint8Array): Finished {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 0;
  const take = (length: number) => bytes.subarray(at, (at += length));
  const takeInt = () => take(4).readUInt32LE();
  const takeInstant = () => {
    const value = take(8).readDoubleLE();
    return Number.isNaN(value) ? undefined : value;
  };
  const takeText = () => {
    const [kind] = take(1);
    if (kind === TEXT.none) return undefined;
    if (kind === TEXT.other) return take(takeInt()).toString("utf16le");
    const hex = take(UUID_BYTES).toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
  const takeStub = (): CommunicationStub => ({
    communicationId: takeText(),
    mediaType: MEDIA_TYPES[takeInt()] ?? "unknown",
    episode: takeInt(),
    connectedAt: takeInstant(),
    endedAt: takeInstant(),
  });
  const finished = new Map<string, CommunicationStub[]>();
  for (let participants = takeInt(); participants > 0; participants -= 1) {
    const participantId = takeText() ?? "";
    finished.set(participantId, Array.from({ length: takeInt() }, takeStub));
  }
  return finished;
}
