import type { MeasurementDefinition } from "../models/measurement";
import { STAFF } from "../models/timeline";
import { connectionTerm, oneSegment, totalOf } from "./terms";
import { connectCount, connectionValue, countValue, defineMeasurement, NO_VALUES, segmentValues } from "./values";

const connectedTimeOf = (
  purpose: string,
  name: string,
  meaning: string,
  formula: Pick<MeasurementDefinition, "terms" | "beside">,
): MeasurementDefinition =>
  defineMeasurement({
    ...formula,
    name,
    unit: "ms",
    meaning,
    on: purpose,
    purposes: [purpose],
    emitted: "When the communication ends.",
    source: "platform",
    whenIncomplete: true,
    derive: connectionValue,
  });

/** Time in a flow. */
export const tIvr = connectedTimeOf("ivr", "tIvr", "Connected time of the flow's communication.", {
  terms: connectionTerm("in the flow"),
});

/** Time of the customer. */
export const tConnected = connectedTimeOf(
  "customer",
  "tConnected",
  "Connected time of the customer's communication; holds do not break it.",
  { terms: connectionTerm("connected"), beside: totalOf("connected", "connectedMs") },
);

/** Time in a voicemail box. */
export const tVoicemail = connectedTimeOf(
  "voicemail",
  "tVoicemail",
  "Connected time of the voicemail's communication.",
  { terms: connectionTerm("in the voicemail box"), beside: totalOf("in the voicemail box", "connectedMs") },
);

/** Connects of the customer. */
export const nConnected = defineMeasurement({
  name: "nConnected",
  unit: "count",
  meaning: "1 when the customer's communication connects.",
  on: "customer",
  purposes: ["customer"],
  emitted: "At the connect.",
  source: "platform",
  derive: connectCount,
});

/** Outbound work. */
export const nOutbound = defineMeasurement({
  name: "nOutbound",
  unit: "count",
  meaning: "1 when an agent's outbound communication begins to dial; none where only the station was contacted.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When dialling begins.",
  source: "platform",
  derive: ({ state, segments, incomplete }) => {
    if (state.profile.direction !== "outbound") return NO_VALUES;
    const first = segments.find(({ type }) => type === "dialing");
    const isKnown = first !== undefined && (!incomplete || first.start.origin === "reported");
    return isKnown ? [countValue(first.start)] : NO_VALUES;
  },
});

/** Errors. */
export const nError = defineMeasurement({
  name: "nError",
  unit: "count",
  meaning:
    "1 when an agent's communication ended with `errorInfo`, whatever its disconnect type, also when it never connected.",
  on: "agent",
  purposes: ["agent"],
  emitted: "At the end of the communication (the platform dates it up to 6 ms later).",
  source: "platform",
  derive: ({ state }) => {
    const { ended } = state.phases;
    return state.profile.failed === true && ended !== undefined ? [countValue(ended)] : NO_VALUES;
  },
});

const supervisedTime = (role: "monitoring" | "coaching" | "barging", name: string): MeasurementDefinition =>
  defineMeasurement({
    name,
    unit: "ms",
    meaning: `Time that a supervisor spent ${role}: the connected time, as long as that was the role. None where several roles are named at once and nobody saw when each began. A supervisor's communication has no talk and no handle time.`,
    on: "user (agent where the platform says so)",
    purposes: undefined,
    emitted: `When ${role} ends: at another role, or the end.`,
    source: "platform",
    whenIncomplete: true,
    terms: oneSegment(role, role),
    derive: (communication) =>
      communication.incomplete && communication.state.listed.length > 0
        ? NO_VALUES
        : segmentValues(communication, role),
  });

/** Time of listening in. */
export const tMonitoring = supervisedTime("monitoring", "tMonitoring");

/** Time of coaching. */
export const tCoaching = supervisedTime("coaching", "tCoaching");

/** Time of barging in. */
export const tBarging = supervisedTime("barging", "tBarging");
