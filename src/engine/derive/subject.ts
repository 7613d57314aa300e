import type { CommunicationTimeline } from "../../models/timeline";

/** Who and what an output is about, in the order in which outputs show it. */
export interface Subject {
  readonly conversationId: string;
  readonly participantId?: string | undefined;
  readonly communicationId?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly direction?: string | undefined;
  readonly purpose?: string | undefined;
  readonly userId?: string | undefined;
  readonly queueId?: string | undefined;
}

/** The subject of what concerns one communication. */
export function subjectOf({ state }: CommunicationTimeline, conversationId: string): Subject {
  const { direction, purpose, userId, queueId } = state.profile;
  return {
    conversationId,
    participantId: state.participantId,
    communicationId: state.communicationId,
    mediaType: state.mediaType,
    direction,
    purpose,
    userId,
    queueId,
  };
}

/** Whether two subjects are the same. */
export function isSameSubject(left: Subject, right: Subject): boolean {
  return (
    left.participantId === right.participantId &&
    left.communicationId === right.communicationId &&
    left.mediaType === right.mediaType &&
    left.direction === right.direction &&
    left.purpose === right.purpose &&
    left.userId === right.userId &&
    left.queueId === right.queueId
  );
}
