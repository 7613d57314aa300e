import type { CommunicationTimeline } from "../models/timeline";

/** The communications of a conversation by participant; participants as they appeared, and so the communications of each. */
export function groupByParticipant(
  communications: readonly CommunicationTimeline[],
): ReadonlyMap<string, readonly CommunicationTimeline[]> {
  const groups = new Map<string, CommunicationTimeline[]>();
  for (const communication of communications) {
    const { participantId } = communication.state;
    const known = groups.get(participantId);
    if (known === undefined) groups.set(participantId, [communication]);
    else known.push(communication);
  }
  return groups;
}
