import { decodeRecords } from "../../src/decoding/decode";
import { shapesOf } from "../../src/app/log-shape";
import type { Decoded } from "../../src/models/decoded";

const PLACE = { file: "log.ndjson", line: 7 };
const decodeAll = (value: unknown): readonly Decoded[] =>
  decodeRecords(
    Buffer.isBuffer(value) ? value : Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
    PLACE,
  );
const text = (value: unknown) => JSON.stringify(value);
const base64 = (value: unknown) => Buffer.from(text(value)).toString("base64");

const at = Date.parse("2026-06-02T10:00:00.000Z");
const sentAt = at + 5000;
const sentIso = "2026-06-02T10:00:05.000Z";
const participants = [{ id: "p", purpose: "agent", state: "connected", connectedTime: "2026-06-02T10:00:00.000Z" }];
const notification = (id = "c") => ({
  topicName: "v2.users.u.conversations.calls",
  version: "2",
  eventBody: { id, participants },
  metadata: { CorrelationId: "x" },
});
const event = {
  version: "0",
  id: "58fb5dac",
  "detail-type": "v2.detail.events.conversation.{id}.customer.start",
  source: "aws.partner/genesys.com/cloud/o/s",
  time: "2026-06-02T10:00:01Z",
  detail: {
    topicName: "v2.detail.events.conversation.c.customer.start",
    eventBody: { eventTime: at, conversationId: "c", participantId: "p", sessionId: "s", mediaType: "VOICE" },
    timestamp: "2026-06-02T10:00:00.064Z",
  },
};
const sqs = (body: unknown) => ({
  MessageId: "m",
  ReceiptHandle: "r",
  MD5OfBody: "d",
  Body: text(body),
  Attributes: { SentTimestamp: String(sentAt) },
});
const sns = (body: unknown) => ({
  Type: "Notification",
  MessageId: "n",
  TopicArn: "arn:aws:sns:eu-central-1:1:t",
  Message: text(body),
  Timestamp: sentIso,
});

describe("an envelope that teams store is taken off, and gives its time where the body has none", () => {
  it.each<[string, unknown, number | undefined]>([
    ["a ReceiveMessage dump of SQS", { Messages: [sqs(notification())] }, sentAt],
    [
      "an SQS event of a function",
      {
        Records: [
          {
            messageId: "m",
            receiptHandle: "r",
            body: text(notification()),
            attributes: { SentTimestamp: String(sentAt) },
            eventSource: "aws:sqs",
          },
        ],
      },
      sentAt,
    ],
    ["a notification of SNS", sns(notification()), sentAt],
    ["SNS inside of SQS", sqs(sns(notification())), sentAt],
    ["an SNS event of a function", { Records: [{ EventSource: "aws:sns", Sns: sns(notification()) }] }, sentAt],
    [
      "a Kinesis event of a function",
      {
        Records: [
          {
            kinesis: { data: base64(notification()), approximateArrivalTimestamp: sentAt / 1000 },
            eventSource: "aws:kinesis",
          },
        ],
      },
      sentAt,
    ],
    [
      "what get-records of Kinesis prints",
      { Records: [{ SequenceNumber: "1", ApproximateArrivalTimestamp: sentIso, Data: base64(notification()) }] },
      sentAt,
    ],
    [
      "a Firehose event of a function",
      {
        invocationId: "i",
        deliveryStreamArn: "arn",
        records: [{ recordId: "1", approximateArrivalTimestamp: sentAt, data: base64(notification()) }],
      },
      sentAt,
    ],
    [
      "a Kafka event of a function",
      {
        eventSource: "aws:kafka",
        records: {
          "t-0": [
            { topic: "t", partition: 0, offset: 9, timestamp: sentAt, key: "aw==", value: base64(notification()) },
          ],
        },
      },
      sentAt,
    ],
    [
      "an event of Event Grid",
      { id: "x", eventType: "e", eventTime: sentIso, dataVersion: "1", data: notification() },
      sentAt,
    ],
    ["a list of them", [{ id: "x", eventType: "e", eventTime: sentIso, data: { message: notification() } }], sentAt],
    [
      "a CloudEvent",
      { specversion: "1.0", id: "x", type: "t", source: "s", time: sentIso, data: notification() },
      sentAt,
    ],
    [
      "a CloudEvent of bytes",
      { specversion: "1.0", id: "x", time: sentIso, data_base64: base64(notification()) },
      sentAt,
    ],
    ["a Pub/Sub push", { message: { data: base64(notification()), messageId: "1", publishTime: sentIso } }, sentAt],
    ["Kafka Connect with its schema", { schema: { type: "string" }, payload: text(notification()) }, undefined],
    ["an answer with a list of entities", { entities: [{ id: "c", participants }], pageSize: 25 }, undefined],
    ["text under Body", { Body: text(notification()) }, undefined],
    ["text under body", { body: text(notification()) }, undefined],
    ["an object under data", { data: notification() }, undefined],
    ["an object under detail", { detail: notification() }, undefined],
    ["text under payload", { payload: text(notification()) }, undefined],
    ["text under raw_event", { id: "row", raw_event: text(notification()) }, undefined],
    ["an object under rawEvent", { rawEvent: notification() }, undefined],
    ["an object under value", { value: notification() }, undefined],
    ["text that holds JSON", text(text(notification())), undefined],
    ["a console line with its timestamp", `CreateTime:${String(sentAt)}\t${text(notification())}`, sentAt],
    ["a console line with its key", `c2040000-0000-4000-a000-000000000000\t${text(notification())}`, undefined],
    [
      "a framed document",
      Buffer.concat([Buffer.from([0, 0, 0, 0, 123]), Buffer.from(text(notification()))]),
      undefined,
    ],
    [
      "a framed document as text",
      { timestamp: sentAt, value: `\u0000\u0000\u0000\u0000{${text(notification())}` },
      sentAt,
    ],
  ])("%s", (_, value, instant) => {
    expect(decodeAll(value)).toMatchObject([{ kind: "observations", conversationId: "c", at: instant }]);
  });

  it.each([
    ["SQS", sqs(event)],
    ["SNS inside of SQS", sqs(sns(event))],
    ["Event Grid", { id: "x", eventType: "e", eventTime: sentIso, data: { message: event } }],
  ])("an event's own time comes before that of %s", (_, value) => {
    expect(decodeAll(value)).toMatchObject([
      { at, bodies: [{ communicationId: "s", facts: { purpose: "customer" } }] },
    ]);
  });

  it("a console line gives partition and offset, and a tombstone", () => {
    const line = `CreateTime:${String(sentAt)}\tPartition:3\tOffset:41\tNO_HEADERS\tk\t`;
    const position = { partition: 3, offset: 41 };
    expect(decodeAll(`${line}${text(notification())}`)).toMatchObject([{ position, partition: 3, at: sentAt }]);
    expect(decodeAll(`${line}null`)).toEqual([{ kind: "ignored", position, what: "tombstone" }]);
  });
});

