import type { Random } from "../../src/consumers/simulation/random";
import type { Json } from "../support/mutations";
import { CANARY } from "./canary";

const text = (value: Json) => JSON.stringify(value);
const base64 = (value: Json) => Buffer.from(text(value)).toString("base64");
const iso = (at: number) => new Date(at).toISOString();
const PERSONAL: Json = { headers: [{ customer: CANARY }], key: CANARY };

type Wrap = (value: Json, at: number, random: Random) => Json;

const record: Wrap = (value, at, random) => ({
  ...{ topic: "participant-updates", partition: random.int(0, 7), offset: random.int(0, 5000), timestamp: at },
  ...(PERSONAL as object),
  value,
});

/** What teams store records in. Each holds a value that may itself lie in an envelope. */
const ENVELOPES: readonly Wrap[] = [
  record,
  (value, at, random) => record(text(value), at, random),
  (value, at, random) => ({ topic: "t", partition: random.int(0, 7), offset: 4, ts: at, payload: text(value) }),
  (value, at) => ({
    ...{ version: "0", id: "e", "detail-type": "x", source: "aws.partner/x", time: iso(at), account: CANARY },
    detail: value,
  }),
  (value, at) => ({ MessageId: "m", Body: text(value), Attributes: { SentTimestamp: String(at), SenderId: CANARY } }),
  (value, at) => ({ Records: [{ messageId: "m", body: text(value), attributes: { SentTimestamp: String(at) } }] }),
  (value, at) => ({ Type: "Notification", MessageId: "n", Subject: CANARY, Message: text(value), Timestamp: iso(at) }),
  (value, at) => ({ Records: [{ EventSource: "aws:sns", Sns: { Message: text(value), Timestamp: iso(at) } }] }),
  (value, at) => ({
    Records: [{ eventSource: "aws:kinesis", kinesis: { data: base64(value), approximateArrivalTimestamp: at / 1000 } }],
  }),
  (value, at) => ({ records: [{ recordId: "1", approximateArrivalTimestamp: at, data: base64(value) }] }),
  (value, at) => ({
    eventSource: "aws:kafka",
    records: { "t-0": [{ topic: "t", partition: 0, offset: 9, timestamp: at, key: "aw==", value: base64(value) }] },
  }),
  (value, at) => ({ id: "x", eventType: "e", subject: CANARY, eventTime: iso(at), data: { message: value } }),
  (value) => ({ topicName: "v2.users.u1.conversations", version: "2", eventBody: value, metadata: {} }),
  (value) => ({ rawEvent: value, id: "row" }),
  (value) => text(value),
  (value) => [value],
  (value) => [value, value, { topicName: "channel.metadata", eventBody: {} }],
];

/** Puts a value into no envelope, one, or several around one another; now and then into more than are taken off. */
export function envelop(value: Json, at: number, random: Random): Json {
  if (random.chance(70)) return record(value, at, random);
  const levels = random.chance(1) ? random.int(9, 14) : random.int(0, 3);
  let wrapped = value;
  for (let level = 0; level < levels; level += 1) wrapped = random.pick(ENVELOPES)(wrapped, at, random);
  // Escapes of escapes grow without bound, and are then only a large record.
  return text(wrapped).length > 1_000_000 ? value : wrapped;
}
