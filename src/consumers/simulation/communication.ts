import type { MediaType } from "../../models/media-type";

/** One communication of the simulated centre as it really is at a moment. The shapes on the wire are made from it. */
export interface Communication {
  readonly participantId: string;
  readonly communicationId: string;
  readonly mediaType: Exclude<MediaType, "unknown">;
  readonly purpose: string;
  readonly name: string;
  readonly userId: string | undefined;
  readonly queueId: string | undefined;
  readonly direction: "inbound" | "outbound";
  readonly peerId: string | undefined;
  readonly initialState: string;
  readonly startedAt: number;
  readonly alertingTimeoutMs: number | undefined;
  readonly wrapupPrompt: string | undefined;
  readonly wrapupTimeoutMs: number | undefined;
  state: string;
  alertingAt: number | undefined;
  connectedAt: number | undefined;
  endedAt: number | undefined;
  disconnectType: string | undefined;
  held: boolean;
  holdStartedAt: number | undefined;
  confined: boolean;
  muted: boolean;
  recordingState: "none" | "active" | "paused";
  securePause: boolean;
  parkedAt: number | undefined;
  resumeAt: number | undefined;
  afterCallWork: CommunicationWork | undefined;
  afterCallWorkRequired: boolean;
  wrapup: CommunicationWrapup | undefined;
  wrapupRequired: boolean;
  wrapupSkipped: boolean;
  failed: boolean;
  supervision:
    | { readonly role: "monitored" | "coached" | "barged"; readonly participantId: string; readonly at: number }
    | undefined;
  callback: CommunicationCallback | undefined;
  note: number;
  /** What was held and parked so far, in ms; only totals show it. */
  heldMs: number;
  parkedMs: number;
  /** When it will connect, by the script. It is never on the wire. */
  plannedConnectAt: number | undefined;
}

/** After-call work as the platform shows it. */
export interface CommunicationWork {
  readonly state: "pending" | "complete" | "skipped";
  readonly startedAt: number;
  readonly endedAt: number | undefined;
}

/** A wrap-up as the platform shows it. */
export interface CommunicationWrapup {
  readonly code: string;
  readonly notes: string;
  readonly endedAt: number | undefined;
  readonly durationSeconds: number | undefined;
  readonly provisional: boolean;
}

/** What a callback shows beside the rest. */
export interface CommunicationCallback {
  readonly numbers: readonly string[];
  readonly scheduledAt: number;
  readonly timeoutSeconds: number;
  readonly skipEnabled: boolean;
}
