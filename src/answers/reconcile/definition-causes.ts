import type { Explanation } from "./causes";
import { SKEW_MAX_MS } from "./date-causes";
import { isCount, isNear, isWithin } from "./numbers";
import { isDifference, type NumberPair } from "./pairs";
import { OTHER_DEFINITIONS } from "./rules";
import { viewsOf } from "./sessions";
import { boundsOf, type Subject } from "./subject";

/** A length below 0 has two ends of two clocks, as far as clocks lie apart; more is not known of it. */
export function explainNegative({ pair: { ours, platform } }: Subject): Explanation | undefined {
  if (platform === undefined || Math.abs(platform.value - (ours?.value ?? 0)) > SKEW_MAX_MS) return undefined;
  return { cause: "clockSkew", why: "The platform's length is negative: its two ends are dated by two clocks." };
}

/** Whether a number is a length, and the platform's below 0. */
export function isNegative({ platform }: NumberPair): boolean {
  return platform !== undefined && platform.value < 0 && !isCount(platform.name);
}

type RuleName = keyof typeof OTHER_DEFINITIONS;

/** Whether a number is counted by another rule on the platform, which its values show. */
export function explainByDefinition(subject: Subject): Explanation | undefined {
  const { ours, platform } = subject.pair;
  const rule = RULES.find(([, applies]) => applies(subject));
  if (rule === undefined || (ours === undefined && platform === undefined)) return undefined;
  return { cause: "otherDefinition", why: OTHER_DEFINITIONS[rule[0]] };
}

const RULES: readonly (readonly [RuleName, (subject: Subject) => boolean])[] = [
  ["zeroLength", ({ pair: { ours, platform } }) => ours === undefined && platform?.value === 0],
  ["bothSessions", isOnBothSessions],
  ["customerFirst", isCustomerFirst],
  ["talkDate", isTalkDate],
  ["parked", isParked],
  [
    "customersOnly",
    ({ pair, session }) =>
      ["nConnected", "tConnected"].includes(pair.name) &&
      pair.ours === undefined &&
      session.purpose !== undefined &&
      session.purpose !== "customer",
  ],
];

const OF_WAIT: ReadonlySet<string> = new Set(["tAcd", "tAnswered", "tAbandon", "tFlowOut"]);

/** A number of a wait that a session of the queue, or of somebody else, has too, and there we have it. */
function isOnBothSessions({ pair, session, conversation: { sessions, toleranceMs } }: Subject): boolean {
  const { name, ours, platform } = pair;
  if (!OF_WAIT.has(name) || ours !== undefined || platform === undefined) return false;
  return sessions.some(
    (other) =>
      (other.purpose === "acd") !== (session.purpose === "acd") &&
      other.pairs.some(
        (one) =>
          one.name === name &&
          !isDifference(one) &&
          one.platform !== undefined &&
          isWithin(one.platform, platform, toleranceMs),
      ),
  );
}

/** The alert ended as the customer left: an alert of the same length is there, and the end is by the peer. */
function isCustomerFirst({ pair, session, conversation: { toleranceMs } }: Subject): boolean {
  const { ours, platform } = pair;
  if (pair.name !== "tNotResponding" || ours !== undefined || platform === undefined) return false;
  const alerts = session.pairs.filter(({ name }) => name === "tAlert").flatMap((one) => one.ours ?? []);
  const isAlerted = alerts.some((alert) => isNear(alert.value, platform.value, toleranceMs));
  return isAlerted && viewsOf(session).some(({ disconnectType }) => disconnectType === "peer");
}

function isTalkDate({ pair, session, conversation: { toleranceMs } }: Subject): boolean {
  const { ours, platform } = pair;
  if (pair.name !== "tTalkComplete" || ours === undefined || platform === undefined) return false;
  const { platform: endAt } = boundsOf(session).end;
  const isAtEnd = endAt !== undefined && isNear(platform.at, endAt, toleranceMs);
  return isAtEnd && ours.at < platform.at && isNear(ours.value, platform.value, toleranceMs);
}

function isParked({ pair, session, conversation: { toleranceMs } }: Subject): boolean {
  const { ours, platform } = pair;
  if (pair.name !== "tHandle" || ours === undefined || platform === undefined) return false;
  const parkedMs = session.pairs
    .filter(({ name }) => name === "tPark")
    .reduce((sum, one) => sum + (one.ours?.value ?? 0), 0);
  return parkedMs > toleranceMs && isNear(platform.value - ours.value, parkedMs, toleranceMs);
}
