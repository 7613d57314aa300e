import { contain } from "../models/fault";
import type { Instant } from "../models/instant";
import type { RejectionReason } from "../models/rejection";
import { contentLists, contentName, isBody, mayBeContent, recordsByPartition, topicOf } from "./content";
import { findEnvelope, readTimestamp, sentAtOf, valueAt } from "./envelope";
import { controlKind, isConfirmation } from "./frames";
import { parsePayloadText } from "./payload";
import { isPolicyLine, readPolicyLine } from "./policy-line";
import { recordedPlace, recordedValue, recordValueName, type RecordValueName, type Wrapping } from "./recorded";
import { hasName, isObject, pick, type JsonObject } from "./spellings";
import type { Obstacle, Unwrapped } from "./unwrapped";

export type { Wrapping } from "./recorded";
export type { Body, Obstacle, OwnFault, Unwrapped } from "./unwrapped";

/** How many envelopes may be around one another. */
export const ENVELOPES_MAX = 10;

interface Context {
  readonly wrapping: Wrapping;
  readonly sentAt: Instant | undefined;
  readonly topicName: string | undefined;
  readonly envelopes: readonly string[];
  readonly path: string;
}

/**
 * Takes a record's envelopes off, whatever they are and however many, and gives the bodies inside: one as a rule, several
 * where an envelope holds a list. Never throws.
 */
export function unwrap(document: unknown, wrapping: Wrapping): readonly Unwrapped[] {
  const found: Unwrapped[] = [];
  peel(document, { wrapping, sentAt: undefined, topicName: undefined, envelopes: [], path: "" }, found);
  return found;
}

function peel(value: unknown, context: Context, into: Unwrapped[]): void {
  if (value === null || value === undefined) return leave({ ignored: "tombstone" }, context, into);
  if (context.envelopes.length > ENVELOPES_MAX) return leave(unknown(context, HINTS.tooMany), context, into);
  if (Array.isArray(value)) return peelList(value, context, into);
  if (typeof value === "string") return peelText(value, context, into);
  if (!isObject(value)) return leave(unknown(context, HINTS.noShape), context, into);
  if (isPolicyLine(value) && context.envelopes.length === 0 && context.wrapping.partition === undefined)
    return leave(readPolicyLine(value), context, into);
  if (isConfirmation(value)) return leave({ ignored: "subscription" }, context, into);
  const isPlain = isBody(value) || hasName(value, "eventBody");
  const inner = isPlain && context.envelopes.length > 0 ? undefined : recordValueName(value);
  if (inner !== undefined) return peelRecord(value, inner, context, into);
  const envelope = isPlain ? undefined : findEnvelope(value);
  if (envelope === undefined) return peelNotification(value, context, into);
  const sent = envelopeTimes(value, envelope.kind, context);
  if ("reason" in sent) return leave(sent, context, into);
  const named = topicOf(value) ?? context.topicName;
  const content = valueAt(value, envelope.at);
  peel(content, { ...enter(context, envelope.kind.name, envelope.at), ...sent, topicName: named }, into);
  leaveOtherLists(value, envelope.at, context, into);
}

/** Of several lists one is read. Each other is reported, with its place. */
function leaveOtherLists(object: JsonObject, read: string, context: Context, into: Unwrapped[]): void {
  for (const name of contentLists(object)) {
    if (name === read) continue;
    leave(unknown({ ...context, path: joined(context.path, name) }, HINTS.secondList), context, into);
  }
}

function leave(content: Unwrapped["content"], { wrapping, envelopes }: Context, into: Unwrapped[]): void {
  into.push({ wrapping, content, envelopes });
}

function enter(context: Context, name: string, path: string): Context {
  const whole = context.path === "" ? path : `${context.path}.${path}`;
  return { ...context, envelopes: [...context.envelopes, name], path: whole };
}

function peelList(list: readonly unknown[], context: Context, into: Unwrapped[]): void {
  if (list.length === 0) return leave({ ignored: "nothingToFold" }, context, into);
  if (!list.some(mayBeContent)) return leave(unknown(context, HINTS.noShape), context, into);
  const { length } = context.envelopes;
  const isNamed = length > 0 && context.envelopes[length - 1]?.endsWith("list") === true;
  const inner = isNamed ? context : { ...context, envelopes: [...context.envelopes, "list"] };
  list.forEach((item, index) => {
    // What goes wrong with one of a list costs none of the others.
    contain(
      () => peel(item, { ...inner, path: `${context.path}[${String(index)}]` }, into),
      (fault) => leave({ fault }, inner, into),
    );
  });
}

function peelText(text: string, context: Context, into: Unwrapped[]): void {
  if (text === "") return leave({ ignored: "tombstone" }, context, into);
  const parsed = parsePayloadText(text);
  if ("reason" in parsed) return leave(faultAt(context, parsed.reason), context, into);
  peel(parsed.value, context, into);
}

