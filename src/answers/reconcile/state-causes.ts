import { oncePer } from "../../models/memo";
import { lengthOf, type TimeSpan } from "../spans";
import type { Explanation } from "./causes";
import { hasSameValue, isNear, SAME_MS, startOf } from "./numbers";
import { bothOf, type NumberPair } from "./pairs";
import { OTHER_DEFINITIONS, VOICE } from "./rules";
import type { SessionPair } from "./sessions";
import { spelled, type Subject } from "./subject";

/** States of which a session is in one at a time, by the number of each; a sum of it, where there is one, says more. */
interface StateGroup {
  readonly states: readonly { readonly name: string; readonly sum?: string; readonly words: string }[];
}

const GROUPS: readonly StateGroup[] = [
  {
    states: [
      { name: "tHeld", sum: "tHeldComplete", words: "hold" },
      { name: "tPark", sum: "tParkComplete", words: "parking" },
      { name: "tTalk", sum: "tTalkComplete", words: "talk" },
    ],
  },
  {
    states: [
      { name: "tBarging", words: "barging" },
      { name: "tCoaching", words: "coaching" },
      { name: "tMonitoring", words: "monitoring" },
    ],
  },
];

/**
 * Why the states of a session differ although together they last as long: the platform has one that we never saw, or the record that
 * ended one was not seen. All numbers of these states have that cause.
 */
export function explainByStates({ pair, session, conversation }: Subject): Explanation | undefined {
  if (isAsLong(pair, conversation.toleranceMs)) return undefined;
  const group = GROUPS.find(({ states }) => states.some(({ name, sum }) => name === pair.name || sum === pair.name));
  return group && explanationsOf(session)(group, conversation.toleranceMs);
}

/** What both sides have as long is dated elsewhere, and no state more. */
function isAsLong(pair: NumberPair, toleranceMs: number): boolean {
  const both = bothOf(pair);
  return both !== undefined && hasSameValue(both.ours, both.platform, toleranceMs);
}

/** What is found of a group of states is the same for all numbers of a session. */
const explanationsOf = oncePer((session: SessionPair) => {
  const known = new Map<StateGroup, Explanation | undefined>();
  return (group: StateGroup, toleranceMs: number) => {
    if (!known.has(group)) known.set(group, explainGroup(session, group, toleranceMs));
    return known.get(group);
  };
});

function explainGroup(session: SessionPair, group: StateGroup, toleranceMs: number): Explanation | undefined {
  if (!isNear(wholeOf(session, group, "ours"), wholeOf(session, group, "platform"), toleranceMs)) return undefined;
  if (isDivided(session, group, toleranceMs)) return { cause: "otherDefinition", why: OTHER_DEFINITIONS.divided };
  for (const { name, words } of group.states) {
    const ours = spansOf(session, name, "ours");
    const platform = spansOf(session, name, "platform", (pair) => !isAsLong(pair, toleranceMs));
    const isSeen = overlapsAny(ours);
    const unseen = platform.filter((span) => span.to > span.from && !isSeen(span));
    const [first] = unseen;
    if (first === undefined || words === "talk") continue;
    if (name === "tHeld") return explainHolds(unseen, ours.length > 0, session);
    return {
      cause: "missingEvent",
      why: `No record shows the ${words} of ${spelled(first.from)} to ${spelled(first.to)}.`,
    };
  }
  return explainLateEnd(session, group, toleranceMs);
}

/** Both sides are in the same states at the same times, and one of them divides such a time in two, with nothing between. */
function isDivided(session: SessionPair, { states }: StateGroup, toleranceMs: number): boolean {
  const isMore = states.some(
    ({ name }) => numbersOf(session, name, "ours").length !== numbersOf(session, name, "platform").length,
  );
  if (!isMore) return false;
  return states.every(({ name }) => {
    const [ours, platform] = [joined(spansOf(session, name, "ours")), joined(spansOf(session, name, "platform"))];
    const isSame = ({ from, to }: TimeSpan, index: number) =>
      isNear(from, platform[index]?.from ?? Infinity, toleranceMs) &&
      isNear(to, platform[index]?.to ?? Infinity, toleranceMs);
    return ours.length === platform.length && ours.every(isSame);
  });
}

