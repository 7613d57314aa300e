import { decodeRecords } from "../../src/decoding/decode";
import type { Decoded } from "../../src/models/decoded";

const decodeAll = (value: unknown): readonly Decoded[] =>
  decodeRecords(Buffer.from(JSON.stringify(value)), { file: "log.ndjson", line: 1 });
const time = (seconds: number) => new Date(Date.UTC(2026, 5, 2, 10) + seconds * 1000).toISOString();
const ms = (seconds: number) => Date.UTC(2026, 5, 2, 10) + seconds * 1000;
const segment = (segmentType: string, start: number, end?: number, more: object = {}) => ({
  segmentType,
  segmentStart: time(start),
  ...(end !== undefined && { segmentEnd: time(end) }),
  conference: false,
  ...more,
});
const agent = (segments: readonly object[]) => ({
  participantId: "a",
  purpose: "agent",
  userId: "u",
  sessions: [
    {
      mediaType: "voice",
      direction: "inbound",
      sessionId: "s2",
      peerId: "s1",
      segments,
      metrics: [{ name: "tTalk", value: 1 }],
    },
  ],
});
const detail = (participants: readonly object[]) => ({
  conversationId: "c",
  conversationStart: time(0),
  conversationEnd: time(200),
  participants,
});
const worked = [
  segment("alert", 10, 20, { queueId: "q" }),
  segment("interact", 20, 60, { queueId: "q" }),
  segment("hold", 60, 90, { queueId: "q" }),
  segment("interact", 90, 150, { queueId: "q", disconnectType: "peer" }),
  segment("wrapup", 150, 180, { queueId: "q", wrapUpCode: "done" }),
];
const factsOf = (decoded: readonly Decoded[]) =>
  decoded.flatMap((one) => (one.kind === "observations" ? one.bodies : [])).map(({ facts }) => facts);

describe("an analytics detail of a conversation", () => {
  it("makes each session a communication with the platform's dates and segments", () => {
    const decoded = decodeAll(detail([agent(worked)]));
    expect(decoded).toMatchObject([
      {
        kind: "observations",
        conversationId: "c",
        at: undefined,
        latestInside: ms(200),
        bodies: [{ participantId: "a", communicationId: "s2", mediaType: "call", shape: "snapshot" }],
      },
    ]);
    expect(factsOf(decoded)).toMatchObject([
      {
        purpose: "agent",
        userId: "u",
        queueId: "q",
        direction: "inbound",
        peerId: "s1",
        state: "disconnected",
        disconnectType: "peer",
        alertingAt: ms(10),
        connectedAt: ms(20),
        endedAt: ms(150),
        afterCallWorkStartedAt: ms(150),
        afterCallWorkEndedAt: ms(180),
        wrapupCode: "done",
        segments: [
          { type: "alert", startAt: ms(10), endAt: ms(20) },
          { type: "interact", startAt: ms(20), endAt: ms(60) },
          { type: "hold", startAt: ms(60), endAt: ms(90) },
          { type: "interact", startAt: ms(90), endAt: ms(150), disconnectType: "peer" },
          { type: "wrapup", startAt: ms(150), endAt: ms(180) },
        ],
      },
    ]);
  });

  it("of a conversation that goes on has not ended", () => {
    const [talking] = factsOf(
      decodeAll({ ...detail([agent(worked.slice(0, 1).concat(segment("interact", 20)))]), conversationEnd: null }),
    );
    expect(talking).toMatchObject({ state: "connected", connectedAt: ms(20), endedAt: undefined });
    const [held] = factsOf(
      decodeAll({ ...detail([agent([segment("interact", 20, 60), segment("hold", 60)])]), conversationEnd: null }),
    );
    expect(held).toMatchObject({ state: "connected", held: true, holdStartedAt: ms(60), endedAt: undefined });
    const [parked] = factsOf(
      decodeAll({ ...detail([agent([segment("interact", 20, 60), segment("parked", 60)])]), conversationEnd: null }),
    );
    expect(parked).toMatchObject({ state: "parked", parkedAt: ms(60), connectedAt: ms(20), held: undefined });
    const [alerting] = factsOf(decodeAll({ ...detail([agent([segment("alert", 10)])]), conversationEnd: null }));
    expect(alerting).toMatchObject({ state: "alerting", connectedAt: undefined });
  });

  it("dates a customer's session without segments by the conversation", () => {
    const customer = { participantId: "k", purpose: "customer", sessions: [{ sessionId: "s1", mediaType: "chat" }] };
    expect(factsOf(decodeAll(detail([customer])))).toMatchObject([{ connectedAt: ms(0), endedAt: ms(200) }]);
  });

  it("says whom a supervisor's session supervised, what a callback's session promised, and that something failed", () => {
    const supervisor = { sessionId: "s3", mediaType: "voice", monitoredParticipantId: "a", coachedParticipantId: null };
    const callback = {
      sessionId: "s4",
      mediaType: "callback",
      callbackScheduledTime: time(900),
      timeoutSeconds: 0,
      skipEnabled: true,
      acwSkipped: true,
      segments: [segment("interact", 20, 60, { errorCode: "error.x" })],
    };
    const decoded = decodeAll(
      detail([
        { participantId: "s", purpose: "user", sessions: [supervisor] },
        { participantId: "k", purpose: "agent", userId: "u", sessions: [callback] },
      ]),
    );
    expect(factsOf(decoded)).toMatchObject([
      { purpose: "user", monitoredParticipantId: "a" },
      {
        purpose: "agent",
        userId: "u",
        callbackScheduledAt: ms(900),
        timeoutSeconds: 0,
        skipEnabled: true,
        wrapupSkipped: true,
        errorCode: "error.x",
        failed: true,
      },
    ]);
    expect(decoded).toMatchObject([{ latestInside: ms(200) }]);
    const wrong = { participantId: "k", sessions: [{ sessionId: "s4", callbackScheduledTime: "soon" }] };
    expect(decodeAll(detail([wrong, agent(worked)]))).toMatchObject([
      { rejections: [{ reason: "noInstant", path: "participants[0].sessions[0].callbackScheduledTime" }] },
    ]);
  });

  it("is read as an export, a page of a job, and one to a record of a topic, dated by that record", () => {
    const bodies = [detail([agent(worked)]), { ...detail([agent(worked)]), conversationId: "d" }];
    for (const page of [
      { conversations: bodies },
      { conversations: bodies, cursor: "x", dataAvailabilityDate: time(9) },
    ])
      expect(decodeAll(page)).toMatchObject([{ conversationId: "c" }, { conversationId: "d" }]);
    const record = { topic: "t", partition: 0, offset: 0, timestamp: ms(900), key: "c", value: bodies[0] };
    expect(decodeAll(record)).toMatchObject([{ conversationId: "c", at: ms(900) }]);
  });

  it("costs only the participant in which something is wrong", () => {
    const broken = {
      participantId: "b",
      sessions: [{ sessionId: "s", segments: [segment("interact", 1, 2, { segmentEnd: "soon" })] }],
    };
    const nobody = { sessions: [{ sessionId: "s" }] };
    expect(decodeAll(detail([broken, nobody, agent(worked)]))).toMatchObject([
      {
        bodies: [{ participantId: "a" }],
        rejections: [
          { reason: "noInstant", path: "participants[0].sessions[0].segments[0].segmentEnd" },
          { reason: "noParticipantId", path: "participants[1].participantId" },
        ],
      },
    ]);
  });
});