describe("a record that holds several", () => {
  const heartbeat = { topicName: "channel.metadata", eventBody: { message: "pong" } };

  it("gives each its own place, in their order", () => {
    const [first, second, third] = decodeAll([notification("a"), heartbeat, notification("b")]);
    expect(first).toMatchObject({ conversationId: "a", position: { ...PLACE, item: 1 } });
    expect(second).toEqual({ kind: "ignored", what: "heartbeat", position: { ...PLACE, item: 2 } });
    expect(third).toMatchObject({ conversationId: "b", position: { ...PLACE, item: 3 } });
  });

  it("numbers through lists in lists, and leaves what has a place of its own there", () => {
    const nested = { Messages: [sqs([notification("a"), notification("b")]), sqs(notification("c"))] };
    expect(decodeAll(nested).map(({ position }) => position.item)).toEqual([1, 2, 3]);
    const recorded = [4, 5].map((offset) => ({ topic: "t", partition: 1, offset, value: notification() }));
    expect(decodeAll(recorded).map(({ position }) => position)).toEqual([
      { topic: "t", partition: 1, offset: 4 },
      { topic: "t", partition: 1, offset: 5 },
    ]);
  });

  it("costs only what is wrong in it", () => {
    const batch = { Records: [{ body: "{oops" }, { body: text(notification()) }, { body: text({ a: 1 }) }] };
    expect(decodeAll(batch)).toMatchObject([
      { rejections: [{ reason: "truncated", path: "Records[0].body" }] },
      { kind: "observations", conversationId: "c" },
      { rejections: [{ reason: "unknownShape", path: "Records[2].body" }] },
    ]);
  });
});

describe("encodings that are not read", () => {
  const framed = (...bytes: number[]) => Buffer.from([0, 0, 0, 0, 7, ...bytes]);

  it.each<[string, Buffer]>([
    ["avro", framed(2, 6, 0x61, 0x62, 0x63, 0x48, 0x01)],
    ["avro", Buffer.from("Obj\u0001\u0004\u0016avro.schema", "latin1")],
    ["protobuf", framed(0, 0x0a, 3, 0x61, 0x62, 0x63, 0x10, 0x96, 0x01)],
    ["protobuf", Buffer.from([0x0a, 3, 0x61, 0x62, 0x63, 0x10, 0x96, 0x01])],
  ])("are refused by their name: %s", (reason, bytes) => {
    expect(decodeAll(bytes)).toMatchObject([{ kind: "rejected", rejections: [{ reason }] }]);
    expect(decodeAll({ data: bytes.toString("base64"), kinesis: { data: bytes.toString("base64") } })).toMatchObject([
      { kind: "rejected", rejections: [{ reason }] },
    ]);
  });
});

describe("what an inspection says of envelopes", () => {
  it.each([
    [sqs(sns(event)), "bare", "SQS message > SNS notification > EventBridge event"],
    [{ Messages: [sqs(notification())] }, "bare", "Messages list > SQS message > notification"],
    [{ topic: "t", partition: 0, offset: 1, key: "c", value: notification() }, "convofold record", "notification"],
    [{ id: "c", participants }, "bare", "none"],
  ])("names them, outermost first", (value, wrapping, envelope) => {
    expect(shapesOf(text(value))).toMatchObject([{ wrapping, envelope }]);
  });
});
