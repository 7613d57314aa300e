import type { Decoded } from "../../models/decoded";
import type { Instant } from "../../models/instant";

/** A record to be played: decoded, and as it came. */
export interface PlayedRecord {
  readonly decoded: Decoded;
  readonly bytes: Buffer;
}

/** The instant of a record; undefined where it has none. */
export function instantOf({ decoded }: PlayedRecord): Instant | undefined {
  return decoded.kind === "observations" ? decoded.at : undefined;
}
