import type { Explanation } from "./causes";
import { isCount, isNear, startOf, type OwnNumber } from "./numbers";
import { SUMS } from "./rules";
import { viewsOf } from "./sessions";
import { bothOf, type Both } from "./pairs";
import { boundsOf, laterBy, spelled, type SharedInstant, type Subject } from "./subject";

/** Clocks that lie further apart than that are no clocks that drift. */
export const SKEW_MAX_MS = 5 * 60_000;

/** Why the dates of a number differ: another clock, an edit, or a record that was not seen. */
export function explainByDates(subject: Subject): Explanation | undefined {
  const both = bothOf(subject.pair);
  if (both === undefined) return undefined;
  const { ours, platform } = both;
  if (!isCount(ours.name)) return explainEnds(both, subject);
  return ours.value === platform.value
    ? explainObserved(ours, { ours: ours.at, platform: platform.at }, "instant")
    : undefined;
}

/** One end of it agrees, the other does not. */
function explainEnds({ ours, platform }: Both, subject: Subject): Explanation | undefined {
  const { toleranceMs } = subject.conversation;
  const start: SharedInstant = { ours: startOf(ours), platform: startOf(platform) };
  const end: SharedInstant = { ours: ours.at, platform: platform.at };
  const isSame = (instant: SharedInstant) => isNear(laterBy(instant) ?? Infinity, 0, toleranceMs);
  if (isSame(start) === isSame(end) || (SUMS.has(ours.name) && isSame(end))) return undefined;
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
  if (platform < ours.at - toleranceMs) {
    const first = `No record shows its first completion at ${spelled(platform)}`;
    return { cause: "missingEvent", why: `${first}: ours is of ${spelled(ours.at)}, a later one.` };
  }
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
