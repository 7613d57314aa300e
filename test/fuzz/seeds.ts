import { simulate, USUAL_OPTIONS, type SimulationOptions } from "../../src/consumers/simulation/player";
import { WIRE_SHAPES } from "../../src/consumers/simulation/wire/shapes";
import type { Json } from "../support/mutations";
import { fillPersonal } from "./canary";

const AT = USUAL_OPTIONS.startAt;
const iso = (seconds: number) => new Date(AT + seconds * 1000).toISOString();
const CONVERSATION = "f1000000-0000-4000-a000-000000000001";

/** What mutants are made of: values of records in every shape, each with what is personal in it replaced. */
export const SEEDS: readonly (readonly Json[])[] = [
  ...WIRE_SHAPES.map((shape) => simulatedValues({ shapes: [shape], seed: 77, scenarios: "all", conversations: 24 })),
  flowEvents(),
  [analyticsDetail()],
  frames(),
].map((values) => values.map((value) => fillPersonal(value)));

/** The lines of a simulated log of a few conversations, close together in time. */
export function simulatedLines(options: Partial<SimulationOptions>): string[] {
  return [...simulate({ ...USUAL_OPTIONS, ...options })].flatMap((output) => ("line" in output ? [output.line] : []));
}

function simulatedValues(options: Partial<SimulationOptions>): Json[] {
  return simulatedLines(options).map((line) => (JSON.parse(line) as { readonly value: Json }).value);
}

function flowEvents(): Json[] {
  const inFlow = { participantId: "ivr", sessionId: "s1", mediaType: "VOICE", flowId: "f", flowType: "INBOUNDCALL" };
  const event = (seconds: number, kind: string, more: Record<string, Json>): Json => ({
    topicName: `v2.detail.events.conversation.${CONVERSATION}.${kind}`,
    eventBody: { eventTime: AT + seconds * 1000, conversationId: CONVERSATION, ...inFlow, ...more },
  });
  const outcome = { flowOutcomeId: "o", flowOutcomeValue: "SUCCESS", flowOutcomeStartTime: AT + 10_000 };
  return [
    event(0, "flow.start", {}),
    event(20, "flow.outcome", { ...outcome, flowOutcomeEndTime: AT + 20_000 }),
    event(40, "flow.end", { connectedDurationMs: 40_000, exitReason: "TRANSFER" }),
    event(41, "acd.start", { queueId: "q1" }),
    event(60, "acd.end", { queueId: "q1", interactingDurationMs: 19_000, disconnectType: "PEER" }),
    event(90, "customer.end", { heldDurationMs: 4_000, interactingDurationMs: 20_000 }),
    event(91, "attributes", { attributes: {} }),
  ];
}

function analyticsDetail(): Json {
  const segment = (segmentType: string, from: number, to: number): Json => ({
    ...{ segmentType, segmentStart: iso(from), segmentEnd: iso(to), queueId: "q1", conference: false },
    ...(segmentType === "interact" && { disconnectType: "peer" }),
  });
  const segments = [segment("alert", 10, 20), segment("interact", 20, 60), segment("hold", 60, 90)];
  const session = { mediaType: "voice", direction: "inbound", sessionId: "s2", peerId: "s1", segments };
  return {
    conversationId: "a1000000-0000-4000-a000-000000000001",
    conversationStart: iso(0),
    conversationEnd: iso(200),
    participants: [
      { participantId: "c", purpose: "customer", sessions: [{ ...session, sessionId: "s1" }] },
      { participantId: "a", purpose: "agent", userId: "u1", sessions: [session] },
    ],
  };
}

/** What comes by a socket and is no news of a conversation. */
function frames(): Json[] {
  return [
    { topicName: "channel.metadata", eventBody: { message: "WebSocket Heartbeat" } },
    { topicName: "v2.system.socket_closing", eventBody: {} },
    { result: "200", status: "subscribed" },
    { topicName: "v2.users.u1.presence", eventBody: { id: "u1", participants: [] } },
    { id: "c", participants: [] },
  ];
}
