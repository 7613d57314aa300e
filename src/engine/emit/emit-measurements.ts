import type { Conversation } from "../store/conversation";
import { toMeasurementEmission } from "./emissions";
import type { PendingEmissions } from "./pending-outputs";

/** Adds how the measurements of a conversation differ from what was emitted, under its revision. */
export function emitMeasurements(conversation: Conversation, pending: Pick<PendingEmissions, "measurements">): void {
  const changes = conversation.renewMeasurements();
  (pending.measurements ??= []).push(...changes.map((change) => toMeasurementEmission(change, conversation.revision)));
}
