import { canonicalText } from "../../models/canonical-text";
import type { Facts } from "../../models/facts";
import { isSameFacts } from "../../models/generated/fact-values";
import type { Observation } from "../../models/observation";
import { observedPhase, progressByPhase } from "../../models/phase";
import { compareText } from "../../models/position";

/**
 * The order of observations of one participant: by instant; at equal instants by progress (phase, after-call work, a
 * hold begun before the tie before not-held, one begun at the tie after), named before unnamed, and at last by content.
 * It depends on what observations say, never on when they arrived. 0 means that they say the same.
 *
 * Undated observations have no instant of their own: they come after the dated ones of theirs, in the order in which
 * they arrived. `left` is the one that is being placed.
 */
export function compareObservations(left: Observation, right: Observation): number {
  if (left.at !== right.at) return left.at - right.at;
  if (left.undated !== right.undated) return left.undated ? 1 : -1;
  const byContent = compareSameInstant(left, right);
  return left.undated && byContent !== 0 ? 1 : byContent;
}

function compareSameInstant(left: Observation, right: Observation): number {
  return (
    progressByPhase[observedPhase(left.facts)] - progressByPhase[observedPhase(right.facts)] ||
    afterCallWorkProgress(left.facts) - afterCallWorkProgress(right.facts) ||
    holdProgress(left) - holdProgress(right) ||
    flowProgress(left.facts) - flowProgress(right.facts) ||
    Number(left.communicationId === undefined) - Number(right.communicationId === undefined) ||
    compareText(left.communicationId ?? "", right.communicationId ?? "") ||
    compareText(left.mediaType, right.mediaType) ||
    compareText(left.shape, right.shape) ||
    compareContent(left.facts, right.facts)
  );
}

function afterCallWorkProgress(facts: Facts): number {
  if (facts.afterCallWorkEndedAt !== undefined || facts.afterCallWorkState === "complete") return 2;
  if (facts.afterCallWorkState === "skipped" || facts.wrapupSkipped === true) return 2;
  return facts.afterCallWorkStartedAt !== undefined || facts.afterCallWorkState === "pending" ? 1 : 0;
}

function holdProgress({ facts, at }: Observation): number {
  if (facts.held === false) return 1;
  if (facts.held === undefined && facts.holdStartedAt === undefined) return 1;
  return facts.holdStartedAt !== undefined && facts.holdStartedAt < at ? 0 : 2;
}

/** At one instant a flow begins, reaches outcomes, and ends. */
const FLOW_KINDS = ["start", "outcome", "end"];

function flowProgress({ flow }: Facts): number {
  return flow === undefined ? 0 : FLOW_KINDS.indexOf(flow.kind);
}

function compareContent(left: Facts, right: Facts): number {
  return isSameFacts(left, right) ? 0 : compareText(canonicalText(left), canonicalText(right));
}
