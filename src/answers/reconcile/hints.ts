import { isCount, isNear, isWithin, SAME_MS } from "./numbers";
import { laterOrEarlier, type Subject } from "./subject";

/** What can be seen of a difference that no rule explains: it is no cause, and whoever looks begins there. */
export function hintOf(subject: Subject): string | undefined {
  const { pair, session, conversation } = subject;
  const isAlone = pair.status === "extra" && session.sessions.length === 0;
  if (isAlone && conversation.platform !== undefined)
    return "The export has the conversation without this session: it may lack it, or ours may be one too many.";
  const { ours, platform } = pair;
  if (
    ours !== undefined &&
    platform !== undefined &&
    !isCount(pair.name) &&
    isNear(ours.value, platform.value, SAME_MS)
  )
    return `Both sides have it as long; the platform dates it ${laterOrEarlier(platform.at - ours.at)}.`;
  const other = otherOutcome(subject);
  return other && `Both sides have this wait; one counts it as ${pair.name}, the other as ${other}.`;
}

/** What may become of a wait: one of these. */
const OUTCOMES: ReadonlySet<string> = new Set(["tAnswered", "tAbandon", "tFlowOut"]);

/** The other side has the same wait, as long and ended at the same instant, under another name. */
function otherOutcome({ pair, conversation: { sessions, toleranceMs } }: Subject): string | undefined {
  const own = pair.platform ?? pair.ours;
  if (own === undefined || !OUTCOMES.has(pair.name)) return undefined;
  const status = pair.status === "missing" ? "extra" : "missing";
  for (const { pairs } of sessions)
    for (const one of pairs) {
      const other = one.platform ?? one.ours;
      const isOutcome = one.status === status && OUTCOMES.has(one.name) && one.name !== pair.name;
      if (isOutcome && other && isWithin(other, own, toleranceMs)) return one.name;
    }
  return undefined;
}
