import type { ParticipantState } from "../../models/communication";
import type { CommunicationTimeline, EvidenceLimits } from "../../models/timeline";
import { layOutParticipant } from "../../reducers/conversation";

/** The participants of a lifecycle laid out in time, each as it was when it was laid out last. */
export class LaidOut {
  private laidOut = new Map<string, readonly [ParticipantState, readonly CommunicationTimeline[]]>();

  /** Lays out who changed; the others keep their timelines. */
  renew(participants: readonly ParticipantState[], limits: EvidenceLimits): CommunicationTimeline[] {
    const before = this.laidOut;
    this.laidOut = new Map();
    return participants.flatMap((participant) => {
      const { participantId } = participant;
      const [laidOutOf, known = NONE] = before.get(participantId) ?? [];
      const timelines = laidOutOf === participant ? known : layOutParticipant(participant, known, limits);
      this.laidOut.set(participantId, [participant, timelines]);
      return timelines;
    });
  }

  /** Releases all of it. */
  clear(): void {
    this.laidOut = new Map();
  }
}

const NONE: readonly CommunicationTimeline[] = [];
