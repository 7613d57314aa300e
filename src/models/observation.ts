import type { Instant } from "./instant";
import type { MediaType } from "./media-type";
import type { Position } from "./position";

/**
 * What one observation says about a communication, in one spelling whatever the record's shape. A fact that is not
 * there says nothing. Instants are epoch ms; enums are in the platform's topic spelling, unknown values as they came.
 */
export interface Facts {
  readonly purpose?: string;
  readonly userId?: string;
  readonly queueId?: string;
  readonly direction?: string;
  readonly peerId?: string;
  readonly state?: string;
  readonly initialState?: string;
  readonly disconnectType?: string;
  readonly startedAt?: Instant;
  readonly alertingAt?: Instant;
  readonly connectedAt?: Instant;
  readonly endedAt?: Instant;
  readonly held?: boolean;
  readonly confined?: boolean;
  readonly muted?: boolean;
  readonly holdStartedAt?: Instant;
  readonly alertingTimeoutMs?: number;
  readonly queueAlertingTimeoutSeconds?: number;
  readonly wrapupPrompt?: string;
  readonly wrapupTimeoutMs?: number;
  readonly wrapupRequired?: boolean;
  readonly wrapupSkipped?: boolean;
  readonly wrapupCode?: string;
  readonly wrapupEndedAt?: Instant;
  readonly wrapupProvisional?: boolean;
  readonly afterCallWorkRequired?: boolean;
  readonly afterCallWorkState?: string;
  readonly afterCallWorkStartedAt?: Instant;
  readonly afterCallWorkEndedAt?: Instant;
  readonly parkedAt?: Instant;
  readonly resumeAt?: Instant;
  readonly recording?: boolean;
  readonly recordingState?: string;
  readonly securePause?: boolean;
  readonly monitoredParticipantId?: string;
  readonly coachedParticipantId?: string;
  readonly bargedParticipantId?: string;
  readonly bargedAt?: Instant;
  readonly consultParticipantId?: string;
  readonly failed?: boolean;
  readonly errorCode?: string;
  readonly callbackScheduledAt?: Instant;
  readonly timeoutSeconds?: number;
  readonly skipEnabled?: boolean;
  readonly externalCampaign?: boolean;
  readonly automatedCallbackConfigId?: string;
  readonly voicemailId?: string;
  readonly voicemailUploadStatus?: string;
  readonly previewId?: string;
  readonly previewCampaignId?: string;
  /** What an analytics detail event sums up at the end of a session; milliseconds. */
  readonly totals?: SessionTotals;
}

/** The sums that `user.end`, `acd.end`, `customer.end`, `voicemail.end` and `acw` carry. Milliseconds. */
export interface SessionTotals {
  readonly alertingMs?: number;
  readonly contactingMs?: number;
  readonly dialingMs?: number;
  readonly interactingMs?: number;
  readonly heldMs?: number;
  readonly connectedMs?: number;
  readonly acdOutcome?: string;
}

/**
 * One communication of one participant, as seen at one instant. `named` observations carry the communication's own id;
 * the others are known by participant and medium.
 */
export interface Observation {
  readonly participantId: string;
  readonly communicationId: string | undefined;
  readonly mediaType: MediaType;
  /** Which kind of document said it; a detail event dates what it says, a snapshot does not. */
  readonly shape: "snapshot" | "event";
  readonly at: Instant;
  /** The record carried no instant; `at` is then its place in the conversation's history. */
  readonly undated: boolean;
  readonly position: Position;
  readonly facts: Facts;
}

/** Whether two observations say the same. */
export function isSameFacts(left: Facts, right: Facts): boolean {
  if (left === right) return true;
  let count = 0;
  for (const key in left) {
    if (left[key as keyof Facts] !== right[key as keyof Facts]) return false;
    count += 1;
  }
  for (const _ in right) count -= 1;
  return count === 0;
}
