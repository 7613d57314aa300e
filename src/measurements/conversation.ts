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
  whenIncomplete: false,
  derive: (communication, { life }) =>
    life?.first !== communication || life.end.at <= life.start.at ? NO_VALUES : [spanValue(life)],
});
