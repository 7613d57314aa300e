import fc from "fast-check";

import { decodeRecord, decodeRecords } from "../../src/decoding/decode";
import type { Decoded } from "../../src/models/decoded";
import { runs } from "../support/runs";

const PLACE = { file: "log.ndjson", line: 7 };
const decode = (value: unknown): Decoded =>
  decodeRecord(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), PLACE);
const reasons = (decoded: Decoded) =>
  decoded.kind === "ignored"
    ? []
    : decoded.rejections.map(({ reason, path }) => (path === undefined ? reason : `${reason} ${path}`));
const participants = [{ id: "p", purpose: "agent", state: "connected", connectedTime: "2026-03-02T09:00:00Z" }];
const body = { id: "3F2504E0-4F89-41D3-9A0C-0305E82C3301", participants };
const topicName = "v2.users.u1.conversations.calls";
const at = Date.parse("2026-03-02T09:00:01Z");

describe("wrappings of a record", () => {
  it.each([
    [
      "convofold's own form",
      { topic: "t", partition: 3, offset: 41, timestamp: at, key: "k", value: { topicName, eventBody: body } },
    ],
    [
      "its value as text",
      { topic: "t", partition: 3, offset: 41, timestamp: at, value: JSON.stringify({ topicName, eventBody: body }) },
    ],
    [
      "kcat's form",
      {
        topic: "t",
        partition: 3,
        offset: 41,
        tstype: "create",
        ts: at,
        broker: 1,
        key: "k",
        payload: JSON.stringify({ topicName, eventBody: body }),
      },
    ],
  ])("%s gives place, partition and instant", (_, record) => {
    expect(decode(record)).toMatchObject({
      kind: "observations",
      partition: 3,
      position: { topic: "t", partition: 3, offset: 41 },
      at,
    });
  });

  it("the bare value has the place of its line and no instant", () => {
    expect(decode(body)).toMatchObject({
      position: PLACE,
      partition: undefined,
      at: undefined,
      latestInside: Date.parse("2026-03-02T09:00:00Z"),
    });
  });

  it("an EventBridge event is dated by detail.timestamp, else by time; its detail alone too", () => {
    const detail = { topicName, eventBody: body, timestamp: "2026-03-02T09:00:01.013Z" };
    const event = { version: "0", "detail-type": "x", source: "aws.partner/x", time: "2026-03-02T09:00:05Z", detail };
    expect(decode(event)).toMatchObject({ at: at + 13 });
    expect(decode({ ...event, detail: { topicName, eventBody: body } })).toMatchObject({ at: at + 4000 });
    expect(decode(detail)).toMatchObject({ at: at + 13 });
  });

  it("the medium comes from the topic, from mediaType, or from fields that only one medium has", () => {
    const mediumOf = (value: unknown) => {
      const decoded = decode(value);
      return decoded.kind === "observations" ? decoded.bodies[0]?.mediaType : undefined;
    };
    expect(mediumOf({ topicName, eventBody: body })).toBe("call");
    expect(mediumOf({ conversationId: "c", mediaType: "CHAT", participant: { id: "p", state: "connected" } })).toBe(
      "chat",
    );
    expect(mediumOf({ conversationId: "c", participant: { id: "p", state: "x", callbackNumbers: [""] } })).toBe(
      "callback",
    );
    expect(mediumOf({ conversationId: "c", participant: { id: "p", state: "x", room_id: "r" } })).toBe("chat");
    expect(mediumOf({ conversationId: "c", participant: { id: "p", state: "x", Muted: false } })).toBe("call");
    expect(mediumOf({ conversationId: "c", participant: { id: "p", state: "x", muted: null, viewerUrl: "u" } })).toBe(
      "cobrowse",
    );
    expect(mediumOf({ conversationId: "c", participant: { id: "p", held: true } })).toBe("unknown");
  });

  it("ids in the shape of a UUID are lower-cased, others left as they are", () => {
    expect(decode(body)).toMatchObject({ conversationId: "3f2504e0-4f89-41d3-9a0c-0305e82c3301" });
    expect(decode({ ...body, id: "Conv-A" })).toMatchObject({ conversationId: "Conv-A" });
  });

  it("a nested participant is split into its communications, filled from the participant", () => {
    const nested = {
      id: "c",
      participants: [
        {
          id: "p",
          purpose: "agent",
          userId: "u",
          calls: [{ id: "c1", state: "connected" }],
          callbacks: [{ id: "c2", state: "alerting" }],
        },
      ],
    };
    const decoded = decode(nested);
    expect(decoded.kind === "observations" ? decoded.bodies : []).toMatchObject([
      { communicationId: "c1", mediaType: "call", facts: { purpose: "agent", userId: "u", state: "connected" } },
      { communicationId: "c2", mediaType: "callback", facts: { purpose: "agent", userId: "u", state: "alerting" } },
    ]);
  });

  it("disconnect types and other enums come out in one spelling; unknown ones are kept and counted", () => {
    const typeOf = (disconnectType: string) => {
      const decoded = decode({ conversationId: "c", mediaType: "call", participant: { id: "p", disconnectType } });
      return decoded.kind === "observations"
        ? [decoded.bodies[0]?.facts.disconnectType, decoded.unknownValues]
        : undefined;
    };
    for (const spelling of ["transfer.noanswer", "NO_ANSWER_TRANSFER", "noAnswerTransfer"])
      expect(typeOf(spelling)).toEqual(["transfer.noanswer", []]);
    for (const spelling of ["endpoint.donotdisturb", "endpoint.dnd", "DND_ENDPOINT"])
      expect(typeOf(spelling)).toEqual(["endpoint.dnd", []]);
    expect(typeOf("abducted")).toEqual(["abducted", ["disconnectType=abducted"]]);
  });
});

