import { instantFromEpochMs, parseInstant, type Instant } from "../models/instant";
import { hasName, isObject, type JsonObject } from "./spellings";

/** What stands around a record's body, and where the body is in it. */
export interface Envelope {
  /** Its name for people. */
  readonly name: string;
  /** Fields of which one must be there for it to be this envelope. */
  readonly signs: readonly string[];
  /** Where its content may stand: the first that is there counts. */
  readonly content: readonly string[];
  /** Where it says when it was sent. */
  readonly sentAt: readonly string[];
  /** Whether `sentAt` is when the record was appended to a log or queue. */
  readonly isTransport: boolean;
}

const envelope = (name: string, signs: readonly string[], content: readonly string[], sentAt: readonly string[]) => ({
  name,
  signs,
  content,
  sentAt,
  isTransport: false,
});
const transport = (name: string, signs: readonly string[], content: readonly string[], sentAt: readonly string[]) => ({
  ...envelope(name, signs, content, sentAt),
  isTransport: true,
});

/** The envelopes that are known by their own fields. The first that fits counts. */
export const ENVELOPES: readonly Envelope[] = [
  envelope("EventBridge event", ["detail-type", "source"], ["detail"], ["time"]),
  envelope("CloudEvent", ["specversion"], ["data", "data_base64"], ["time"]),
  envelope("Event Grid event", ["eventType", "dataVersion", "metadataVersion"], ["data"], ["eventTime"]),
  transport("SNS notification", ["TopicArn", "topicArn"], ["Message"], ["Timestamp"]),
  transport(
    "SQS message",
    ["MessageId", "messageId", "ReceiptHandle", "receiptHandle", "MD5OfBody", "md5OfBody"],
    ["Body", "body"],
    ["Attributes.SentTimestamp", "attributes.SentTimestamp"],
  ),
  transport("SNS record", ["Sns"], ["Sns"], []),
  transport("Kinesis record", ["kinesis"], ["kinesis.data"], ["kinesis.approximateArrivalTimestamp"]),
  transport("Kinesis record", ["SequenceNumber"], ["Data"], ["ApproximateArrivalTimestamp"]),
  transport("Firehose record", ["recordId"], ["data"], ["approximateArrivalTimestamp"]),
  transport("Firehose batch", ["deliveryStreamArn", "requestId"], ["records"], ["timestamp"]),
  transport("Pub/Sub message", ["messageId", "message_id", "publishTime"], ["data"], ["publishTime", "publish_time"]),
  envelope("Kafka Connect record", ["schema"], ["payload"], []),
];

/** The names under which content stands where nothing else shows the envelope: lists first, then what holds one. */
export const CONTENT_NAMES: readonly string[] = [
  "Records",
  "records",
  "Messages",
  "entities",
  "Entities",
  "conversations",
  "Conversations",
  "Body",
  "body",
  "data",
  "detail",
  "payload",
  "raw_event",
  "rawEvent",
  "value",
  "message",
];

/** The envelope that an object is, with where its content stands; undefined where it is none of its own fields. */
export function findEnvelope(object: JsonObject): { readonly kind: Envelope; readonly at: string } | undefined {
  for (const kind of ENVELOPES) {
    const at = kind.content.find((path) => valueAt(object, path) !== undefined);
    if (at !== undefined && kind.signs.some((sign) => hasName(object, sign))) return { kind, at };
  }
  return undefined;
}

/** When an envelope was sent; `path` is where it says something that is no instant. */
export function sentAtOf(object: JsonObject, kind: Envelope): Instant | undefined | { readonly path: string } {
  for (const path of kind.sentAt) {
    const stated = valueAt(object, path);
    if (stated === undefined || stated === null) continue;
    return readSentAt(stated) ?? { path };
  }
  return undefined;
}

/** The value at a path of names, with dots between; undefined where there is none. */
export function valueAt(object: JsonObject, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      object,
    );
}

/** The instant of a record: epoch milliseconds, also as text, or ISO-8601. */
export function readTimestamp(value: unknown): Instant | undefined {
  if (typeof value === "number") return instantFromEpochMs(value);
  if (typeof value !== "string") return undefined;
  return /^\d+$/.test(value) ? instantFromEpochMs(Number(value)) : parseInstant(value);
}

/** No instant between 2000 and 2100 in milliseconds is as small as one in seconds. */
const SECONDS_MAX = 1e11;

/** The instant of an envelope: as a record's, or epoch seconds with a fraction, as Kinesis writes them. */
function readSentAt(value: unknown): Instant | undefined {
  const stated = typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  const isSeconds = typeof stated === "number" && stated > 0 && stated < SECONDS_MAX;
  return readTimestamp(isSeconds ? Math.round(stated * 1000) : stated);
}
