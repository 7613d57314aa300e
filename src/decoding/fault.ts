import type { RejectionReason } from "../models/rejection";

/** What a folded field, or an object of them, was found to be wrong with. `path` is relative to what was read. */
export interface Fault {
  readonly reason: Extract<RejectionReason, "wrongType" | "noInstant">;
  readonly path: string;
}
