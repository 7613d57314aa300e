import { lengthOf, type TimeSpan } from "../spans";
import type { Explanation } from "./causes";
import { isNear, startOf } from "./pairs";
import { OTHER_DEFINITIONS, TALK_AND_HOLD, VOICE } from "./rules";
import type { SessionPair } from "./sessions";
import { spelled, type Subject } from "./subject";

/** Talk and holds of one side. */
interface TalkAndHold {
  /** Talked and held together. */
  readonly wholeMs: number;
  readonly holds: readonly TimeSpan[];
}

/**
 * Why talk and hold of a session differ although together they are as long: the platform has a hold that we never saw, or the record that
 * ended a hold was not seen. All of its numbers of talk and hold have that cause.
 */
export function explainByHolds({ pair, session, conversation: { toleranceMs } }: Subject): Explanation | undefined {
  if (!TALK_AND_HOLD.has(pair.name)) return undefined;
  const [ours, platform] = [talkAndHold(session, "ours"), talkAndHold(session, "platform")];
  if (!isNear(ours.wholeMs, platform.wholeMs, toleranceMs)) return undefined;
  const unseen = platform.holds.filter((hold) => !ours.holds.some((own) => overlaps(own, hold)));
  if (unseen.length > 0) {
    if (!VOICE.has(session.mediaType)) return { cause: "otherDefinition", why: OTHER_DEFINITIONS.digitalHold };
    const named = unseen.map(({ from, to }) => `${spelled(from)} to ${spelled(to)}`).join(", ");
    return { cause: "lostHold", why: `No record shows the hold of ${named}, ${String(lengthOf(unseen))} ms.` };
  }
  const late = ours.holds.flatMap((own) => {
    const others = platform.holds.filter((hold) => overlaps(own, hold));
    const to = Math.max(...others.map((hold) => hold.to));
    return others.length > 0 && (own.to > to + toleranceMs || others.length > 1)
      ? [Math.min(...others.map((hold) => hold.to))]
      : [];
  });
  const [endAt] = late;
  if (endAt === undefined) return undefined;
  return { cause: "missingEvent", why: `No record shows the end of the hold at ${spelled(endAt)}: a later one does.` };
}

function talkAndHold({ pairs }: SessionPair, side: "ours" | "platform"): TalkAndHold {
  const ofName = (name: string) => pairs.filter((pair) => pair.name === name).flatMap((pair) => pair[side] ?? []);
  const sumOf = (whole: string, part: string) =>
    (ofName(whole).length > 0 ? ofName(whole) : ofName(part)).reduce((sum, { value }) => sum + value, 0);
  return {
    wholeMs: sumOf("tTalkComplete", "tTalk") + sumOf("tHeldComplete", "tHeld"),
    holds: ofName("tHeld").map((hold) => ({ from: startOf(hold), to: hold.at })),
  };
}

function overlaps(one: TimeSpan, other: TimeSpan): boolean {
  return one.from < other.to && other.from < one.to;
}