/** On a chat a hold that no record shows looks like work on others; where holds of it were seen, it is one. */
function explainHolds(unseen: readonly TimeSpan[], hasHolds: boolean, { mediaType }: SessionPair): Explanation {
  if (!VOICE.has(mediaType) && !hasHolds) return { cause: "otherDefinition", why: OTHER_DEFINITIONS.digitalHold };
  const named = unseen.map(({ from, to }) => `${spelled(from)} to ${spelled(to)}`).join(", ");
  return { cause: "lostHold", why: `No record shows the hold of ${named}, ${String(lengthOf(unseen))} ms.` };
}

/** A state that lasts longer by our records: the one that ended it was not seen. */
function explainLateEnd(session: SessionPair, { states }: StateGroup, toleranceMs: number): Explanation | undefined {
  for (const { name, words } of states) {
    const endIn = firstEndIn(spansOf(session, name, "platform"));
    for (const own of spansOf(session, name, "ours")) {
      const endAt = endIn(own);
      if (endAt === undefined || own.to <= endAt + toleranceMs) continue;
      return {
        cause: "missingEvent",
        why: `No record shows the end of the ${words} at ${spelled(endAt)}: a later one does.`,
      };
    }
  }
  return undefined;
}

type Side = "ours" | "platform";

type Wanted = (pair: NumberPair) => boolean;

function numbersOf({ pairs }: SessionPair, name: string | undefined, side: Side, isWanted: Wanted = () => true) {
  return pairs.filter((pair) => pair.name === name && isWanted(pair)).flatMap((pair) => pair[side] ?? []);
}

function wholeOf(session: SessionPair, { states }: StateGroup, side: Side): number {
  const lengths = states.flatMap(({ name, sum }) => {
    const sums = numbersOf(session, sum, side);
    return (sums.length > 0 ? sums : numbersOf(session, name, side)).map(({ value }) => value);
  });
  return lengths.reduce((whole, value) => whole + value, 0);
}

function spansOf(session: SessionPair, name: string, side: Side, isWanted?: Wanted): TimeSpan[] {
  return numbersOf(session, name, side, isWanted).map((one) => ({ from: startOf(one), to: one.at }));
}

/** Says whether a span overlaps any of several. */
function overlapsAny(spans: readonly TimeSpan[]): (span: TimeSpan) => boolean {
  const endIn = firstEndIn(spans);
  return (span) => endIn(span) !== undefined;
}

/** Says when the first ends of those spans that overlap another; undefined where none does. */
function firstEndIn(spans: readonly TimeSpan[]): (span: TimeSpan) => number | undefined {
  const byEnd = [...spans].sort((one, other) => one.to - other.to);
  // When the first begins of those that end as late or later.
  const begins = byEnd.map(({ from }) => from);
  for (let index = begins.length - 2; index >= 0; index -= 1)
    begins[index] = Math.min(begins[index] ?? Infinity, begins[index + 1] ?? Infinity);
  return ({ from, to }) => {
    let [low, high] = [0, byEnd.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((byEnd[middle]?.to ?? Infinity) <= from) low = middle + 1;
      else high = middle;
    }
    while ((begins[low] ?? Infinity) < to) {
      const span = byEnd[low];
      if (span !== undefined && span.from < to) return span.to;
      low += 1;
    }
    return undefined;
  };
}

/** Spans in the order of time; those that follow each other without a break are one. */
function joined(spans: readonly TimeSpan[]): TimeSpan[] {
  const whole: TimeSpan[] = [];
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from || one.to - other.to)) {
    const last = whole.at(-1);
    if (last !== undefined && from <= last.to + SAME_MS)
      whole[whole.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else whole.push({ from, to });
  }
  return whole;
}
