import { calleeZonesOf } from "../derive/callee-zones-of";
import { formatInstant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import {
  isStaff,
  type CallbackTimeline,
  type CommunicationTimeline,
  type ConversationTimeline,
} from "../../models/timeline";
import type { CommunicationView } from "../../models/view";

/** A callback in the view of the customer's communication: what was promised, what was tried, where it stands. */
export function viewCallback(
  communication: CommunicationTimeline,
  timeline: ConversationTimeline,
  { showsCalleeZones = false }: Pick<Policy, "showsCalleeZones">,
): CommunicationView["callback"] {
  const callback = timeline.callbacks.get(communication);
  if (callback === undefined) return undefined;
  const { profile } = communication.state;
  const zones = showsCalleeZones ? calleeZonesOf(communication, callback) : undefined;
  return {
    state: stateOf(communication, callback),
    scheduledTimes: callback.promises.map(({ dueAt }) => formatInstant(dueAt)),
    attempts: callback.attempts.map(({ at }) => formatInstant(at)),
    ...(callback.contact && { contactTime: formatInstant(callback.contact.at) }),
    ...(profile.automatedCallbackConfigId !== undefined && { automatic: true as const }),
    ...(profile.voicemailId !== undefined && { voicemail: profile.voicemailUploadStatus ?? "unknown" }),
    ...(profile.previewId !== undefined && { preview: true as const }),
    ...(zones && { calleeZones: [...zones] }),
  };
}

function stateOf(customer: CommunicationTimeline, callback: CallbackTimeline): string {
  const { phases, profile } = customer.state;
  if (callback.contact !== undefined) return "answered";
  if (phases.phase === "ended") {
    if (callback.attempts.length > 0) return wasSkipped(callback) ? "skipped" : "ended";
    return profile.disconnectType === "client" ? "cancelled" : "expired";
  }
  if (callback.attempts.length > 0) return "attempted";
  return phases.phase === "scheduled" ? "scheduled" : "due";
}

/** An agent may skip a callback: takes it and leaves it without a call being dialled. */
function wasSkipped({ communications, dials }: CallbackTimeline): boolean {
  if (dials.length > 0 || !communications.some(({ state }) => state.profile.skipEnabled === true)) return false;
  return communications.some((one) => isStaff(one) && one.state.phases.phase === "ended");
}
