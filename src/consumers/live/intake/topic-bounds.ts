import type { IntakeBounds } from "./intake";
import type { PolicyChoice } from "../policy/policy-choice";

/** How far one topic of an input may run ahead of another, as a share of the lateness. The rest is left to the disorder of each. */
const AHEAD = 0.1;
const AWAITED_MS = 30_000;

/** How the topics of an input wait for each other. */
export function topicBounds({
  options: { own },
}: Pick<PolicyChoice, "options">): Pick<IntakeBounds, "aheadMs" | "awaitedMs"> {
  return { aheadMs: () => own.values.run.lateness * AHEAD, awaitedMs: AWAITED_MS };
}
