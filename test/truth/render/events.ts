import type { Communication } from "../communication";
import type { Medium } from "../life";
import type { Script } from "../script";
import { closed, connectionOf, holdsOf, lengthOf, talksOf } from "../spans";
import type { Json } from "./flat";

const MEDIA: Readonly<Record<Medium, string>> = {
  call: "VOICE",
  callback: "CALLBACK",
  chat: "CHAT",
  email: "EMAIL",
  message: "MESSAGE",
};

const WHO: Readonly<Record<string, string>> = { agent: "user", user: "user", acd: "acd", customer: "customer" };

const DISCONNECTS: Readonly<Record<string, string>> = {
  "transfer.consult": "CONSULT_TRANSFER",
  "transfer.noanswer": "NO_ANSWER_TRANSFER",
};

/** A detail event and its instant. */
export interface DetailEvent {
  readonly at: number;
  readonly value: Json;
}

/** The analytics detail events of a conversation. Supervisors and parked communications have totals of their own kind. */
export function detailEvents(script: Script): DetailEvent[] {
  return script.communications.flatMap((one) => eventsOf(script, one)).sort((left, right) => left.at - right.at);
}

function eventsOf(script: Script, one: Communication): DetailEvent[] {
  const who = WHO[one.sketch.purpose];
  if (who === undefined || one.roles.length > 0) return [];
  const { ended, work } = one;
  const events = [event(script, one, `${who}.start`, one.begunAt, {})];
  if (ended !== undefined) {
    const type = DISCONNECTS[ended.disconnectType] ?? ended.disconnectType.toUpperCase();
    events.push(event(script, one, `${who}.end`, ended.at, { disconnectType: type, ...totalsOf(one, who) }));
  }
  if (work?.kind === "done" && one.sketch.userId !== undefined)
    events.push(
      event(script, one, "acw", work.endAt, { wrapupDurationMs: work.endAt - work.startAt, wrapupCode: "code" }),
    );
  return events;
}

/** What the platform itself sums up at the end of a session. */
function totalsOf(one: Communication, who: string): Json {
  const connectedMs = lengthOf(connectionOf(one));
  if (who === "acd") return { connectedDurationMs: connectedMs };
  if (who === "customer") return { interactingDurationMs: connectedMs };
  if (one.parkings.length > 0) return {};
  return {
    interactingDurationMs: lengthOf(closed(talksOf(one))),
    heldDurationMs: lengthOf(closed(holdsOf(one))),
    alertingDurationMs: stageMs(one, "alerting"),
    contactingDurationMs: stageMs(one, "contacting"),
    dialingDurationMs: stageMs(one, "dialing"),
  };
}

function stageMs(one: Communication, state: string): number {
  const spans = one.stages.map(({ at }, index) => ({
    from: at,
    to: one.stages[index + 1]?.at ?? one.connected?.at ?? one.ended?.at,
  }));
  return lengthOf(closed(spans.filter((_, index) => one.stages[index]?.state === state)));
}

function event({ conversationId }: Script, one: Communication, kind: string, at: number, more: Json): DetailEvent {
  const { mediaType, userId, queueId } = one.sketch;
  return {
    at,
    value: {
      topicName: `v2.detail.events.conversation.${conversationId}.${kind}`,
      version: "2",
      eventBody: {
        eventTime: at,
        conversationId,
        participantId: one.participantId,
        sessionId: one.communicationId,
        mediaType: MEDIA[mediaType],
        direction: one.direction.toUpperCase(),
        userId,
        queueId,
        ...more,
      },
      metadata: {},
    },
  };
}
