import type { Limits } from "../../models/limits";
import type { Policy } from "../../models/policy";
import type { Ties } from "../../models/ties";
import type { CommunicationTimeline } from "../../models/timeline";

/** The policy's limits for a communication: those of its own queue; on a callback, of whichever of its communications names one. */
export function limitsOf(communication: CommunicationTimeline, ties: Ties, policy: Policy): Limits {
  return policy.limitsFor(queueOf(communication, ties), communication.state.mediaType);
}

/** The queue whose rules hold for a communication. */
export function queueOf({ state }: CommunicationTimeline, { callback, agentCallback }: Ties): string | undefined {
  return state.profile.queueId ?? (callback ?? agentCallback)?.queueId;
}
