import fc from "fast-check";

import type { Decoded } from "../../src/models/decoded";
import { decodeAll } from "./run";

/** The instant at which generated conversations play. */
export const BASE = Date.UTC(2026, 2, 2, 9);

const STATES = [
  "none",
  "scheduled",
  "offering",
  "contacting",
  "dialing",
  "alerting",
  "connected",
  "parked",
  "uploading",
  "disconnected",
  "terminated",
  "levitating",
];
const DISCONNECTS = ["client", "peer", "transfer", "transfer.consult", "system", "endpoint", "unheard.of"];
const PURPOSES = ["agent", "agent", "customer", "acd", "user", "ivr", "voicemail", "astronaut"];
const MEDIA = ["call", "callback", "chat", "message"] as const;
const ARRAYS = { call: "calls", callback: "callbacks", chat: "chats", message: "messages" } as const;

/** A record of a log: when it was made and what it says. */
export interface HostileRecord {
  readonly at: number;
  readonly document: unknown;
}

const iso = (at: number) => new Date(at).toISOString();

/** When generated records are made: bursts on a grid, so that many instants are equal, with pauses between them. */
export interface Times {
  readonly bursts: number;
  readonly pauseMs: number;
  readonly steps: number;
  readonly stepMs: number;
  /** Out of ten records, how many show an end. */
  readonly endings: number;
  readonly conversations: readonly string[];
}

/** An hour without pauses. */
export const ONE_HOUR: Times = {
  bursts: 1,
  pauseMs: 0,
  steps: 60,
  stepMs: 60_000,
  endings: 2,
  conversations: ["v1", "v2"],
};

/** Bursts of a minute and a half with pauses of twenty minutes: conversations are let go and come back. */
export const WITH_PAUSES: Times = {
  bursts: 6,
  pauseMs: 1_200_000,
  steps: 30,
  stepMs: 3_000,
  endings: 9,
  conversations: ["v1", "v2", "v3", "v4"],
};

const instant = ({ bursts, pauseMs, steps, stepMs }: Times) =>
  fc
    .tuple(fc.integer({ min: 0, max: bursts - 1 }), fc.integer({ min: 0, max: steps }))
    .map(([burst, step]) => BASE + burst * pauseMs + step * stepMs);

/** The fields of a flat participant or communication: each may be absent, and none needs to agree with another. */
const facts = (times: Times) => {
  const date = fc.option(instant(times).map(iso), { nil: undefined, freq: 2 });
  const flag = fc.option(fc.boolean(), { nil: undefined });
  return fc.record(
    {
      state: fc
        .integer({ min: 1, max: 10 })
        .chain((roll) =>
          roll <= times.endings ? fc.constantFrom("disconnected", "terminated") : fc.constantFrom(...STATES),
        ),
      purpose: fc.constantFrom(...PURPOSES),
      direction: fc.constantFrom("inbound", "outbound"),
      disconnectType: fc.constantFrom(...DISCONNECTS),
      initialState: fc.constantFrom(...STATES),
      held: flag,
      startHoldTime: date,
      connectedTime: date,
      endTime: date,
      startTime: date,
      startAlertingTime: date,
      ...(times.endings > 5 ? {} : { startAcwTime: date }),
      endAcwTime: date,
      parkTime: date,
      resumeTime: date,
      callbackScheduledTime: date,
      wrapupSkipped: flag,
      wrapupPrompt: fc.constantFrom("timeout", "optional", "forcedTimeout"),
      wrapupTimeoutMs: fc.constantFrom(0, 1000, 30000),
      alertingTimeoutMs: fc.constantFrom(0, 8000),
      timeoutSeconds: fc.constantFrom(0, 30),
      wrapup: fc.record({ code: fc.constant("w"), endTime: date, provisional: flag }, { requiredKeys: ["code"] }),
      afterCallWork: fc.record({
        state: fc.constantFrom("complete", ...(times.endings > 5 ? [] : ["pending"]), "skipped", "unknown"),
        startTime: date,
        endTime: date,
      }),
      securePause: flag,
      muted: flag,
      recordingState: fc.constantFrom("none", "active", "paused"),
      monitoredParticipantId: fc.constantFrom("p1", "p2"),
      coachedParticipantId: fc.constantFrom("p1", "p2"),
      bargedParticipantId: fc.constantFrom("p1", "p2"),
      errorInfo: fc.constant({ code: "boom" }),
      queue: fc.constantFrom({ id: "q1" }, { id: "q2" }, {}),
      peer: fc.constantFrom("c1", "c2"),
    },
    { requiredKeys: [] },
  );
};

