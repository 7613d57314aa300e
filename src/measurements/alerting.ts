import { STAFF, type CommunicationTimeline } from "../models/timeline";
import { oneSegment, totalOf } from "./terms";
import { defineMeasurement, NO_VALUES, segmentValues } from "./values";

const ALERT = oneSegment("alert", "alert");

/** Time that a communication alerted. */
export const tAlert = defineMeasurement({
  name: "tAlert",
  unit: "ms",
  meaning: "Time that the communication alerted its agent, from the earliest evidence to the connect or the end.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the alert ends.",
  source: "platform",
  whenIncomplete: true,
  terms: ALERT,
  beside: totalOf("alert", "alertingMs"),
  derive: (communication) => segmentValues(communication, "alert"),
});

/** Time that a communication alerted in vain. */
export const tNotResponding = defineMeasurement({
  name: "tNotResponding",
  unit: "ms",
  meaning:
    "Time that the communication alerted an agent who did not answer: time-out, reject or otherwise (`disconnectType` says which); not where the customer left first (`peer`), or where anything shows that the agent worked.",
  on: "agent",
  purposes: ["agent"],
  emitted: "When the alert ends.",
  source: "platform",
  whenIncomplete: true,
  terms: ALERT,
  derive: (communication) => {
    const { disconnectType } = communication.state.profile;
    const isOver = communication.state.phases.ended !== undefined;
    const isUnanswered = isOver && communication.connection === undefined && !hasWorked(communication);
    return isUnanswered && disconnectType !== "peer" ? segmentValues(communication, "alert").slice(-1) : NO_VALUES;
  },
});

/** Whether anything proves that the agent was on the communication, though no connect is known. */
function hasWorked({ state }: CommunicationTimeline): boolean {
  const { interactingMs = 0, heldMs = 0, callbackMs = 0 } = state.totals?.values ?? {};
  return interactingMs + heldMs + callbackMs > 0 || state.holds.length > 0 || state.parkings.length > 0;
}

/** Alerts that ended unanswered, by who ended them. */
const unansweredCount = (name: string, meaning: string, isCounted: (disconnectType: string) => boolean) =>
  defineMeasurement({
    name,
    unit: "count",
    meaning,
    on: "agent",
    purposes: ["agent"],
    emitted: "When the alert ends.",
    source: "convofold",
    whenIncomplete: true,
    derive: (communication, ties, limits) => {
      const { disconnectType } = communication.state.profile;
      if (disconnectType === undefined || !isCounted(disconnectType)) return NO_VALUES;
      return tNotResponding.derive(communication, ties, limits).map((one) => ({ ...one, value: 1, key: undefined }));
    },
  });

/** Alerts that the agent rejected. */
export const nAlertRejected = unansweredCount(
  "nAlertRejected",
  "1 when the agent rejected the alert: it ended by `client`.",
  (disconnectType) => disconnectType === "client",
);

const TIME_OUTS: ReadonlySet<string> = new Set(["system", "timeout", "transfer.noanswer"]);

/** Alerts that ran out. */
export const nAlertTimedOut = unansweredCount(
  "nAlertTimedOut",
  "1 when nobody reacted to the alert: it ended by `system`, `timeout` or `transfer.noanswer`.",
  (disconnectType) => TIME_OUTS.has(disconnectType),
);

/** Time spent reaching the station. */
export const tContacting = defineMeasurement({
  name: "tContacting",
  unit: "ms",
  meaning: "Time in which the agent's own station was being reached.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When contacting ends.",
  source: "platform",
  whenIncomplete: true,
  terms: oneSegment("contacting", "contacting"),
  beside: totalOf("contacting", "contactingMs"),
  derive: (communication) => segmentValues(communication, "contacting"),
});

/** Time spent dialling. */
export const tDialing = defineMeasurement({
  name: "tDialing",
  unit: "ms",
  meaning: "Time in which the far end was being dialled.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When dialling ends.",
  source: "platform",
  whenIncomplete: true,
  terms: oneSegment("dialing", "dialing"),
  beside: totalOf("dialing", "dialingMs"),
  derive: (communication) => segmentValues(communication, "dialing"),
});
