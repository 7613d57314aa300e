import { callbacksOf, type CallbackContext, type ListedCallback } from "../answers/callbacks/callback-list";
import { callingTerms } from "../calendars/calling-policy";
import type { CallingPolicy } from "../models/calling-policy";
import { zoneLookup } from "../calendars/zones";
import type { FinalConversation } from "../models/final-conversation";
import type { KnownZones } from "./callee-zones-file";
import type { Policy } from "../models/policy";
import { compareText } from "../models/position";

/** Which callbacks are listed, and by which policy. */
export interface CallbackQuery {
  readonly policy: Policy;
  readonly calling: CallingPolicy | undefined;
  /** Only those of customers who are owed a call. */
  readonly isOwedOnly: boolean;
  /** The instant as of which they are listed, epoch ms. */
  readonly asOf?: number | undefined;
  /** What is known of callees' zones from elsewhere. */
  readonly knownZones?: KnownZones | undefined;
}

/** The callbacks of final numbers, by what is due first: the oldest debt stands first. */
export async function listCallbacks(
  { policy, calling, isOwedOnly, asOf, knownZones }: CallbackQuery,
  conversations: AsyncIterable<FinalConversation> | Iterable<FinalConversation>,
): Promise<ListedCallback[]> {
  const context: CallbackContext = {
    termsFor: callingTerms(calling),
    toleranceFor: (queueId) => policy.limitsFor(queueId, "callback").callbackToleranceMs,
    zoneOf: zoneLookup(),
    asOf,
    cluesFor: (conversationId) => knownZones?.get(conversationId) ?? {},
  };
  const found: ListedCallback[] = [];
  for await (const conversation of conversations) {
    for (const callback of callbacksOf(conversation, context)) {
      if (!isOwedOnly || callback.owed !== undefined) found.push(callback);
    }
  }
  const firstOf = ({ promises, requestedAt }: ListedCallback) => promises[0]?.dueAt ?? requestedAt ?? -Infinity;
  return found.sort(
    (one, other) => firstOf(one) - firstOf(other) || compareText(one.conversationId, other.conversationId),
  );
}
