import { decodeRecord } from "../../src/decoding/decode";
import type { Decoded } from "../../src/models/decoded";

const PLACE = { file: "log.ndjson", line: 7 };
const decode = (value: unknown): Decoded => decodeRecord(Buffer.from(JSON.stringify(value)), PLACE);
const at = Date.parse("2026-06-02T10:00:00.000Z");
const participant = { id: "p", purpose: "agent", state: "connected" };

/** What a record is rejected for and where; what it is ignored as; or that it is news. */
const outcome = (value: unknown): string => {
  const decoded = decode(value);
  if (decoded.kind === "ignored") return `ignored ${decoded.what}`;
  if (decoded.kind === "observations") return `news of ${decoded.conversationId}`;
  return decoded.rejections.map(({ reason, path = "" }) => `${reason} ${path}`.trim()).join(", ");
};

describe("a record that is no news is ignored only if it is of a known kind", () => {
  it.each([
    ["heartbeat", { topicName: "channel.metadata", eventBody: { message: "pong" } }],
    ["heartbeat", { message: "pong" }],
    ["subscription", { result: "404" }],
    ["subscription", { Type: "SubscriptionConfirmation", TopicArn: "arn:aws:sns:x", Message: "You have chosen …" }],
    ["otherTopic", { topicName: "v2.users.u1.presence", eventBody: { id: "u1" } }],
    ["otherTopic", { topicName: "v2.users.u1.routingStatus", eventBody: { id: "u1" } }],
    ["otherTopic", { topicName: "v2.users.u1.activity", eventBody: { id: "u1" } }],
    ["otherTopic", { topicName: "v2.users.u1.conversationsummary", eventBody: { call: {} } }],
    ["otherTopic", { topicName: "v2.conversations.chats.c1.messages", eventBody: { id: "m" } }],
    ["otherTopic", { topicName: "v2.analytics.queues.q.observations", eventBody: { group: {} } }],
    ["otherTopic", { topicName: "v2.routing.queues.q.users", eventBody: { id: "u" } }],
    ["otherEvent", { topicName: "v2.detail.events.conversation.c.attributes", eventBody: { eventTime: at } }],
    ["otherEvent", { topicName: "v2.detail.events.conversation.c.contact", eventBody: { eventTime: at } }],
    ["otherEvent", { eventTime: at, conversationId: "c", participantId: "p", outboundCampaignId: "o" }],
    ["nothingToFold", { topicName: "v2.users.u1.conversations.calls", eventBody: { id: "c" } }],
    ["nothingToFold", []],
    ["tombstone", { topicName: "v2.users.u1.conversations.calls", eventBody: null }],
  ])("%s", (what, value) => {
    expect(outcome(value)).toBe(`ignored ${what}`);
  });

  it.each([
    ["a log line of a program", { level: 30, time: at, msg: "started", pid: 1 }, "$"],
    ["what a program logs beside it", { level: "info", data: { hostname: "a" } }, "data"],
    ["a topic that is not known", { topicName: "v2.weather.today", eventBody: { id: "w" } }, "$"],
    ["an event of a kind that is not known", { topicName: "v2.detail.events.conversation.c.moon", eventBody: {} }, "$"],
    ["an event of which nothing tells the kind", { eventTime: at, conversationId: "c", participantId: "p" }, "$"],
    ["an event time alone", { eventTime: at, name: "x" }, "$"],
    ["an id alone", { id: "c", name: "x" }, "$"],
    ["a notification without its body", { topicName: "v2.users.u.conversations.calls", id: "n" }, "$"],
    ["an EventBridge event of something else", { id: "e", source: "aws.ec2", detail: { state: "running" } }, "detail"],
    ["a CloudEvent without data", { specversion: "1.0", id: "e", type: "x", source: "y" }, "$"],
    ["a message with a word in it", { message: "hello" }, "$"],
    ["an answer of a service", { result: { ok: true } }, "$"],
    ["a list of numbers", [1, 2, 3], "$"],
    ["a number", 42, "$"],
  ])("anything else is refused by name, with a path and a hint: %s", (_, value, path) => {
    const decoded = decode(value);
    expect(decoded).toMatchObject({
      kind: "rejected",
      rejections: [{ reason: "unknownShape", path, detail: expect.any(String) as unknown }],
    });
  });

  it("a participant without a phase, a date or a communication makes no conversation", () => {
    for (const said of [{}, { purpose: "agent", userId: "u", queueId: "q" }, { held: false }, { wrapupTimeoutMs: 1 }])
      expect(outcome({ conversationId: "c", participant: { id: "p", ...said } })).toBe("ignored nothingToFold");
    expect(outcome({ id: "c", participants: [{ id: "p", calls: [] }] })).toBe("ignored nothingToFold");
    expect(outcome({ conversationId: "c", participant: { id: "p", held: true } })).toBe("news of c");
    expect(outcome({ conversationId: "c", participant: { id: "p", endTime: "2026-06-02T10:00:00Z" } })).toBe(
      "news of c",
    );
    expect(outcome({ id: "c", participants: [{ id: "p", calls: [{ id: "k" }] }] })).toBe("news of c");
  });
});

describe("the instant that a body states itself", () => {
  const update = (eventTime: unknown) => ({ conversationId: "c", eventTime, mediaType: "call", participant });

  it("comes first, in ISO-8601 or epoch milliseconds, before the envelope's and the record's", () => {
    for (const eventTime of ["2026-06-02T10:00:00.000Z", at, String(at)]) {
      expect(decode(update(eventTime))).toMatchObject({ kind: "observations", at, conversationId: "c" });
      const record = { timestamp: at + 9000, value: update(eventTime) };
      expect(decode(record)).toMatchObject({ kind: "observations", at });
    }
    const whole = { id: "c", eventTime: at, participants: [participant] };
    expect(decode({ topicName: "v2.users.u.conversations.calls", eventBody: whole })).toMatchObject({ at });
    const event = { source: "aws.partner/x", time: "2026-06-02T10:00:09Z", detail: { eventBody: update(at) } };
    expect(decode(event)).toMatchObject({ at });
  });

  it("is refused where it is no instant", () => {
    expect(outcome(update("soon"))).toBe("noInstant eventTime");
    expect(outcome(update(true))).toBe("wrongType eventTime");
  });
});

describe("what an EventBridge event is", () => {
  const body = { eventTime: at, conversationId: "c", participantId: "p", sessionId: "s", mediaType: "VOICE" };

  it("is told by its detail-type where no topicName is stored", () => {
    const event = {
      id: "58fb5dac",
      source: "aws.partner/genesys.com/cloud/o/s",
      "detail-type": "v2.detail.events.conversation.{id}.customer.start",
      detail: { eventBody: body },
    };
    expect(decode(event)).toMatchObject({ at, bodies: [{ facts: { purpose: "customer", state: "connected" } }] });
    expect(decode({ ...event, detail: body })).toMatchObject({ at, bodies: [{ facts: { purpose: "customer" } }] });
    const calls = { ...event, "detail-type": "v2.users.{id}.conversations.calls" };
    const snapshot = { id: "c", participants: [participant] };
    expect(decode({ ...calls, detail: { eventBody: snapshot } })).toMatchObject({ bodies: [{ mediaType: "call" }] });
  });

  it("never takes its own id for that of a conversation", () => {
    expect(outcome({ id: "e", source: "x", detail: { participants: [participant] } })).toBe("noConversationId");
    expect(outcome({ id: "e", source: "x", detail: {} })).toBe("unknownShape detail");
  });
});
