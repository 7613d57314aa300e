import type { Leg } from "../leg";
import type { Script } from "../script";
import type { Json } from "./flat";

const MEDIA: Readonly<Record<Leg["mediaType"], string>> = {
  call: "VOICE",
  callback: "CALLBACK",
  chat: "CHAT",
  cobrowse: "COBROWSE",
  email: "EMAIL",
  message: "MESSAGE",
  video: "VIDEO",
  screenshare: "SCREENSHARE",
  internalmessage: "INTERNALMESSAGE",
  socialexpression: "MESSAGE",
  screenmonitoring: "SCREENMONITORING",
};

/** The analytics detail events that the changes of some legs cause, each with its own instant. */
export function toDetailEvents(script: Script, touched: readonly Leg[], emitted: Script["eventsEmitted"]): Json[] {
  return touched.flatMap((leg) => {
    const before = emitted.get(leg) ?? new Set<string>();
    emitted.set(leg, before);
    const changes = changesOf(leg).filter(({ kind }) => !before.has(kind));
    for (const { kind } of changes) before.add(kind);
    return changes.map(({ kind, at, more }) => toEvent(script, leg, kind, at, more));
  });
}

interface Change {
  readonly kind: string;
  readonly at: number;
  readonly more: Json;
}

function changesOf(leg: Leg): Change[] {
  const who = WHO.get(leg.purpose);
  if (who === undefined || leg.supervision !== undefined) return [];
  const changes: Change[] = [{ kind: `${who}.start`, at: leg.startedAt, more: {} }];
  if (leg.endedAt !== undefined) {
    const disconnectType =
      leg.disconnectType === undefined ? undefined : (ENDS.get(leg.disconnectType) ?? leg.disconnectType.toUpperCase());
    changes.push({ kind: `${who}.end`, at: leg.endedAt, more: { disconnectType, ...totalsOf(leg, who, leg.endedAt) } });
  }
  const work = leg.afterCallWork;
  if (work?.state === "complete" && work.endedAt !== undefined) {
    changes.push({
      kind: "acw",
      at: work.endedAt,
      more: { wrapupDurationMs: work.endedAt - work.startedAt, wrapupCode: leg.wrapup?.code },
    });
  }
  return changes;
}

/** The sums of a session that was connected: the platform counts a hold as held alone. */
function totalsOf({ connectedAt, holdStartedAt, ...leg }: Leg, who: string, endedAt: number): Json {
  if (connectedAt === undefined) return {};
  const connectedMs = Math.max(0, endedAt - connectedAt);
  if (who === "acd") return { connectedDurationMs: connectedMs };
  if (who === "customer") return { interactingDurationMs: connectedMs };
  const heldMs = leg.heldMs + (holdStartedAt === undefined ? 0 : endedAt - holdStartedAt);
  return { interactingDurationMs: connectedMs - leg.parkedMs - heldMs, heldDurationMs: heldMs };
}

const WHO = new Map<string, string>(Object.entries({ agent: "user", user: "user", acd: "acd", customer: "customer" }));

const ENDS = new Map<string, string>([
  ["transfer.consult", "CONSULT_TRANSFER"],
  ["transfer.noanswer", "NO_ANSWER_TRANSFER"],
]);

function toEvent({ conversationId }: Script, leg: Leg, kind: string, at: number, more: Json): Json {
  return {
    topicName: `v2.detail.events.conversation.${conversationId}.${kind}`,
    version: "2",
    eventBody: {
      eventTime: at,
      conversationId,
      participantId: leg.participantId,
      sessionId: leg.communicationId,
      mediaType: MEDIA[leg.mediaType],
      direction: leg.direction.toUpperCase(),
      userId: leg.userId,
      queueId: leg.queueId,
      ...more,
    },
    metadata: {},
  };
}
