import type { Limits } from "../models/limits";
import type { Policy } from "../models/policy";
import type { CommunicationTimeline, ConversationTimeline } from "../models/timeline";

/** The policy's limits for a communication. */
export function limitsOf(
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
  policy: Policy,
): Limits {
  return policy.limitsFor(limitsQueueOf(communication, conversation), communication.state.mediaType);
}

/** The queue whose limits hold for a communication: its own; on a callback, whichever of its communications names one. */
export function limitsQueueOf(
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
): string | undefined {
  const { queueId } = communication.state.profile;
  const callback = conversation.callbacks.get(communication) ?? conversation.agentCallbacks.get(communication);
  return queueId ?? callback?.queueId;
}
