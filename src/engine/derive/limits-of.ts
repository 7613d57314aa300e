import type { Limits } from "../../models/limits";
import type { Policy } from "../../models/policy";
import type { Ties } from "../../models/ties";
import type { CommunicationTimeline } from "../../models/timeline";

/** The policy's limits for a communication: those of its own queue; on a callback, of whichever of its communications names one. */
export function limitsOf({ state }: CommunicationTimeline, { callback, agentCallback }: Ties, policy: Policy): Limits {
  const queueId = state.profile.queueId ?? (callback ?? agentCallback)?.queueId;
  return policy.limitsFor(queueId, state.mediaType);
}