describe("what is ignored", () => {
  it.each([
    ["heartbeat", { topicName: "channel.metadata", eventBody: { message: "WebSocket Heartbeat" } }],
    ["heartbeat", { message: "pong" }],
    ["socketClosing", { topicName: "v2.system.socket_closing", eventBody: {} }],
    ["subscription", { result: "200", status: "subscribed" }],
    ["otherTopic", { topicName: "v2.users.u1.presence", eventBody: { id: "u1" } }],
    ["otherTopic", { topicName: "v2.conversations.chats.c1.members", eventBody: { conversation: { id: "c" } } }],
    ["otherEvent", { topicName: "v2.detail.events.conversation.c.attributes", eventBody: { eventTime: at } }],
    ["tombstone", { topic: "t", partition: 0, offset: 1, timestamp: at, key: "k", value: null }],
    ["nothingToFold", { id: "c", participants: [] }],
  ])("%s", (what, value) => {
    expect(decode(value)).toEqual({ kind: "ignored", position: expect.anything() as unknown, what });
  });
});

describe("what is rejected", () => {
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  it.each([
    ["notJson", "this is no JSON"],
    ["truncated", '{"id":"c","participants":[{"id":"p"'],
    ["tooDeep", deep(65)],
    ["tooDeep", deep(100_000)],
    ["unknownShape $", '{"some":"thing"}'],
    ["unknownShape $", "42"],
    ["noConversationId", '{"participants":[{"id":"p"}]}'],
    ["noInstant timestamp", JSON.stringify({ timestamp: "2021-04-2T15:30:51.418Z", value: body })],
    ["noInstant timestamp", JSON.stringify({ timestamp: 99, value: body })],
    ["wrongType participants", '{"id":"c","participants":{"id":"p"}}'],
    ["truncated value", JSON.stringify({ timestamp: at, value: '{"id":"c"' })],
    [
      "wrongType eventTime",
      JSON.stringify({
        topicName: "v2.detail.events.conversation.c.user.start",
        eventBody: { conversationId: "c", participantId: "p", eventTime: "now" },
      }),
    ],
  ])("%s: %.60s", (reason, text) => {
    expect(reasons(decode(text))).toEqual([reason]);
  });

  it("notUtf8", () => {
    expect(reasons(decodeRecord(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), PLACE))).toEqual(["notUtf8"]);
  });

  it("futureInstant: a date of a participant more than a day after its record; the others are folded", () => {
    const dated = (id: string, lag: number, name: string) => {
      const date = new Date(at + lag).toISOString();
      return { id, purpose: "agent", calls: [{ id: `${id}-leg`, state: "connected", [name]: date }] };
    };
    const record = (...participants: unknown[]) =>
      decode({ timestamp: at, value: { topicName, eventBody: { id: "c", participants } } });
    const both = record(dated("a", 86_400_000, "connectedTime"), dated("b", 86_400_001, "startHoldTime"));
    expect(both).toMatchObject({
      kind: "observations",
      bodies: [{ participantId: "a" }],
      rejections: [{ reason: "futureInstant", path: "participants[1]" }],
    });
    expect(reasons(record(dated("a", 172_800_000, "connectedTime")))).toEqual(["futureInstant participants[0]"]);
    // What is planned lies ahead by its nature; without any time of the record nothing is ahead of it.
    expect(record(dated("a", 172_800_000, "callbackScheduledTime")).kind).toBe("observations");
    const undated = { id: "c", participants: [dated("a", 172_800_000, "connectedTime")] };
    expect(decode(undated).kind).toBe("observations");
    const update = {
      conversationId: "c",
      mediaType: "call",
      participant: { id: "a", connectedTime: new Date(at + 172_800_000) },
    };
    expect(decode({ timestamp: at, value: update })).toMatchObject({ rejections: [{ path: "participant" }] });
  });

  it("futureInstant: an observed instant more than five minutes after the record's timestamp", () => {
    const event = (lag: number) =>
      decode({ timestamp: at, value: { topicName, eventBody: body, timestamp: new Date(at + lag).toISOString() } });
    expect(event(300_000).kind).toBe("observations");
    expect(reasons(event(300_001))).toEqual(["futureInstant"]);
  });

  it("one bad participant costs itself alone, and says which field of it", () => {
    const value = {
      id: "c",
      participants: [
        { id: "p1", held: "yes" },
        { id: "p2", state: "alerting" },
        "rubbish",
        { state: "alerting" },
        { id: "p3", wrapup: { endTime: "soon" } },
      ],
    };
    const decoded = decode({ topicName, eventBody: value });
    expect(reasons(decoded)).toEqual([
      "wrongType participants[0].held",
      "wrongType participants[2]",
      "noParticipantId participants[3].id",
      "noInstant participants[4].wrapup.endTime",
    ]);
    expect(decoded.kind === "observations" ? decoded.bodies.map(({ participantId }) => participantId) : []).toEqual([
      "p2",
    ]);
  });

  it("tooMany: each participant more costs as much as the one before, whatever is wrong with it", () => {
    for (const many of [0, { id: "p", purpose: "agent", state: "odd" }]) {
      const decoded = decode({ ...body, participants: new Array<unknown>(100_000).fill(many) });
      expect(reasons(decoded)).toEqual(["tooMany"]);
    }
  });

  it("tooMany: each communication more costs as much as the one before, be it without an id or of an unknown state", () => {
    for (const call of [{ state: "connected" }, { id: "c", state: "odd" }]) {
      const calls = new Array<object>(200_000).fill(call);
      expect(reasons(decode({ ...body, participants: [{ id: "p", calls }] }))).toEqual(["tooMany"]);
    }
  });

  it("of duplicate keys the last wins, and __proto__ is data", () => {
    expect(
      decode(
        '{"id":"a","id":"b","participants":[{"id":"p","state":"connected","__proto__":{"held":true},"constructor":{"x":1}}]}',
      ),
    ).toMatchObject({ conversationId: "b", bodies: [{ facts: { held: undefined } }] });
    expect(({} as Record<string, unknown>)["held"]).toBeUndefined();
  });
});

