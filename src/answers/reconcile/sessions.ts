import { communicationKeyIn } from "../../models/communication-key";
import type { FinalConversation } from "../../models/final-conversation";
import { oncePer } from "../../models/memo";
import type { PlatformConversation, PlatformNumber, PlatformSession } from "../../models/platform-detail";
import type { CommunicationView } from "../../models/view";
import { partiesOf, type Party } from "../../models/parties";
import { ownNumber, type OwnNumber } from "./numbers";
import { pairNumbers, type NumberPair } from "./pairs";

/** A communication as both sides have it; all those of a participant in one medium where our records have no ids of them. */
export interface SessionPair {
  readonly participantId: string;
  readonly sessionId: string | undefined;
  readonly mediaType: string;
  readonly purpose: string | undefined;
  readonly parties: readonly Party[];
  readonly sessions: readonly PlatformSession[];
  readonly pairs: readonly NumberPair[];
}

interface Draft {
  readonly parties: Party[];
  readonly sessions: PlatformSession[];
  readonly ours: OwnNumber[];
}

/** Lays the communications of a conversation beside the platform's sessions. Only numbers that `isCompared` are paired. */
export function pairSessions(
  ours: FinalConversation | undefined,
  platform: PlatformConversation | undefined,
  { toleranceMs, isCompared }: { readonly toleranceMs: number; readonly isCompared: (name: string) => boolean },
): SessionPair[] {
  const drafts = new Map<string, Draft>();
  const draftOf = (key: string) => {
    const draft = drafts.get(key) ?? { parties: [], sessions: [], ours: [] };
    drafts.set(key, draft);
    return draft;
  };
  const parties = ours === undefined ? undefined : partiesOf(ours);
  for (const party of parties?.all ?? []) draftOf(keyOfParty(party)).parties.push(party);
  for (const measurement of ours?.measurements ?? []) {
    if (!isCompared(measurement.name) || measurement.participantId === undefined) continue;
    const party = parties?.withKey(communicationKeyIn(measurement.conversationId, measurement.id));
    const { participantId, communicationId, mediaType = "unknown" } = measurement;
    const key = party === undefined ? keyOf(participantId, communicationId, mediaType) : keyOfParty(party);
    draftOf(key).ours.push(ownNumber(measurement));
  }
  for (const session of platform?.sessions ?? []) draftOf(keyOfSession(session, drafts)).sessions.push(session);
  return [...drafts.values()].map((draft) => sessionPair(draft, toleranceMs, isCompared));
}

function keyOfParty({ participant: { participantId }, communication }: Party): string {
  return keyOf(participantId, communication.communicationId, communication.mediaType);
}

function keyOf(participantId: string, communicationId: string | undefined, mediaType: string): string {
  return communicationId ?? `${participantId}:${mediaType}`;
}

/** A session has its id; where our records of its participant have none, its participant and medium. */
function keyOfSession(
  { sessionId, participantId, mediaType }: PlatformSession,
  drafts: ReadonlyMap<string, Draft>,
): string {
  const keys = [sessionId, `${participantId}:${mediaType}`, `${participantId}:unknown`];
  const known = keys.find((key) => key !== undefined && drafts.has(key));
  return known ?? keyOf(participantId, sessionId, mediaType);
}

function sessionPair(
  { parties, sessions, ours }: Draft,
  toleranceMs: number,
  isCompared: (name: string) => boolean,
): SessionPair {
  const platform = sessions.flatMap(({ numbers }) => numbers.filter(({ name }) => isCompared(name)));
  const [session, party, own] = [sessions[0], parties[0], ours[0]?.measurement];
  const names = new Set([...ours, ...platform].map(({ name }) => name));
  const ofName = <One extends { readonly name: string }>(all: readonly One[], name: string) =>
    all.filter((one) => one.name === name);
  return {
    participantId: session?.participantId ?? party?.participant.participantId ?? own?.participantId ?? "",
    sessionId: session?.sessionId ?? party?.communication.communicationId,
    mediaType: party?.communication.mediaType ?? session?.mediaType ?? own?.mediaType ?? "unknown",
    purpose: party?.participant.purpose ?? session?.purpose,
    parties,
    sessions,
    pairs: [...names].flatMap((name) =>
      pairNumbers(ofName(ours, name), ofName<PlatformNumber>(platform, name), toleranceMs),
    ),
  };
}

/** The communications of a pair as our view has them. */
export function viewsOf({ parties }: SessionPair): readonly CommunicationView[] {
  return parties.map(({ communication }) => communication);
}

/** The queue of a session: the platform's, else ours. */
export const queueOf = oncePer((session: SessionPair): string | null => {
  const ofNumbers = session.pairs.map(({ ours }) => ours?.measurement.queueId);
  const known = [...session.sessions.map(({ queueId }) => queueId), ...viewsOf(session).map(({ queueId }) => queueId)];
  return [...known, ...ofNumbers].find((queue) => queue !== undefined) ?? null;
});

/** When the first segment of a session began; Infinity where it has none. */
export const beginOf = oncePer(({ sessions }: SessionPair) =>
  sessions.flatMap(({ segments }) => segments).reduce((earliest, { startAt }) => Math.min(earliest, startAt), Infinity),
);
