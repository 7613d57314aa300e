import type { z } from "zod";

import { either, flag, instant, integer, model, number, one, openEnum, text } from "./schema";

/** Adjustable live speaker detection. */
export const adjustableLiveSpeakerDetection = model({
  mode: openEnum(
    ["unknown", "disabled", "low", "medium", "high"],
    "Modes to tune between speed to live speaker detection vs accuracy.",
  ),
  preconnectDuration: text(
    "ISO 8601 formatted relative duration (e.g., PT30.8427419S for 30.8 seconds), calculated on line connect.",
  ),
  eventName: text("The name of the event that triggered the ALSD evaluation (e.g., line.connect, speech.generic)."),
  isPersonLikely: flag(
    "The output of the ALSD detector, evaluating whether there is likely a person on the call based on the above inputs, and if so, a person is detected early (person disposition name and speech.person analyzer result) and the associated action taken (e.g., speech.person postconnect entry in the disposition table has the action to transfer to a queue).",
  ),
  totalRingbacks: integer(
    "Number of tone.ring.* analyzer events detected during the call (expected mostly during pre-connect but the last ringback tone detection could potentially complete after line connect, which will increment totalRingbacks still).",
  ),
  lineConnected: flag("Protocol line connect received (answered by a person, machine, busy, fax)."),
});
export type AdjustableLiveSpeakerDetection = z.infer<typeof adjustableLiveSpeakerDetection>;

/** Disposition parameters. */
export const dispositionParameters = model({
  adjustableLiveSpeakerDetection: one(
    adjustableLiveSpeakerDetection,
    "ALSD evaluation inputs and output (isPersonalLikely) of the ALSD detector the last time it ran on the call (could be multiple times)",
  ),
});
export type DispositionParameters = z.infer<typeof dispositionParameters>;

/** Disposition amd timeout. */
export const dispositionAmdTimeout = model({
  timeoutMs: integer("Configured AMD timeout value. Unit: ms."),
  timerStartEvent: text("Configured option for when to start the AMD timer, such as on line connect or speech start."),
  timerStartTime: either(instant("Timer start time."), number("Timer start time."), "Timer start time."),
  timerEndTime: either(instant("Timer end time."), number("Timer end time."), "Timer end time."),
});
export type DispositionAmdTimeout = z.infer<typeof dispositionAmdTimeout>;

/** Disposition silent call timeout. */
export const dispositionSilentCallTimeout = model({
  timeoutMs: integer("Configured silent call timeout value. Unit: ms."),
  timerStartTime: either(instant("Timer start time."), number("Timer start time."), "Timer start time."),
  timerEndTime: either(instant("Timer end time."), number("Timer end time."), "Timer end time."),
});
export type DispositionSilentCallTimeout = z.infer<typeof dispositionSilentCallTimeout>;

/** How the dialler resolved an outbound call. */
export const disposition = model({
  name: text(
    "Name of the disposition. Either a platform predefined value, or the name of the disposition in the disposition table..",
  ),
  analyzer: text("The final media analyzer result that triggered the disposition result, if any."),
  dispositionParameters: one(dispositionParameters, "Contains various parameters related to call analysis."),
  detectedSpeechStart: instant("Absolute time when the speech started."),
  detectedSpeechEnd: instant("Absolute time when the speech ended."),
  amdTimeout: one(dispositionAmdTimeout, "Answering Machine Detection timeout configuration."),
  silentCallTimeout: one(dispositionSilentCallTimeout, "Silent Call timeout configuration."),
});
export type Disposition = z.infer<typeof disposition>;
