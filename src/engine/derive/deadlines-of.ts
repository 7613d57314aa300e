import { statusOf } from "../../deadlines/status";
import type { DeadlineStatus } from "../../models/deadline";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { Lifecycle } from "../history/lifecycle";
import { overAt } from "../history/lifecycle-end";
import { evaluatePauses } from "./stuck-pauses";
import { limitsOf } from "./limits-of";
import { tiesOf } from "./ties";
import { deriveDeadlines, idOf, prefixOf } from "./derived-communication";

/** A deadline as the view of its conversation shows it. */
export interface EvaluatedDeadline {
  readonly id: string;
  readonly kind: string;
  readonly dueAt: Instant;
  readonly status: DeadlineStatus;
  readonly metAt: Instant | undefined;
}

/** Every deadline of a conversation as of an instant. */
export function deadlinesOf(
  conversationId: string,
  lifecycles: readonly Pick<Lifecycle, "isLongEnded" | "isSettled" | "lastAt" | "timeline">[],
  policy: Policy,
  asOf: Instant,
): EvaluatedDeadline[] {
  const evaluated: EvaluatedDeadline[] = [];
  const prefixes = new Set<string>();
  for (const lifecycle of lifecycles) {
    if (lifecycle.isLongEnded()) continue;
    const until = Math.min(asOf, overAt(lifecycle, policy));
    const timeline = lifecycle.timeline();
    for (const communication of timeline.communications) {
      const prefix = prefixOf(conversationId, communication, prefixes);
      const ties = tiesOf(communication, timeline);
      const limits = limitsOf(communication, ties, policy);
      for (const { kind, key, value } of deriveDeadlines(communication, ties, limits, policy)) {
        const status = statusOf(value, until, policy.settleMs);
        evaluated.push({ id: idOf(prefix, kind, key), kind, dueAt: value.dueAt, status, metAt: value.met?.at });
      }
    }
    evaluated.push(...evaluatePauses(timeline, policy, until));
  }
  return evaluated;
}
