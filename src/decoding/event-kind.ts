import { pick, type JsonObject } from "./spellings";
import { detailEventOf } from "./topics";

/** The detail events that are folded; the others (attributes, contacts, campaigns) say nothing that is measured. */
export const FOLDED_EVENTS = [
  "acd.start",
  "acd.end",
  "user.start",
  "user.end",
  "customer.start",
  "customer.end",
  "voicemail.start",
  "voicemail.end",
  "acw",
  "flow.start",
  "flow.end",
  "flow.outcome",
] as const;
export type FoldedEvent = (typeof FOLDED_EVENTS)[number];

/** The event that a topic names, or that a bare body's fields show; undefined for one that is not folded. */
export function eventKind(topicName: string | undefined, body: JsonObject): FoldedEvent | undefined {
  const named = detailEventOf(topicName);
  if (named !== undefined) return FOLDED_EVENTS.find((kind) => kind === named);
  return kindOf((name) => pick(body, name) !== undefined);
}

/** Whether a topic is one of detail events. */
export function isDetailTopic(topicName: string | undefined): boolean {
  return detailEventOf(topicName) !== undefined;
}

/** Durations that only `user.end` carries. */
const USER_DURATIONS = [
  "heldDurationMs",
  "alertingDurationMs",
  "contactingDurationMs",
  "dialingDurationMs",
  "callbackDurationMs",
];

function kindOf(has: (name: string) => boolean): FoldedEvent | undefined {
  if (has("flowOutcomeId")) return "flow.outcome";
  if (["flowId", "flowVersion"].some(has)) return has("connectedDurationMs") ? "flow.end" : "flow.start";
  if (has("wrapupDurationMs")) return has("userId") ? "acw" : undefined;
  if (has("voicemailDurationMs")) return "voicemail.end";
  if (has("acdOutcome") || has("connectedDurationMs")) return "acd.end";
  if (USER_DURATIONS.some(has)) return "user.end";
  if (has("interactingDurationMs")) return "customer.end";
  if (has("routingPriority") || has("skillExpressionApplied")) return "acd.start";
  if (has("userId")) return "user.start";
  return undefined;
}