describe("any input whatever", () => {
  const keys = fc.constantFrom(
    "id",
    "participants",
    "participant",
    "calls",
    "eventBody",
    "topicName",
    "value",
    "payload",
    "timestamp",
    "ts",
    "detail",
    "detail-type",
    "conversationId",
    "held",
    "connectedTime",
    "wrapup",
    "user",
    "__proto__",
    "constructor",
    "eventTime",
    "participantId",
    "mediaType",
    "partition",
    "offset",
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        1772442000000,
        "",
        "p",
        "connected",
        "2026-03-02T09:00:00Z",
        "v2.users.u.conversations.calls",
      ),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(keys, tie("tree"), { maxKeys: 6, noNullPrototype: true }),
    ),
  }));

  it("is decoded into something, without throwing, hanging or touching a prototype", () => {
    fc.assert(
      fc.property(tree, (value) => {
        for (const { kind } of decodeRecords(Buffer.from(JSON.stringify(value)), PLACE))
          expect(["observations", "ignored", "rejected"]).toContain(kind);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      runs(3000),
    );
  });

  it("is decoded also when its bytes are mangled", () => {
    const text = JSON.stringify({
      topic: "t",
      partition: 1,
      offset: 2,
      timestamp: at,
      value: { topicName, eventBody: body },
    });
    const mutation = fc.record({
      at: fc.nat(text.length - 1),
      drop: fc.nat(4),
      insert: fc.uint8Array({ maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const mangled = mutations.reduce(
          (bytes, { at: place, drop, insert }) =>
            Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + drop)]),
          Buffer.from(text),
        );
        expect(["observations", "ignored", "rejected"]).toContain(decodeRecord(mangled, PLACE).kind);
      }),
      runs(3000),
    );
  });
});
