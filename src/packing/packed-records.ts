import type { Instant } from "../models/instant";
import { Chain } from "./byte-store";

/** A block of a conversation's records in their order, packed: where they lie, and what is to be known of them unread. */
export class PackedRecords extends Chain {
  count = 0;
  firstAt: Instant = Infinity;
  lastAt: Instant = -Infinity;
}
