import { oncePer } from "../../models/memo";
import { latestIn, type PlatformNumber } from "../../models/platform-detail";
import type { Explanation } from "./causes";
import { explainWholeByGap } from "./gap-causes";
import { hasSameValue, isCount, isNear, startOf, type OwnNumber } from "./numbers";
import { beginOf, type SessionPair } from "./sessions";
import { spelled, type ConversationPair, type Subject } from "./subject";

/** Why a number is on one side alone, where the other side does not cover its time, or has it twice. */
export function explainByCoverage({ pair, session, conversation }: Subject): Explanation | undefined {
  const { ours, platform } = pair;
  const { log, toleranceMs } = conversation;
  if (ours === undefined && platform !== undefined) {
    const times = timesOf(session).get(keyOf(platform)) ?? 0;
    if (times > 1)
      return {
        cause: "repeatedInExport",
        why: `The export has it ${String(times)} times, with one date and one value.`,
      };
  }
  const isLater = platform !== undefined && log.to !== undefined && platform.at > log.to + toleranceMs;
  const isSame = ours !== undefined && platform !== undefined && hasSameValue(ours, platform, toleranceMs);
  // A date alone that lies elsewhere is not what the log lacks.
  if (isSame && (isLater || !isCount(ours.name))) return undefined;
  if (isLater)
    return {
      cause: "outsideLog",
      why: `It became final at ${spelled(platform.at)}; the log ends at ${spelled(log.to)}.`,
    };
  const from = beginOf(session);
  const startedAt = platform === undefined ? from : Math.min(from, startOf(platform));
  if (platform !== undefined && log.from !== undefined && startedAt < log.from - toleranceMs)
    return {
      cause: "outsideLog",
      why: `Its session began at ${spelled(startedAt)}; the log begins at ${spelled(log.from)}.`,
    };
  return ours !== undefined && platform === undefined ? explainExtra(ours, conversation) : undefined;
}

/** Why the export does not have a number of ours: it ends, or its numbers do, before that became final. */
function explainExtra(
  { at }: OwnNumber,
  { platform, export: { until, numbersFrom = -Infinity, numbersTo = Infinity }, toleranceMs }: ConversationPair,
): Explanation | undefined {
  const outside = (why: string): Explanation => ({ cause: "outsideExport", why });
  const final = `It became final at ${spelled(at)}; `;
  if (until !== undefined && at > until + toleranceMs) return outside(`${final}the export ends at ${spelled(until)}.`);
  const latest = platform?.endAt === undefined ? platform && latestIn(platform) : undefined;
  if (latest !== undefined && at > latest + toleranceMs)
    return outside(`The conversation was going on when it was exported: the export has it until ${spelled(latest)}.`);
  if (at > numbersTo + toleranceMs) return outside(`${final}the last number of the export at ${spelled(numbersTo)}.`);
  if (at < numbersFrom - toleranceMs)
    return outside(`${final}the first number of the export at ${spelled(numbersFrom)}.`);
  return undefined;
}

/** How often the export has each number of a session. */
const timesOf = oncePer(({ sessions }: SessionPair) => {
  const times = new Map<string, number>();
  for (const one of sessions.flatMap(({ numbers }) => numbers)) times.set(keyOf(one), (times.get(keyOf(one)) ?? 0) + 1);
  return times;
});

function keyOf({ name, value, at }: PlatformNumber): string {
  return `${name} ${String(value)} ${String(at)}`;
}

/** Why a whole conversation is on one side alone. */
export function explainWholeConversation(conversation: ConversationPair): Explanation {
  return conversation.platform === undefined ? explainNotExported(conversation) : explainNotLogged(conversation);
}

function explainNotExported({ ours, export: { from, to }, toleranceMs }: ConversationPair): Explanation {
  const startAt = Math.min(...(ours?.views ?? []).map(({ startTime }) => Date.parse(startTime)));
  if (!Number.isFinite(startAt)) return { cause: "notInExport", why: "The export does not have the conversation." };
  const isBefore = from !== undefined && startAt < from && !isNear(startAt, from, toleranceMs);
  const isAfter = to !== undefined && startAt > to && !isNear(startAt, to, toleranceMs);
  if (from === undefined || to === undefined)
    return { cause: "outsideExport", why: "The export holds no conversation." };
  const began = `It began at ${spelled(startAt)}; conversations of the export began from ${spelled(from)} to ${spelled(to)}.`;
  if (isBefore || isAfter) return { cause: "outsideExport", why: began };
  return { cause: "notInExport", why: began };
}

function explainNotLogged(conversation: ConversationPair): Explanation {
  const { platform, log, keptOut } = conversation;
  const startAt = platform?.startAt;
  const latest = platform && latestIn(platform);
  if (log.from === undefined || log.to === undefined)
    return { cause: "outsideLog", why: "The log holds no conversation." };
  const covers = `The log covers ${spelled(log.from)} to ${spelled(log.to)}.`;
  if (startAt !== undefined && startAt > log.to)
    return { cause: "outsideLog", why: `It began at ${spelled(startAt)}. ${covers}` };
  if (latest !== undefined && latest < log.from)
    return { cause: "outsideLog", why: `It was over at ${spelled(latest)}. ${covers}` };
  const found = explainKeptOut(keptOut) ?? explainWholeByGap(conversation);
  return found ?? { cause: "missingConversation", why: `No record of it was folded. ${covers}` };
}

/** What it means that records of a conversation were not folded; late ones weigh more, as they can be had. */
export function explainKeptOut(keptOut: ConversationPair["keptOut"]): Explanation | undefined {
  const late = keptOut.filter(({ outcome }) => outcome === "late").length;
  if (late > 0)
    return { cause: "lateEvent", why: `${String(late)} of its records came late. A larger --lateness counts them.` };
  if (keptOut.length === 0) return undefined;
  return { cause: "rejectedRecord", why: `${String(keptOut.length)} of its records were rejected, whole or in part.` };
}
