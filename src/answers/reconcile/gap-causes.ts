import { isTouched, spellGap, type Gap } from "../../models/gap";
import { oncePer } from "../../models/memo";
import { latestIn } from "../../models/platform-detail";
import type { TimeSpan } from "../spans";
import type { Explanation } from "./causes";
import { startOf } from "./numbers";
import { isDifference, type NumberPair } from "./pairs";
import { TALK_AND_HOLD, TIED } from "./rules";
import { beginOf, type SessionPair } from "./sessions";
import { spelled, type ConversationPair, type Subject } from "./subject";

/** A difference that lies in a gap of the log: what it lacks may be in the records that are missing. */
export function explainByGap(subject: Subject): Explanation | undefined {
  const { gaps } = subject.conversation;
  if (gaps.length === 0) return undefined;
  const gap = gapIn(spanOf(subject), subject.conversation) ?? gapOfStates(subject);
  return gap && { cause: "gap", why: `Records may be missing there: ${spellGap(gap, spelled)}.` };
}

/** All records of a conversation lie in one gap: so none of it is in the log. */
export function explainWholeByGap({ platform, gaps, toleranceMs }: ConversationPair): Explanation | undefined {
  const startAt = platform?.startAt;
  if (platform === undefined || startAt === undefined) return undefined;
  const latest = latestIn(platform) ?? startAt;
  const gap = gaps.find(({ from, to }) => from <= startAt + toleranceMs && latest - toleranceMs < to);
  return gap && { cause: "gap", why: `All of it lies in a gap of the log: ${spellGap(gap, spelled)}.` };
}

/** The record of what happened at an instant comes a little after it. */
function gapIn({ from, to }: TimeSpan, { gaps, toleranceMs }: ConversationPair): Gap | undefined {
  return gaps.find((gap) => isTouched(gap, from, to + toleranceMs));
}

/** A record that is missing in one talk or hold changes those around it, too. */
function gapOfStates({ pair, session, conversation }: Subject): Gap | undefined {
  return TALK_AND_HOLD.has(pair.name) ? gapsOfStates(session)(conversation) : undefined;
}

const gapsOfStates = oncePer((session: SessionPair) => {
  let found: { readonly gap: Gap | undefined } | undefined;
  return (conversation: ConversationPair) => {
    const states = session.pairs.filter((pair) => TALK_AND_HOLD.has(pair.name) && isDifference(pair));
    found ??= { gap: states.map((pair) => gapIn(spanOfPair(pair), conversation)).find((gap) => gap !== undefined) };
    return found.gap;
  };
});

/** From when to when a number was measured, on either side; a sum, or what depends on others, reaches over all of it. */
function spanOf({ pair, session, conversation }: Subject): TimeSpan {
  const { from, to } = spanOfPair(pair);
  if (TIED.has(pair.name)) return { from: Math.min(from, beginOfAll(conversation)), to };
  return { from: SUMS.has(pair.name) ? Math.min(from, beginOf(session)) : from, to };
}

function spanOfPair({ ours, platform }: NumberPair): TimeSpan {
  const known = [ours, platform].filter((one) => one !== undefined);
  return { from: Math.min(...known.map(startOf)), to: Math.max(...known.map(({ at }) => at)) };
}

/** Numbers that add up parts of their session. */
const SUMS: ReadonlySet<string> = new Set(["tHandle", "tTalkComplete", "tHeldComplete", "tParkComplete"]);

const beginOfAll = oncePer(({ sessions }: ConversationPair) =>
  sessions.reduce((first, session) => Math.min(first, beginOf(session)), Infinity),
);
