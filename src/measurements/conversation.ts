import type { CommunicationTimeline } from "../models/timeline";
import { spanTerm } from "./terms";
import { defineMeasurement, NO_VALUES, spanValue } from "./values";

/** The life of a conversation. */
export const tConversationDuration = defineMeasurement({
  name: "tConversationDuration",
  unit: "ms",
  meaning:
    "From the first appearance of any communication to the last end of all; after-call work does not count. One value for a conversation, on the communication that appeared first.",
  on: "the first communication of a conversation",
  purposes: undefined,
  emitted: "When the last communication has ended; corrected where the conversation is reopened.",
  source: "platform",
  whenIncomplete: true,
  terms: (_communication, { life }) => spanTerm("from the first to the last", life),
  derive: (communication, { life }) => {
    if (life === undefined || life.end.at <= life.start.at) return NO_VALUES;
    return isBeginningKnown(communication) ? [spanValue(life)] : NO_VALUES;
  },
});

/** Of what was first seen ended, only a list of its segments shows when it began. */
function isBeginningKnown({ incomplete, state }: CommunicationTimeline): boolean {
  return !incomplete || state.listed.length > 0;
}
