import { oncePer } from "../../models/memo";
import type { Explanation } from "./causes";
import { explainByCoverage, explainKeptOut } from "./coverage-causes";
import { explainByDates } from "./date-causes";
import { explainByDefinition, explainNegative, isNegative } from "./definition-causes";
import { explainByGap } from "./gap-causes";
import { explainByMissing } from "./missing-causes";
import { NearestIndex } from "./nearest";
import { hasSameValue, isNear } from "./numbers";
import { isDifference } from "./pairs";
import { OTHER_DEFINITIONS } from "./rules";
import type { SessionPair } from "./sessions";
import { explainByShift } from "./shift-causes";
import { explainByStates } from "./state-causes";
import { isStated, type ConversationPair, type Subject } from "./subject";

/** The cause of a difference, where one is found; undefined otherwise. The first rule that shows one counts. */
export function explain(subject: Subject): Explanation | undefined {
  const { ours, keptOut } = subject.conversation;
  const found = explainAlone(subject) ?? explainAsSum(subject);
  if (found !== undefined && NOT_SEEN.has(found.cause))
    return explainKeptOut(keptOut) ?? explainByGap(subject) ?? found;
  if (found !== undefined) return found;
  const isFaulted = ours?.views.some(({ faulted }) => faulted === true) ?? false;
  if (isFaulted) return { cause: "ownFault", why: "A record that caused a fault is in none of its numbers." };
  return explainByGap(subject);
}

/** Causes that say a record was not folded: where records came late or were rejected, these are why. */
const NOT_SEEN: ReadonlySet<Explanation["cause"]> = new Set(["missingEvent", "lostHold"]);

const RULES = [
  explainByShift,
  explainByDefinition,
  explainByCoverage,
  explainByStates,
  explainByDates,
  explainByElsewhere,
  explainByMissing,
] as const;

function explainAlone(subject: Subject): Explanation | undefined {
  if (isNegative(subject.pair)) return explainNegative(subject);
  for (const rule of RULES) {
    const found = rule(subject);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The number is there, on another communication of the conversation. */
function explainByElsewhere({ pair, session, conversation }: Subject): Explanation | undefined {
  const own = pair.ours ?? pair.platform;
  if (own === undefined || pair.status === "different") return undefined;
  const { toleranceMs } = conversation;
  const status = pair.status === "missing" ? "extra" : "missing";
  const isOnAnother = (one: LoneNumber) => one.session !== session && hasSameValue(own, one, toleranceMs);
  const other = loneNumbersIn(conversation)(pair.name, status)?.nearest(own.at, toleranceMs, isOnAnother)?.session;
  if (other === undefined) return undefined;
  if (pair.name === "tAnswered") return { cause: "otherDefinition", why: OTHER_DEFINITIONS.carrier };
  const side = pair.status === "missing" ? "Convofold" : "The platform";
  return { cause: "otherSession", why: `${side} has it on session ${other.sessionId ?? other.participantId}.` };
}

/** A number of a session that one side alone has. */
interface LoneNumber {
  readonly at: number;
  readonly value: number;
  readonly session: SessionPair;
}

/** The numbers of a conversation that one side alone has, by name and side. */
const loneNumbersIn = oncePer(({ sessions }: ConversationPair) => {
  const lone = new Map<string, LoneNumber[]>();
  for (const session of sessions)
    for (const { name, status, ours, platform } of session.pairs) {
      const one = status === "missing" ? platform : status === "extra" ? ours : undefined;
      if (one === undefined) continue;
      const key = `${name} ${status}`;
      lone.set(key, lone.get(key) ?? []);
      lone.get(key)?.push({ at: one.at, value: one.value, session });
    }
  const indexes = new Map([...lone].map(([key, numbers]) => [key, new NearestIndex(numbers, ({ at }) => at)] as const));
  return (name: string, status: "missing" | "extra") => indexes.get(`${name} ${status}`);
});

/** Numbers that are made of others: they differ by what these do. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["tHandle", ["tAcw", "tDialing", "tContacting", "tTalk", "tHeld"]],
  ["tTalkComplete", ["tTalk"]],
  ["tHeldComplete", ["tHeld"]],
  ["tParkComplete", ["tPark"]],
  ["tNotResponding", ["tAlert"]],
  ["tAbandon", ["tAcd"]],
  ["tFlowOut", ["tAcd"]],
  ["tAnswered", ["tAcd"]],
]);

/** A sum that differs by what its parts do has their cause. The answer's part is a wait of another session. */
function explainAsSum(subject: Subject): Explanation | undefined {
  const { pair, session, conversation } = subject;
  const names = PARTS.get(pair.name);
  if (names === undefined) return undefined;
  const sessions = pair.name === "tAnswered" ? conversation.sessions : [session];
  const parts = sessions.flatMap((one) => partsOf(one, names, conversation.export));
  const first = parts.find(({ pair: { status } }) => status !== "extra") ?? parts[0];
  if (first === undefined) return undefined;
  const changes =
    pair.name === "tAnswered" ? parts.map(changeOf) : [parts.reduce((sum, part) => sum + changeOf(part), 0)];
  const isDue = changes.some((change) => isNear(change, changeOf(subject), conversation.toleranceMs));
  const found = isDue ? explainAlone({ ...subject, ...first }) : undefined;
  return found && { ...found, why: `As ${first.pair.name}: ${found.why}` };
}

function partsOf(
  session: SessionPair,
  names: readonly string[],
  exported: ConversationPair["export"],
): Pick<Subject, "pair" | "session">[] {
  return session.pairs
    .filter((pair) => names.includes(pair.name) && isDifference(pair))
    .filter((pair) => pair.status !== "extra" || isStated(pair.name, exported))
    .map((pair) => ({ pair, session }));
}

/** How much larger the platform's value is; what a side does not have is 0. */
function changeOf({ pair: { ours, platform } }: Pick<Subject, "pair">): number {
  return (platform?.value ?? 0) - (ours?.value ?? 0);
}
