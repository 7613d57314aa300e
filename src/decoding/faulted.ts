import type { Decoded } from "../models/decoded";
import type { Position } from "../models/position";

/** A record in the way of which came a fault of our own. */
export function rejectFaulted(position: Position, fault: unknown): Decoded {
  return { kind: "rejected", position, rejections: [{ position, reason: "internal" }], fault };
}
