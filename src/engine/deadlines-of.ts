import { statusOf } from "../deadlines/status";
import type { DeadlineStatus } from "../models/deadline";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { Chapter } from "./chapter";
import { givenUpAt } from "./chapter-end";
import { judgePauses } from "./pause";
import { tiesOf } from "./ties";
import { derivePromises, idOf, prefixApart } from "./slot";

/** A deadline as the view of its conversation shows it. */
export interface JudgedDeadline {
  readonly id: string;
  readonly kind: string;
  readonly dueAt: Instant;
  readonly status: DeadlineStatus;
  readonly metAt: Instant | undefined;
}

/** Every deadline of a conversation as of an instant. */
export function deadlinesOf(
  conversationId: string,
  chapters: readonly Pick<Chapter, "isLongEnded" | "isSettled" | "lastAt" | "timeline">[],
  policy: Policy,
  asOf: Instant,
): JudgedDeadline[] {
  const judged: JudgedDeadline[] = [];
  const prefixes: string[] = [];
  for (const chapter of chapters) {
    if (chapter.isLongEnded()) continue;
    const until = Math.min(asOf, givenUpAt(chapter, policy));
    const timeline = chapter.timeline();
    for (const communication of timeline.communications) {
      const prefix = prefixApart(prefixes, `${conversationId}/${communication.key}`);
      prefixes.push(prefix);
      for (const { kind, key, value } of derivePromises(communication, tiesOf(communication, timeline), policy)) {
        const status = statusOf(value, until, policy.settleMs);
        judged.push({ id: idOf(prefix, kind, key), kind, dueAt: value.dueAt, status, metAt: value.met?.at });
      }
    }
    judged.push(...judgePauses(timeline, policy, until));
  }
  return judged;
}
