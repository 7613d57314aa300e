import type { Decoded } from "../models/decoded";
import { contain } from "../models/fault";
import type { Instant } from "../models/instant";
import type { Conversations } from "./store/conversations";
import type { EvictionRecords } from "./store/eviction-records";
import type { StreamTime } from "./time/stream-time";

type Observed = Extract<Decoded, { readonly kind: "observations" }>;

/**
 * The instant that counts for a record without one: its place behind what is known of its conversation, and not before an instant inside
 * of it. Undefined where nothing is known at all.
 */
export function placeOfUndated(
  { conversationId, latestInside = -Infinity }: Observed,
  conversations: Conversations,
  evicted: EvictionRecords,
  { stream }: StreamTime,
): Instant | undefined {
  const residentAt = contain(
    () => conversations.get(conversationId)?.lastAt(),
    () => undefined,
  );
  const known = residentAt ?? evicted.lastAt(conversationId) ?? -Infinity;
  const at = Math.max(known, latestInside);
  return at > -Infinity ? at : stream > -Infinity ? stream : undefined;
}
