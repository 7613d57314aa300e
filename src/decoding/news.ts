import type { Sighting } from "../models/decoded";
import { FACT_NAMES, writeFactValues, type Facts } from "../models/facts";

/** Facts that say who and how, not what happens: alone they make no communication. */
const DESCRIPTIVE: ReadonlySet<keyof Facts> = new Set([
  "purpose",
  "userId",
  "queueId",
  "direction",
  "peerId",
  "alertingTimeoutMs",
  "queueAlertingTimeoutSeconds",
  "wrapupPrompt",
  "wrapupTimeoutMs",
  "wrapupRequired",
  "afterCallWorkRequired",
  "timeoutSeconds",
  "skipEnabled",
  "externalCampaign",
  "automatedCallbackConfigId",
  "monitoredParticipantId",
  "coachedParticipantId",
  "bargedParticipantId",
  "consultParticipantId",
  "previewId",
  "previewCampaignId",
]);

const isDescriptive = FACT_NAMES.map((name) => DESCRIPTIVE.has(name));
const values: unknown[] = FACT_NAMES.map(() => undefined);

/** Whether it tells of a communication: by its id, a phase, a date, or something that goes on in it. */
export function isTelling({ communicationId, shape, facts }: Sighting): boolean {
  if (communicationId !== undefined || shape === "event" || facts.state !== undefined) return true;
  writeFactValues(facts, values);
  return values.some((value, index) => value !== undefined && value !== false && isDescriptive[index] === false);
}
