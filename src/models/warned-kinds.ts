/** The kinds of deadline of which the policy may warn ahead, with what they are of. */
export const WARNED_KINDS = [
  ["alerting", "an alert"],
  ["answer", "a wait for an agent"],
  ["wrapUp", "after-call work"],
  ["hold", "a hold"],
  ["callbackDue", "a promised callback"],
  ["callbackAutoDial", "a callback that dials by itself"],
  ["callbackOwner", "a callback's owner"],
  ["resume", "a parked communication"],
  ["securePause", "a secure pause"],
] as const;
export type WarnedKind = (typeof WARNED_KINDS)[number][0];
export type LeadName = `warnBefore${Capitalize<WarnedKind>}`;

/** The name of the field that sets the lead time of a kind of deadline. */
export function leadName(kind: WarnedKind): LeadName {
  return `warnBefore${kind.charAt(0).toUpperCase()}${kind.slice(1)}` as LeadName;
}
