import { isStaff } from "../models/timeline";
import { closedSegments, defineMeasurement, segmentValue } from "./values";

/** Time that a communication alerted. */
export const tAlert = defineMeasurement({
  name: "tAlert",
  unit: "ms",
  meaning: "Time that the communication alerted its agent, from the earliest evidence to the connect or the end.",
  on: "agent, user",
  emitted: "When the alert ends.",
  source: "platform",
  derive: (communication) => (isStaff(communication) ? closedSegments(communication, "alert").map(segmentValue) : []),
});

/** Time that a communication alerted in vain. */
export const tNotResponding = defineMeasurement({
  name: "tNotResponding",
  unit: "ms",
  meaning:
    "Time that the communication alerted an agent who did not answer: time-out, reject or otherwise (`disconnectType` tells); not where the customer left first (`peer`).",
  on: "agent",
  emitted: "When the alert ends.",
  source: "platform",
  derive: (communication) => {
    const { purpose, disconnectType } = communication.state.profile;
    const isUnanswered = communication.connection === undefined && communication.state.phases.ended !== undefined;
    if (purpose !== "agent" || !isUnanswered || disconnectType === "peer") return [];
    return closedSegments(communication, "alert").slice(-1).map(segmentValue);
  },
});

/** Time spent reaching the station. */
export const tContacting = defineMeasurement({
  name: "tContacting",
  unit: "ms",
  meaning: "Time in which the agent's own station was being reached.",
  on: "agent, user",
  emitted: "When contacting ends.",
  source: "platform",
  derive: (communication) =>
    isStaff(communication) ? closedSegments(communication, "contacting").map(segmentValue) : [],
});

/** Time spent dialling. */
export const tDialing = defineMeasurement({
  name: "tDialing",
  unit: "ms",
  meaning: "Time in which the far end was being dialled.",
  on: "agent, user",
  emitted: "When dialling ends.",
  source: "platform",
  derive: (communication) => (isStaff(communication) ? closedSegments(communication, "dialing").map(segmentValue) : []),
});
