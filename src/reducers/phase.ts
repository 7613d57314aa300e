import type { AnomalyKind } from "../models/anomaly";
import { betterDate, type Dated } from "../models/dated";
import type { Observation } from "../models/observation";
import { observedPhase, phaseFromState, type Phase } from "../models/phase";
import type { PhaseHistory } from "../models/communication";
import { observedDate, reportedDate } from "./dates";

/**
 * What an observation of a phase does to a communication in a phase.
 * `stay`: nothing new. `enter`: a phase before the connect begins. `unexpected`: the same, by an edge that no source
 * describes. `connect`: it connects. `park` and `resume`: it is parked, or comes back. `end`: it ends. `regress`: it is
 * seen where it was before; the later phase stands. `afterEnd`: it is seen alive after its end; the end stands.
 */
export type Step = "stay" | "enter" | "unexpected" | "connect" | "park" | "resume" | "end" | "regress" | "afterEnd";

const row = (steps: readonly [Step, Step, Step, Step, Step, Step, Step, Step, Step, Step]): Record<Phase, Step> => {
  const [unseen, scheduled, offering, contacting, dialing, alerting, transmitting, connected, parked, ended] = steps;
  return { unseen, scheduled, offering, contacting, dialing, alerting, transmitting, connected, parked, ended };
};

/**
 * Every phase against every observed phase: total, so that a new phase does not compile until its row is written. The
 * columns are in the order of PHASES. Which edges are expected follows the platform's captured lives; it publishes none.
 */
export const TRANSITIONS: Readonly<Record<Phase, Readonly<Record<Phase, Step>>>> = {
  //                  unseen  scheduled     offering      contacting    dialing       alerting      transmitting connected  parked    ended
  unseen: row(["stay", "enter", "enter", "enter", "enter", "enter", "enter", "connect", "park", "end"]),
  scheduled: row(["stay", "stay", "enter", "enter", "enter", "enter", "enter", "connect", "park", "end"]),
  offering: row(["stay", "unexpected", "stay", "enter", "enter", "enter", "enter", "connect", "park", "end"]),
  contacting: row(["stay", "unexpected", "unexpected", "stay", "enter", "enter", "enter", "connect", "park", "end"]),
  dialing: row(["stay", "unexpected", "unexpected", "unexpected", "stay", "enter", "enter", "connect", "park", "end"]),
  alerting: row(["stay", "unexpected", "unexpected", "enter", "enter", "stay", "enter", "connect", "park", "end"]),
  transmitting: row([
    "stay",
    "unexpected",
    "unexpected",
    "unexpected",
    "unexpected",
    "enter",
    "stay",
    "connect",
    "park",
    "end",
  ]),
  connected: row(["stay", "regress", "regress", "regress", "regress", "regress", "stay", "stay", "park", "end"]),
  parked: row(["stay", "regress", "regress", "regress", "regress", "regress", "stay", "resume", "stay", "end"]),
  ended: row([
    "stay",
    "afterEnd",
    "afterEnd",
    "afterEnd",
    "afterEnd",
    "afterEnd",
    "afterEnd",
    "afterEnd",
    "afterEnd",
    "stay",
  ]),
};

/** A communication of which nothing is known yet. */
export const NO_PHASES: PhaseHistory = {
  phase: "unseen",
  entered: [],
  connected: undefined,
  ended: undefined,
  endSeenAt: undefined,
};

/** Folds what an observation says of the phase, the connect and the end. */
export function foldPhase(history: PhaseHistory, observation: Observation, notes: AnomalyKind[]): PhaseHistory {
  const { facts } = observation;
  const phase = observedPhase(facts);
  if (facts.flow?.kind === "end" && history.phase === "unseen") return endedWithFlow(history, observation);
  if (phase === "ended" && facts.state !== undefined && !["unseen", "ended"].includes(phaseFromState(facts.state))) {
    notes.push("endedWhileActive");
  }
  const step = TRANSITIONS[history.phase][phase];
  if (step === "unexpected") notes.push("unexpectedTransition");
  if (step === "regress") notes.push("regression");
  if (step === "afterEnd") notes.push("activeAfterEnd");
  const dated = withDates(history, observation, phase, notes);
  switch (step) {
    case "stay":
    case "regress":
    case "afterEnd":
      return dated;
    case "enter":
    case "unexpected":
      return phasesOf(dated, phase, [...dated.entered, { phase, start: observedDate(observation) }], dated.endSeenAt);
    case "connect":
    case "park":
    case "resume":
      return phasesOf(dated, phase, dated.entered, dated.endSeenAt);
    case "end":
      return phasesOf(dated, phase, dated.entered, observation.at);
  }
}

/** Spelled out: objects of one shape are what the hot path lives on. */
function phasesOf(
  { connected, ended }: Pick<PhaseHistory, "connected" | "ended">,
  phase: Phase,
  entered: PhaseHistory["entered"],
  endSeenAt: PhaseHistory["endSeenAt"],
): PhaseHistory {
  return { phase, entered, connected, ended, endSeenAt };
}

/** A communication that only its flow has shown is taken to end with it, until anything else says when it ended. */
function endedWithFlow(history: PhaseHistory, observation: Observation): PhaseHistory {
  const ended = { at: observation.at, origin: "inferred" as const, by: observation.position };
  return phasesOf({ connected: history.connected, ended }, "ended", history.entered, observation.at);
}

/** The connect and the end, as far as this observation knows them better than what is known. */
function withDates(history: PhaseHistory, observation: Observation, phase: Phase, notes: AnomalyKind[]): PhaseHistory {
  const connect = connectOf(observation, phase);
  const isAfterEnd = phase !== "ended" && history.ended !== undefined && (connect?.at ?? 0) > history.ended.at;
  const connected = isAfterEnd ? history.connected : betterDate(history.connected, connect);
  const ended = phase === "ended" ? betterDate(history.ended, endOf(observation)) : history.ended;
  const { connectedAt, endedAt } = observation.facts;
  if (isContradicted(history.connected, connectedAt)) notes.push("connectedTimeChanged");
  if (phase === "ended" && isContradicted(history.ended, endedAt)) notes.push("endTimeChanged");
  if (connected === history.connected && ended === history.ended) return history;
  return phasesOf({ connected, ended }, history.phase, history.entered, history.endSeenAt);
}

function connectOf(observation: Observation, phase: Phase): Dated | undefined {
  const isOrWasConnected = phase === "connected" || phase === "parked" || phase === "ended" || phase === "unseen";
  if (isOrWasConnected && observation.facts.connectedAt !== undefined) {
    return reportedDate(observation, observation.facts.connectedAt);
  }
  return phase === "connected" || phase === "parked" ? observedDate(observation) : undefined;
}

function endOf(observation: Observation): Dated {
  const { endedAt } = observation.facts;
  return endedAt === undefined ? observedDate(observation) : reportedDate(observation, endedAt);
}

function isContradicted(known: Dated | undefined, reportedAt: number | undefined): boolean {
  return known?.origin === "reported" && reportedAt !== undefined && known.at !== reportedAt;
}
