import { isOther } from "../models/other";
import type { CommunicationState, ParticipantState } from "../models/communication";
import type { Profile } from "../models/facts";
import type { Observation } from "../models/observation";
import { observedPhase, type Phase } from "../models/phase";
import {
  ALERTING_LIMITS,
  ALL_PLAIN_FACTS,
  FACT_BITS,
  NO_PLAIN_FACTS,
  PERSONAL_FACTS,
  WRAPUP_LIMITS,
  type FactSet,
} from "../models/shared-facts";

/** Which plain facts of an observation only fill what was never known, and which are not taken at all. */
export interface ProfileRules {
  readonly fills: FactSet;
  readonly skips: FactSet;
}

/** Whether a value is to be taken for what is known: it is said, differs, and the rules let it through. */
export function isNews(value: unknown, known: unknown, bit: FactSet, { fills, skips }: ProfileRules): boolean {
  if (value === undefined || value === known) return false;
  return (skips & bit) === 0 && (known === undefined || (fills & bit) === 0);
}

/** The value where it is news, else what is known. */
export function newsOr<Value>(
  value: Value | undefined,
  known: Value | undefined,
  bit: FactSet,
  rules: ProfileRules,
): Value | undefined {
  return isNews(value, known, bit, rules) ? value : known;
}

/** No younger communication has any of the facts. */
export const NO_CLAIMS: ProfileRules = { fills: NO_PLAIN_FACTS, skips: NO_PLAIN_FACTS };

const ONLY_FILLS: ProfileRules = { fills: ALL_PLAIN_FACTS, skips: NO_PLAIN_FACTS };

/**
 * What an observation may change of the plain facts of a communication. What a participant says belongs to the
 * communications that are alive when it is said: one that has ended, or that this observation shows ended, is only filled.
 * A limit is the one that was in force: after the alert, or after the work, it is only filled. A detail event only fills
 * what no snapshot has said: it names less, and an agent's purpose is guessed from it.
 */
export function rulesFor(
  before: CommunicationState,
  observation: Observation,
  phase: Phase,
  claims: ProfileRules,
): ProfileRules {
  const { facts, shape } = observation;
  if (shape === "event") return ONLY_FILLS;
  const shared = facts.sharedFacts ?? NO_PLAIN_FACTS;
  const isOver = phase === "ended";
  let { fills } = claims;
  if (isOver || facts.isOvertaken === true) fills |= shared;
  if (before.phases.phase === "ended") fills |= fillsAfterEnd(observation);
  if (isPastAlert(before.phases.phase)) fills |= ALERTING_LIMITS;
  if (before.afterCallWork.closeSeenAt !== undefined) fills |= WRAPUP_LIMITS;
  if (!before.inSnapshot) fills &= ~FACT_BITS.purpose;
  const skips = claims.skips | skipsOf(before, observation, isOver);
  return fills === NO_PLAIN_FACTS && skips === NO_PLAIN_FACTS ? NO_CLAIMS : { fills, skips };
}

/**
 * While it is alive, a participant may still show how its last communication ended. Limits given beside a younger
 * communication are that one's; and a limit in force is not completed by another one.
 */
function skipsOf({ profile, phases }: CommunicationState, { facts }: Observation, isOver: boolean): FactSet {
  const shared = facts.sharedFacts ?? NO_PLAIN_FACTS;
  let skips = isOver ? NO_PLAIN_FACTS : shared & FACT_BITS.disconnectType;
  if (facts.isOvertaken === true) skips |= shared & LIMITS;
  const isAlertLimited = profile.alertingTimeoutMs !== undefined || profile.queueAlertingTimeoutSeconds !== undefined;
  if (isAlertLimited && isPastAlert(phases.phase)) skips |= ALERTING_LIMITS;
  if (phases.phase === "ended" && isOther(profile.wrapupPrompt, facts.wrapupPrompt)) skips |= WRAPUP_LIMITS;
  return skips;
}

/**
 * After the end, a communication without id is described by its participant alone; what shows a communication alive after its
 * end is stale. The code of a wrap-up may be corrected.
 */
function fillsAfterEnd({ communicationId, facts }: Observation): FactSet {
  const phase = observedPhase(facts);
  if (phase !== "ended" && phase !== "unseen") return ALL_PLAIN_FACTS;
  return communicationId === undefined ? ALL_PLAIN_FACTS & ~FACT_BITS.wrapupCode : NO_PLAIN_FACTS;
}

function isPastAlert(phase: Phase): boolean {
  return phase === "connected" || phase === "parked" || phase === "ended";
}

const LIMITS = ALERTING_LIMITS | WRAPUP_LIMITS;

const SESSION_FACTS = (Object.keys(FACT_BITS) as (keyof Profile)[]).filter(
  (name) => (FACT_BITS[name] & PERSONAL_FACTS) === 0,
);

/**
 * The facts of an observation that the participant says, and that a younger communication of it has already: they are
 * that one's. They do not replace what is known of the older one; limits, and all where it had ended, do not fill it either.
 */
export function findClaims(
  { communications }: ParticipantState,
  known: CommunicationState,
  { facts }: Observation,
): ProfileRules {
  const shared = (facts.sharedFacts ?? NO_PLAIN_FACTS) & ~PERSONAL_FACTS;
  if (shared === NO_PLAIN_FACTS || communications.length < 2) return NO_CLAIMS;
  let [fills, skips] = [NO_PLAIN_FACTS, NO_PLAIN_FACTS];
  for (const other of communications) {
    if (other === known || bornAt(other) <= bornAt(known)) continue;
    const claimed = SESSION_FACTS.filter(
      (name) => (shared & FACT_BITS[name]) !== 0 && other.profile[name] === facts[name],
    ).reduce((set, name) => set | FACT_BITS[name], NO_PLAIN_FACTS);
    fills |= claimed;
    skips |= known.phases.phase === "ended" && !other.incomplete ? claimed : claimed & LIMITS;
  }
  return { fills, skips };
}

function bornAt({ phases, alertingReported, firstSeen }: CommunicationState): number {
  return phases.connected?.at ?? alertingReported?.at ?? firstSeen.at;
}
