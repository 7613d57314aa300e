import { Packer } from "../../packing/packer";
import { Unpacker } from "../../packing/unpacker";
import type { ParticipantObservations } from "../participant";

/** An observation body has no place of its own. */
const NOWHERE = { partition: 0, offset: 0 };
const NO_VALUES: readonly string[] = [];

/** The bytes of what a participant says, valid until anything else is packed; undefined where values are not known. */
export function packReading(
  reading: ParticipantObservations,
): { readonly bytes: Uint8Array; readonly length: number } | undefined {
  const { bodies, latest, unknownValues } = reading;
  if (unknownValues.length > 0) return undefined;
  return new Packer().pack({ at: latest ?? 0, undated: latest === undefined, position: NOWHERE, bodies });
}

/** What was packed. */
export function unpackReading(bytes: Uint8Array): ParticipantObservations | undefined {
  const [record] = new Unpacker(bytes).unpack();
  if (record === undefined) return undefined;
  const { at, undated, bodies } = record;
  return { bodies, latest: undated ? undefined : at, unknownValues: NO_VALUES };
}
