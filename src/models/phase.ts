import type { Facts } from "./facts";

/**
 * Where a communication is in its life. `unseen`: nothing said so far; `transmitting` stands for the platform's
 * `converting`, `uploading` and `transmitting`; `ended` for `disconnected` and `terminated`.
 */
export const PHASES = [
  "unseen",
  "scheduled",
  "offering",
  "contacting",
  "dialing",
  "alerting",
  "transmitting",
  "connected",
  "parked",
  "ended",
] as const;

export type Phase = (typeof PHASES)[number];

/** How far a phase is along the life of a communication. Breaks ties between observations of one instant. */
export const progressByPhase: Readonly<Record<Phase, number>> = {
  unseen: 0,
  scheduled: 1,
  offering: 2,
  contacting: 3,
  dialing: 4,
  alerting: 5,
  transmitting: 6,
  connected: 7,
  parked: 8,
  ended: 9,
};

const phaseByState: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ["none", "unseen"],
  ["scheduled", "scheduled"],
  ["offering", "offering"],
  ["contacting", "contacting"],
  ["dialing", "dialing"],
  ["alerting", "alerting"],
  ["converting", "transmitting"],
  ["uploading", "transmitting"],
  ["transmitting", "transmitting"],
  ["connected", "connected"],
  ["parked", "parked"],
  ["disconnected", "ended"],
  ["terminated", "ended"],
]);

/** The phase of a platform state in canonical spelling; a state that is not known says nothing. */
export function phaseFromState(state: string): Phase {
  return phaseByState.get(state) ?? "unseen";
}

/** The phase that facts speak of: by their state, or by their dates where no state is given. */
export function observedPhase(facts: Facts): Phase {
  const byState = facts.state === undefined ? "unseen" : phaseFromState(facts.state);
  if (byState === "ended") return "ended";
  if (facts.endedAt !== undefined && !isReconnected(facts)) return "ended";
  if (byState === "unseen" && facts.connectedAt !== undefined) return "connected";
  return byState;
}

/** A communication that lives again still carries its former end: the connect is then the younger of the two. */
function isReconnected(facts: Facts): boolean {
  return (
    facts.state !== undefined && facts.connectedAt !== undefined && facts.connectedAt > (facts.endedAt ?? Infinity)
  );
}
