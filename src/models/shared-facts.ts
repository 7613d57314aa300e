import type { Profile } from "./communication";

/** A set of plain facts, as bits by `FACT_BITS`. */
export type FactSet = number;

/** The bit of each plain fact in a set. */
export const FACT_BITS: Readonly<Record<keyof Profile, FactSet>> = {
  purpose: 1 << 0,
  userId: 1 << 1,
  queueId: 1 << 2,
  direction: 1 << 3,
  peerId: 1 << 4,
  initialState: 1 << 5,
  disconnectType: 1 << 6,
  confined: 1 << 7,
  muted: 1 << 8,
  alertingTimeoutMs: 1 << 9,
  queueAlertingTimeoutSeconds: 1 << 10,
  wrapupPrompt: 1 << 11,
  wrapupTimeoutMs: 1 << 12,
  wrapupRequired: 1 << 13,
  wrapupCode: 1 << 14,
  afterCallWorkRequired: 1 << 15,
  resumeAt: 1 << 16,
  recording: 1 << 17,
  recordingState: 1 << 18,
  consultParticipantId: 1 << 19,
  failed: 1 << 20,
  errorCode: 1 << 21,
  timeoutSeconds: 1 << 22,
  skipEnabled: 1 << 23,
  externalCampaign: 1 << 24,
  automatedCallbackConfigId: 1 << 25,
  voicemailId: 1 << 26,
  voicemailUploadStatus: 1 << 27,
  previewId: 1 << 28,
  previewCampaignId: 1 << 29,
};

/** The set of some plain facts. */
export function factSetOf(...names: readonly (keyof Profile)[]): FactSet {
  return names.reduce((set, name) => set | FACT_BITS[name], 0);
}

/** No plain fact. */
export const NO_PLAIN_FACTS: FactSet = 0;
/** Every plain fact. */
export const ALL_PLAIN_FACTS: FactSet = Object.values(FACT_BITS).reduce((set, bit) => set | bit, 0);
/** Facts of the person: the same for all communications of a participant. */
export const PERSONAL_FACTS = factSetOf("purpose", "userId");
/** How long an agent may be alerted. */
export const ALERTING_LIMITS = factSetOf("alertingTimeoutMs", "queueAlertingTimeoutSeconds");
/** How long after-call work may take. */
export const WRAPUP_LIMITS = factSetOf("wrapupPrompt", "wrapupTimeoutMs");
