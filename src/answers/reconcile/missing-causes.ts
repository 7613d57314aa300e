import { oncePer } from "../../models/memo";
import { isConnectedSegment } from "../../models/platform-segment";
import type { CommunicationView } from "../../models/view";
import type { Explanation } from "./causes";
import { TALK_AND_HOLD, TIED } from "./rules";
import { viewsOf, type SessionPair } from "./sessions";
import { spelled, type Subject } from "./subject";

/** Why a number differs where our own view shows that a record was not seen: what it lacks is named. */
export function explainByMissing(subject: Subject): Explanation | undefined {
  const why = lackOfSession(subject.session) ?? lackOfNumber(subject) ?? lackElsewhere(subject);
  return why === undefined ? undefined : { cause: "missingEvent", why };
}

/** What is unknown of a session as a whole. */
const lackOfSession = oncePer((session: SessionPair): string | undefined => {
  const views = viewsOf(session);
  const isOnPlatform = session.sessions.length > 0;
  if (isOnPlatform && views.length === 0 && session.pairs.every(({ ours }) => ours === undefined))
    return "No record shows this session.";
  const segments = session.sessions.flatMap((one) => one.segments);
  const connected = segments.find(({ type }) => isConnectedSegment(type));
  if (connected !== undefined && views.length > 0 && views.every(({ connectedTime }) => connectedTime === undefined))
    return `No record shows its connect at ${spelled(connected.startAt)}.`;
  return undefined;
});

/** What a number that we do not have would need. */
function lackOfNumber({ pair: { name, ours, platform }, session }: Subject): string | undefined {
  if (ours !== undefined || platform === undefined) return undefined;
  const views = viewsOf(session);
  const at = spelled(platform.at);
  const open = views.find(({ state }) => state !== "ended");
  const works = views.map(({ afterCallWork }) => afterCallWork);
  const isPending = works.some((work) => work?.state === "pending");
  if ((name === "tAcw" && works.every((work) => work?.endTime === undefined)) || (name === "tHandle" && isPending))
    return `No record shows after-call work completed at ${at}.`;
  const hidden = hiddenIn(session);
  if (hidden !== undefined && (TALK_AND_HOLD.has(name) || name === "tHandle"))
    return `The ${hidden.type} from ${hidden.startTime} may hide what no record shows: its length is not known.`;
  if (hidden !== undefined && SUPERVISED.has(name))
    return `Several roles were named at once from ${hidden.startTime} on: no record shows when each began.`;
  if (open !== undefined && platform.at > Date.parse(open.since))
    return `No record shows the session after ${open.since}, when it was ${open.state}.`;
  const dark = views.find(({ incomplete, seenFrom }) => incomplete === true || seenFrom !== undefined);
  if (dark !== undefined && (TALK_AND_HOLD.has(name) || SEGMENTS.has(name))) return describeDark(dark);
  const type = SEGMENTS.get(name);
  if (type !== undefined && !typesIn(session).has(type)) return `No record shows the session in ${type} until ${at}.`;
  return undefined;
}

const segmentsIn = (session: SessionPair) => viewsOf(session).flatMap(({ segments }) => segments);
const hiddenIn = oncePer((session: SessionPair) => segmentsIn(session).find(({ hidden }) => hidden === true));
const typesIn = oncePer((session: SessionPair) => new Set(segmentsIn(session).map(({ type }) => type)));

const SUPERVISED: ReadonlySet<string> = new Set(["tMonitoring", "tCoaching", "tBarging"]);

/** Numbers of what comes before the connect, and of who listens, by the segment that each needs. */
const SEGMENTS: ReadonlyMap<string, string> = new Map([
  ["tAlert", "alert"],
  ["tNotResponding", "alert"],
  ["tContacting", "contacting"],
  ["tDialing", "dialing"],
  ["tMonitoring", "monitoring"],
  ["tCoaching", "coaching"],
  ["tBarging", "barging"],
  ["nOutbound", "dialing"],
]);

function describeDark({ incomplete, seenFrom, endTime }: CommunicationView): string {
  if (incomplete === true)
    return `The first record that shows the session is of after its end at ${endTime ?? "an unknown instant"}.`;
  return `The first record that shows the session is of ${seenFrom ?? "later"}, long after its connect.`;
}

/** What depends on other communications is not known where one of them is not. */
function lackElsewhere({ pair, session, conversation }: Subject): string | undefined {
  if (!TIED.has(pair.name)) return undefined;
  const other = conversation.sessions.find(
    (one) => one !== session && (lackOfSession(one) !== undefined || hasLostEnd(one)),
  );
  if (other === undefined) return undefined;
  const named = other.sessionId ?? other.participantId;
  return `It depends on ${other.purpose ?? "another"} session ${named}, of which records are missing.`;
}

/** The platform knows the end of the session, and our records do not. */
function hasLostEnd(session: SessionPair): boolean {
  const hasEnded = session.sessions.some(({ segments }) => segments.length > 0 && segments.every(({ endAt }) => endAt));
  return hasEnded && viewsOf(session).some(({ state }) => state !== "ended");
}