const participantId = fc.constantFrom("p1", "p2", "p3");
const mediaType = fc.constantFrom(...MEDIA);

const flatBody = (id: string, times: Times) =>
  fc
    .record({
      media: mediaType,
      participants: fc.array(fc.tuple(participantId, facts(times)), { minLength: 1, maxLength: 3 }),
    })
    .map(({ media, participants }) => ({
      topicName: `v2.users.u1.conversations.${ARRAYS[media]}`,
      eventBody: { id, participants: participants.map(([own, said]) => ({ id: own, ...said })) },
    }));

const nestedBody = (id: string, times: Times) =>
  fc
    .array(fc.tuple(participantId, mediaType, fc.constantFrom("c1", "c2", "c3", "c4"), facts(times)), {
      minLength: 1,
      maxLength: 3,
    })
    .map((communications) => ({
      id,
      participants: communications.map(([own, media, communication, said]) => {
        const { endTime, ...rest } = said;
        return {
          id: own,
          purpose: said.purpose,
          [ARRAYS[media]]: [{ ...rest, id: `${own}-${media}-${communication}`, disconnectedTime: endTime }],
        };
      }),
    }));

const update = (id: string, times: Times) =>
  fc
    .record({ media: fc.option(mediaType, { nil: undefined }), own: participantId, said: facts(times) })
    .map(({ media, own, said }) => ({ conversationId: id, mediaType: media, participant: { id: own, ...said } }));

const detailEvent = (id: string, at: number) =>
  fc
    .record({
      kind: fc.constantFrom("user.start", "user.end", "acd.start", "acd.end", "customer.start", "customer.end", "acw"),
      own: participantId,
      session: fc.constantFrom("c1", "c2"),
      durations: fc.constantFrom(
        {},
        { interactingDurationMs: 5000, heldDurationMs: 0 },
        { connectedDurationMs: 900 },
        { wrapupDurationMs: 4000 },
      ),
    })
    .map(({ kind, own, session, durations }) => ({
      topicName: `v2.detail.events.conversation.${id}.${kind}`,
      eventBody: {
        eventTime: at,
        conversationId: id,
        participantId: own,
        sessionId: `${own}-call-${session}`,
        mediaType: "VOICE",
        ...durations,
      },
    }));

/** Records of a few conversations, hostile in every way that still has an instant. */
export function hostileLog(times: Times, maxLength: number): fc.Arbitrary<HostileRecord[]> {
  const record = fc
    .tuple(fc.constantFrom(...times.conversations), instant(times))
    .chain(([id, at]) =>
      fc
        .oneof(nestedBody(id, times), flatBody(id, times), update(id, times), detailEvent(id, at))
        .map((value) => ({ at, document: { partition: 0, timestamp: at, value } })),
    );
  return fc.array(record, { minLength: 1, maxLength }).map((records) => withTies(records));
}

/** A fifth of the records at the instant of the one before. */
function withTies(records: HostileRecord[]): HostileRecord[] {
  const sorted = [...records].sort((left, right) => left.at - right.at);
  return sorted.map((record, index) => {
    const before = sorted[index - 1];
    if (index % 5 !== 4 || before === undefined || isEvent(record)) return record;
    return { at: before.at, document: { ...(record.document as object), timestamp: before.at } };
  });
}

function isEvent({ document }: HostileRecord): boolean {
  return JSON.stringify(document).includes("detail.events");
}

/** Some records lose every instant, and all are spread over partitions, not always the same for a conversation. */
export function hostileRecords(records: readonly HostileRecord[], chances: readonly number[]): Decoded[] {
  const documents = records.map(({ document }, index) => {
    const chance = chances[index % chances.length] ?? 0;
    const [id] = WITH_PAUSES.conversations;
    const undated = { id, participants: [{ id: "p1", purpose: "agent", state: "connected" }] };
    if (chance < 8) return { partition: 0, offset: index, value: undated };
    return { ...(document as object), partition: chance < 80 ? 0 : chance % 3, offset: index };
  });
  return decodeAll(documents);
}

/** Every seventh record comes ten records later. */
export function withLateOnes(records: HostileRecord[]): HostileRecord[] {
  const places = records.map((record, index) => ({ record, place: index % 7 === 6 ? index + 10 : index }));
  return places.sort((left, right) => left.place - right.place).map(({ record }) => record);
}
