import { CLOCK_TOLERANCE_MS } from "../models/dated";
import type { FactScope } from "../models/fact-kinds";
import { FACT_TABLE, type FactRow } from "../models/fact-table";
import { FACT_NAMES, type Facts } from "../models/facts";
import { factsFrom, writeFactValues } from "../models/generated/fact-values";
import { observedPhase } from "../models/phase";
import { findWorkers, hasOwnWork, isOtherWrapup, type Workers } from "./participant-work";

/**
 * What the communications of a participant say, each filled from what the participant says of itself. Facts of the
 * person go to all; those of a session go to the communication that is alive, to the youngest first; dates go to the
 * communication that they fit. What was filled in is noted in `sharedFacts`.
 */
export function shareFacts(participant: Facts, communications: readonly Facts[]): readonly Facts[] {
  const standings = findStandings(communications);
  const workers = findWorkers(participant, communications);
  const connector = findConnector(participant, communications);
  const isOnly = communications.length === 1;
  return communications.map((communication, index) => {
    const standing = standings[index] ?? "current";
    const takes = takesOf(standing, index, workers, communication, participant);
    takes.dates = isOnly;
    takes.connect = index === connector;
    takes.end = isOnly && observedPhase(communication) === "ended";
    return withParticipantFacts(participant, communication, takes, standing);
  });
}

/**
 * How a communication stands among those of its participant that a record shows. `current`: what the participant says is
 * said of it. `overtaken`: alive beside a younger one. `former`: ended, while another is alive. `earlier`: ended before
 * another that has ended too.
 */
type Standing = "current" | "overtaken" | "former" | "earlier";

function findStandings(communications: readonly Facts[]): readonly Standing[] {
  if (communications.length === 1) return ONLY;
  const isAlive = communications.map((facts) => observedPhase(facts) !== "ended");
  if (isAlive.includes(true)) {
    const births = communications.map(({ connectedAt, alertingAt }) => connectedAt ?? alertingAt ?? Infinity);
    const youngest = latestOf(births.filter((_, index) => isAlive[index] === true));
    return births.map((birth, index) => {
      if (isAlive[index] !== true) return "former";
      return birth === youngest ? "current" : "overtaken";
    });
  }
  const ends = communications.map(({ endedAt }) => endedAt ?? Infinity);
  const last = latestOf(ends);
  return ends.map((end) => (end === last ? "current" : "earlier"));
}

const ONLY: readonly Standing[] = ["current"];

function latestOf(instants: readonly number[]): number {
  return instants.reduce((latest, at) => Math.max(latest, at), -Infinity);
}

/** Which communication a participant's `connectedTime` belongs to: the only one that it can be the connect of. */
function findConnector({ connectedAt }: Facts, communications: readonly Facts[]): number | undefined {
  if (connectedAt === undefined) return undefined;
  if (communications.length === 1) return 0;
  const isStated = communications.some(
    (facts) => facts.connectedAt !== undefined && Math.abs(facts.connectedAt - connectedAt) <= CLOCK_TOLERANCE_MS,
  );
  if (isStated) return undefined;
  const fitting = communications.flatMap((facts, index) => (canConnectAt(facts, connectedAt) ? [index] : []));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function canConnectAt(facts: Facts, at: number): boolean {
  if (facts.connectedAt !== undefined) return false;
  const phase = observedPhase(facts);
  return phase === "connected" || phase === "parked" || (phase === "ended" && (facts.endedAt ?? -Infinity) >= at);
}

const scopeByFact = FACT_TABLE.map(({ scope }: FactRow): FactScope => scope ?? "shared");

/** The bit of each fact that is a plain one; what the worker takes over is its own. */
const bitByFact = FACT_TABLE.map(({ name, plain }: FactRow) =>
  plain === undefined || name === "wrapupCode" ? 0 : 1 << plain,
);
const SHARED_FACTS = FACT_NAMES.indexOf("sharedFacts");
const IS_OVERTAKEN = FACT_NAMES.indexOf("isOvertaken");

function takesOf(
  standing: Standing,
  index: number,
  { start, end, wrapup }: Workers,
  communication: Facts,
  participant: Facts,
): Record<FactScope, boolean> {
  const isFree = !hasOwnWork(communication);
  return {
    person: true,
    queue: standing !== "former",
    shared: standing === "current" || standing === "overtaken",
    dates: false,
    connect: false,
    end: false,
    workStart: index === start && isFree,
    workEnd: index === end && isFree,
    wrapup: index === wrapup && !isOtherWrapup(communication, participant),
    none: false,
  };
}

const values: unknown[] = FACT_NAMES.map(() => undefined);
const participantValues: unknown[] = FACT_NAMES.map(() => undefined);

/** What a communication says, filled from its participant. */
function withParticipantFacts(
  participant: Facts,
  communication: Facts,
  takes: Readonly<Record<FactScope, boolean>>,
  standing: Standing,
): Facts {
  writeFactValues(communication, values);
  writeFactValues(participant, participantValues);
  let shared = 0;
  for (let index = 0; index < FACT_NAMES.length; index += 1) {
    const value = participantValues[index];
    if (value === undefined || values[index] !== undefined || !takes[scopeByFact[index] ?? "shared"]) continue;
    values[index] = value;
    shared |= bitByFact[index] ?? 0;
  }
  if (shared !== 0) values[SHARED_FACTS] = shared;
  if (standing === "overtaken") values[IS_OVERTAKEN] = true;
  return factsFrom(values);
}