function faultAt({ path }: Context, reason: RejectionReason): Obstacle {
  return path === "" ? { reason } : { reason, path };
}

/** Convofold's own form (`value`, `valueBase64`) or kcat's `-J` form (`payload`): it says where the record lay, and when it was written. */
function peelRecord(document: JsonObject, name: RecordValueName, context: Context, into: Unwrapped[]): void {
  const inner = { ...context, path: context.path === "" ? name : `${context.path}.${name}` };
  const stated = document["timestamp"] ?? document["ts"];
  const timestamp = readTimestamp(stated);
  const value = recordedValue(document[name], name);
  const wrapping = recordedPlace(document, timestamp, context.wrapping);
  if ("reason" in value) return leave(faultAt(inner, value.reason), { ...context, wrapping }, into);
  if (timestamp === undefined && stated !== undefined && stated !== null && stated !== -1) {
    const path = document["timestamp"] === undefined ? "ts" : "timestamp";
    return leave(
      faultAt({ ...context, path: joined(context.path, path) }, "noInstant"),
      { ...context, wrapping },
      into,
    );
  }
  const envelopes = [...context.envelopes, name === "payload" ? "kcat record" : "convofold record"];
  peel(value.value, { ...inner, wrapping, envelopes }, into);
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** The times that an envelope gives: its own for the body, and for the record where that has none. */
function envelopeTimes(
  object: JsonObject,
  kind: Parameters<typeof sentAtOf>[1],
  { sentAt, wrapping, path }: Context,
): Pick<Context, "sentAt" | "wrapping"> | Obstacle {
  const own = sentAtOf(object, kind);
  if (typeof own === "object") {
    // EventBridge stamps the notification inside, too: that stamp is the better one.
    const isStamped = isObject(object["detail"]) && readTimestamp(object["detail"]["timestamp"]) !== undefined;
    if (!isStamped) return { reason: "noInstant", path: joined(path, own.path) };
    return { sentAt, wrapping };
  }
  const timestamp = wrapping.timestamp ?? (kind.isTransport ? own : undefined);
  return { sentAt: own ?? sentAt, wrapping: { ...wrapping, timestamp } };
}

/** A WebSocket notification, EventBridge's `detail`, a bare body, or content under a name that teams use. */
function peelNotification(object: JsonObject, context: Context, into: Unwrapped[]): void {
  const named = pick(object, "topicName");
  const topicName = typeof named === "string" ? named : context.topicName;
  const kind = isBody(object) && topicName === undefined ? undefined : controlKind(object, topicName);
  if (kind !== undefined) return leave({ ignored: kind }, context, into);
  const sentAt = stampOf(object, context);
  if (typeof sentAt === "object") return leave(sentAt, context, into);
  const eventBody = pick(object, "eventBody");
  const inner = { ...context, topicName, sentAt };
  if (isObject(eventBody)) return leaveBody(eventBody, enter(inner, "notification", "eventBody"), into);
  if (typeof eventBody === "string") return peel(eventBody, enter(inner, "notification", "eventBody"), into);
  if (hasName(object, "eventBody")) return leave({ ignored: "tombstone" }, context, into);
  if (isBody(object)) return leaveBody(object, inner, into);
  const name = contentName(object);
  if (name === undefined) return leaveBody(object, inner, into);
  const content = recordsByPartition(object) ?? object[name];
  const holder = { ...inner, topicName: topicOf(object) ?? topicName };
  peel(content, enter(holder, Array.isArray(content) ? `${name} list` : name, name), into);
  leaveOtherLists(object, name, context, into);
}

/** What neither looks like a body nor has a topic is nothing that is known. */
function leaveBody(body: JsonObject, context: Context, into: Unwrapped[]): void {
  if (context.topicName === undefined && !isBody(body)) return leave(unknown(context, HINTS.noShape), context, into);
  leave({ body, topicName: context.topicName, sentAt: context.sentAt }, context, into);
}

/** Only EventBridge stamps a notification; a `timestamp` elsewhere is not an instant of it. */
function stampOf(notification: JsonObject, { envelopes, sentAt, path }: Context): Instant | undefined | Obstacle {
  const isStamped = envelopes.at(-1) === "EventBridge event" || hasName(notification, "eventBody");
  const stated = isStamped ? notification["timestamp"] : undefined;
  if (stated === undefined || stated === null) return sentAt;
  return readTimestamp(stated) ?? { reason: "noInstant", path: joined(path, "timestamp") };
}

const HINTS = {
  noShape: "It is no conversation, no event and no envelope that is known. docs/input.md lists those that are.",
  tooMany: "It lies inside of too many envelopes.",
  secondList: "It is another list beside the one that was read. Write each list as a record of its own.",
};

function unknown({ path }: Context, detail: string): Obstacle {
  return { reason: "unknownShape", path: path === "" ? "$" : path, detail };
}
