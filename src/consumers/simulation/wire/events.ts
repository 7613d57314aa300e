import type { Communication } from "../communication";
import type { Script } from "../script";
import type { Json } from "./flat";

const MEDIA: Readonly<Record<Communication["mediaType"], string>> = {
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

/** The analytics detail events that the changes of some communications cause, each with its own instant. */
export function toDetailEvents(
  script: Script,
  touched: readonly Communication[],
  emitted: Script["eventsEmitted"],
): Json[] {
  return touched.flatMap((communication) => {
    const before = emitted.get(communication) ?? new Set<string>();
    emitted.set(communication, before);
    const changes = changesOf(communication).filter(({ kind }) => !before.has(kind));
    for (const { kind } of changes) before.add(kind);
    return changes.map(({ kind, at, more }) => toEvent(script, communication, kind, at, more));
  });
}

interface Change {
  readonly kind: string;
  readonly at: number;
  readonly more: Json;
}

function changesOf(communication: Communication): Change[] {
  const who = WHO.get(communication.purpose);
  if (who === undefined || communication.supervision !== undefined) return [];
  const changes: Change[] = [{ kind: `${who}.start`, at: communication.startedAt, more: {} }];
  if (communication.endedAt !== undefined) {
    const disconnectType =
      communication.disconnectType === undefined
        ? undefined
        : (ENDS.get(communication.disconnectType) ?? communication.disconnectType.toUpperCase());
    changes.push({
      kind: `${who}.end`,
      at: communication.endedAt,
      more: { disconnectType, ...totalsOf(communication, who, communication.endedAt) },
    });
  }
  const work = communication.afterCallWork;
  if (work?.state === "complete" && work.endedAt !== undefined) {
    changes.push({
      kind: "acw",
      at: work.endedAt,
      more: { wrapupDurationMs: work.endedAt - work.startedAt, wrapupCode: communication.wrapup?.code },
    });
  }
  return changes;
}

/** The sums of a session that was connected: the platform counts a hold as held alone. */
function totalsOf({ connectedAt, holdStartedAt, ...sums }: Communication, who: string, endedAt: number): Json {
  if (connectedAt === undefined) return {};
  const connectedMs = Math.max(0, endedAt - connectedAt);
  if (who === "acd") return { connectedDurationMs: connectedMs };
  if (who === "customer") return { interactingDurationMs: connectedMs };
  const heldMs = sums.heldMs + (holdStartedAt === undefined ? 0 : endedAt - holdStartedAt);
  return { interactingDurationMs: connectedMs - sums.parkedMs - heldMs, heldDurationMs: heldMs };
}

const WHO = new Map<string, string>(Object.entries({ agent: "user", user: "user", acd: "acd", customer: "customer" }));

const ENDS = new Map<string, string>([
  ["transfer.consult", "CONSULT_TRANSFER"],
  ["transfer.noanswer", "NO_ANSWER_TRANSFER"],
]);

function toEvent({ conversationId }: Script, communication: Communication, kind: string, at: number, more: Json): Json {
  return {
    topicName: `v2.detail.events.conversation.${conversationId}.${kind}`,
    version: "2",
    eventBody: {
      eventTime: at,
      conversationId,
      participantId: communication.participantId,
      sessionId: communication.communicationId,
      mediaType: MEDIA[communication.mediaType],
      direction: communication.direction.toUpperCase(),
      userId: communication.userId,
      queueId: communication.queueId,
      ...more,
    },
    metadata: {},
  };
}
