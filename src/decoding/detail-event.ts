import { canonicalEnumValue } from "../models/enums";
import { instantFromEpochMs, SPAN_MAX_MS, type Instant } from "../models/instant";
import { mediaTypeFromName } from "../models/media-type";
import type { SessionTotals } from "../models/fact-kinds";
import type { Facts } from "../models/facts";
import { factsNamed } from "../models/named-facts";
import type { Fault } from "./fault";
import { flowFacts } from "./flow-event";
import { canonicalId, pick, type JsonObject } from "./spellings";
import { wellFormed } from "./well-formed";
import type { FoldedEvent } from "./event-kind";

/** A detail event as an observation: its instant is exact, and closing events carry the sums of their session. */
export interface EventReading {
  readonly at: Instant;
  readonly participantId: string;
  readonly sessionId: string | undefined;
  readonly mediaType: ReturnType<typeof mediaTypeFromName>;
  readonly facts: Facts;
}

/** Reads a detail event, or says what is wrong with it. */
export function readDetailEvent(kind: FoldedEvent, body: JsonObject): EventReading | Fault | "noParticipantId" {
  const eventTime = pick(body, "eventTime");
  if (!Number.isSafeInteger(eventTime)) return { reason: "wrongType", path: "eventTime" };
  const at = instantFromEpochMs(eventTime as number);
  if (at === undefined) return { reason: "noInstant", path: "eventTime" };
  const participantId = canonicalId(pick(body, "participantId"));
  if (participantId === undefined) return "noParticipantId";
  const wrong = DURATIONS.find((name) => !isDuration(pick(body, name)));
  if (wrong !== undefined) return { reason: "wrongType", path: wrong };
  const medium = pick(body, "mediaType");
  const facts: Partial<Record<string, unknown>> = { ...commonFacts(body), ...factsOf(kind, body, at, medium) };
  return {
    at,
    participantId,
    sessionId: canonicalId(pick(body, "sessionId")),
    mediaType: typeof medium === "string" ? mediaTypeFromName(medium) : undefined,
    facts: factsNamed(facts),
  };
}

const DURATIONS = [
  "alertingDurationMs",
  "contactingDurationMs",
  "dialingDurationMs",
  "callbackDurationMs",
  "interactingDurationMs",
  "heldDurationMs",
  "connectedDurationMs",
  "voicemailDurationMs",
  "wrapupDurationMs",
] as const;

function isDuration(value: unknown): boolean {
  return (
    value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= SPAN_MAX_MS)
  );
}

function commonFacts(body: JsonObject): Record<string, unknown> {
  const direction = pick(body, "direction");
  const disconnectType = textOf(body, "disconnectType");
  const scheduled = pick(body, "callbackScheduledTime");
  const known = typeof direction === "string" ? canonicalEnumValue("direction", direction) : undefined;
  const isStated = disconnectType !== undefined && disconnectType !== "UNKNOWN";
  return {
    userId: canonicalId(pick(body, "userId")),
    queueId: canonicalId(pick(body, "queueId")),
    direction: known,
    disconnectType: isStated ? (canonicalEnumValue("disconnectType", disconnectType) ?? disconnectType) : undefined,
    callbackScheduledAt: typeof scheduled === "number" ? instantFromEpochMs(scheduled) : undefined,
  };
}

/** How a customer's session begins. Who is being dialled has not connected; totals date the answer where there is one. */
function customerStateOf(body: JsonObject, medium: unknown): string | undefined {
  if (typeof medium === "string" && mediaTypeFromName(medium) === "callback") return "scheduled";
  return commonFacts(body)["direction"] === "outbound" ? undefined : "connected";
}

function factsOf(kind: FoldedEvent, body: JsonObject, at: Instant, medium: unknown): Record<string, unknown> {
  const duration = (name: (typeof DURATIONS)[number]) => pick(body, name) as number | undefined;
  const staff = pick(body, "queueId") === undefined ? "user" : "agent";
  switch (kind) {
    case "acd.start":
      return { purpose: "acd", state: "connected" };
    case "acd.end":
      return {
        purpose: "acd",
        state: "disconnected",
        totals: totals({ connectedMs: duration("connectedDurationMs"), acdOutcome: textOf(body, "acdOutcome") }),
      };
    case "user.start":
      return { purpose: staff };
    case "user.end":
      return { purpose: staff, state: "disconnected", totals: userTotals(duration) };
    case "customer.start":
      return { purpose: "customer", state: customerStateOf(body, medium) };
    case "customer.end":
      return {
        purpose: "customer",
        state: "disconnected",
        totals: totals({ connectedMs: duration("interactingDurationMs") }),
      };
    case "voicemail.start":
      return { purpose: "voicemail", state: "connected" };
    case "voicemail.end":
      return {
        purpose: "voicemail",
        state: "disconnected",
        totals: totals({ connectedMs: duration("voicemailDurationMs") }),
      };
    case "acw": {
      const length = duration("wrapupDurationMs");
      const start = length === undefined ? undefined : at - length;
      return {
        purpose: staff,
        wrapupCode: textOf(body, "wrapupCode"),
        afterCallWorkStartedAt: start,
        afterCallWorkEndedAt: at,
      };
    }
    case "flow.start":
    case "flow.end":
    case "flow.outcome":
      return flowFacts(kind, body);
  }
}

function userTotals(duration: (name: (typeof DURATIONS)[number]) => number | undefined): SessionTotals | undefined {
  return totals({
    alertingMs: duration("alertingDurationMs"),
    contactingMs: duration("contactingDurationMs"),
    dialingMs: duration("dialingDurationMs"),
    interactingMs: duration("interactingDurationMs"),
    heldMs: duration("heldDurationMs"),
    callbackMs: duration("callbackDurationMs"),
  });
}

function totals(values: { readonly [Key in keyof SessionTotals]: SessionTotals[Key] | undefined }):
  SessionTotals | undefined {
  const stated = Object.entries(values).filter(([, value]) => value !== undefined);
  return stated.length === 0 ? undefined : Object.fromEntries(stated);
}

function textOf(body: JsonObject, name: string): string | undefined {
  const value = pick(body, name);
  return typeof value === "string" && value !== "" ? wellFormed(value) : undefined;
}
