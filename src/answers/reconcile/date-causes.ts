import type { Explanation } from "./causes";
import { isCount, isNear, startOf, type OwnNumber } from "./numbers";
import type { NumberPair } from "./pairs";
import { viewsOf, type SessionPair } from "./sessions";
import { boundsOf, laterBy, spelled, type SharedInstant, type Subject } from "./subject";
import { oncePer } from "../../models/memo";
import type { PlatformNumber } from "../../models/platform-detail";

/** Clocks that lie further apart than that are no clocks that drift. */
const SKEW_MAX_MS = 5 * 60_000;

/** A pair that both sides have. */
interface Both {
  readonly ours: OwnNumber;
  readonly platform: PlatformNumber;
}

function bothOf({ ours, platform }: NumberPair): Both | undefined {
  return ours === undefined || platform === undefined ? undefined : { ours, platform };
}

/** Why the dates of a number differ: another clock, an edit, or a record that was not seen. */
export function explainByDates(subject: Subject): Explanation | undefined {
  const both = bothOf(subject.pair);
  if (both === undefined) return undefined;
  const { ours, platform } = both;
  const shift = explainShift(both, subject);
  if (shift !== undefined || !isCount(ours.name)) return shift ?? explainEnds(both, subject);
  return ours.value === platform.value
    ? explainObserved(ours, { ours: ours.at, platform: platform.at }, "instant")
    : undefined;
}

/** All numbers of the session are as long as ours, and later or earlier by the same. One number alone shows nothing. */
function explainShift({ ours, platform }: Both, { session, conversation }: Subject): Explanation | undefined {
  const { toleranceMs } = conversation;
  const shift = platform.at - ours.at;
  if (isNear(shift, 0, toleranceMs) || !isNear(ours.value, platform.value, 1)) return undefined;
  const isShifted = (one: Both) =>
    isNear(one.ours.value, one.platform.value, 1) && isNear(one.platform.at - one.ours.at, shift, toleranceMs);
  if (!bothIn(session).every(isShifted) || !hasTwo(conversation.sessions, isShifted)) return undefined;
  const [by, how] = [Math.abs(shift), shift > 0 ? "later" : "earlier"];
  return {
    cause: "clockSkew",
    why: `The platform dates all numbers of the session ${String(by)} ms ${how}, with the same values.`,
  };
}

/** The numbers of a session that both sides have. */
const bothIn = oncePer(({ pairs }: SessionPair): readonly Both[] => pairs.flatMap((pair) => bothOf(pair) ?? []));

function hasTwo(sessions: readonly SessionPair[], isWanted: (one: Both) => boolean): boolean {
  let count = 0;
  for (const session of sessions)
    for (const one of bothIn(session)) {
      if (isWanted(one)) count += 1;
      if (count > 1) return true;
    }
  return false;
}

/** One end of it agrees, the other does not. */
function explainEnds({ ours, platform }: Both, subject: Subject): Explanation | undefined {
  const { toleranceMs } = subject.conversation;
  const start: SharedInstant = { ours: startOf(ours), platform: startOf(platform) };
  const end: SharedInstant = { ours: ours.at, platform: platform.at };
  const isSame = (instant: SharedInstant) => isNear(laterBy(instant) ?? Infinity, 0, toleranceMs);
  if (isSame(start) === isSame(end)) return undefined;
  const other = isSame(start) ? end : start;
  const which = isSame(start) ? "end" : "start";
  return (
    explainObserved(ours, other, which) ??
    explainWork(ours, other, which, subject) ??
    explainSkew(ours, other, which, subject)
  );
}

/** A date that is an observation's can only be too late: the record at the true instant is not there. */
function explainObserved({ measurement }: OwnNumber, other: SharedInstant, which: string): Explanation | undefined {
  const laterMs = -(laterBy(other) ?? 0);
  const isSeen = measurement.origin === "observed" || measurement.origin === "inferred";
  if (!isSeen || laterMs <= 0 || other.platform === undefined) return undefined;
  const when = spelled(other.platform);
  return {
    cause: "missingEvent",
    why: `No record shows its ${which} at ${when}: it is dated by the next record, ${String(laterMs)} ms later.`,
  };
}

function explainWork(
  ours: OwnNumber,
  { platform }: SharedInstant,
  which: string,
  subject: Subject,
): Explanation | undefined {
  if (ours.name !== "tAcw" || which !== "end" || platform === undefined) return undefined;
  const { toleranceMs } = subject.conversation;
  const edits = viewsOf(subject.session).flatMap(({ afterCallWork }) => afterCallWork?.editedTo ?? []);
  const isOwnEdit = edits.some((edit) => isNear(Date.parse(edit), platform, toleranceMs));
  const first = `Its first completion is at ${spelled(ours.at)}; the platform counts until ${spelled(platform)}`;
  const why = isOwnEdit
    ? `${first}, the edit that is in the log.`
    : `${first}. Both are dates of the platform's: it was edited.`;
  return { cause: "editedWrapUp", why };
}

/** Both sides date the same bound of the session, and the number differs by just that. */
function explainSkew(
  ours: OwnNumber,
  other: SharedInstant,
  which: string,
  { session, conversation }: Subject,
): Explanation | undefined {
  const { connect, end } = boundsOf(session);
  const byMs = laterBy(other) ?? 0;
  const bound = [connect, end].find(
    (one) => one.ours !== undefined && other.ours !== undefined && isNear(one.ours, other.ours, 1),
  );
  const boundMs = bound && laterBy(bound);
  if (ours.measurement.origin !== "reported" || boundMs === undefined || Math.abs(byMs) > SKEW_MAX_MS) return undefined;
  if (!isNear(boundMs, byMs, conversation.toleranceMs)) return undefined;
  return {
    cause: "clockSkew",
    why: `Both sides date its ${which} themselves, the platform's analytics ${String(byMs)} ms after the event.`,
  };
}
