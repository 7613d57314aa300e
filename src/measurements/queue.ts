import { lengthOf } from "../models/dated";
import type { MeasurementValue } from "../models/measurement";
import { distinctPositions } from "../models/position";
import type { Ties } from "../models/ties";
import type { CommunicationTimeline, QueueOutcome } from "../models/timeline";
import { connectionTerm, spanTerm, totalOf } from "./terms";
import { closedConnection, connectCount, connectionValue, defineMeasurement, NO_VALUES, spanValue } from "./values";

/** The wait, where it came out in this way. */
function waitWith(
  outcome: QueueOutcome,
  communication: CommunicationTimeline,
  { queue }: Ties,
): readonly MeasurementValue[] {
  if (queue?.outcome !== outcome) return NO_VALUES;
  return connectionValue(communication);
}

const WAIT = connectionTerm("in the queue");

/** Time in a queue. */
export const tAcd = defineMeasurement({
  name: "tAcd",
  unit: "ms",
  meaning: "Time in the queue, whatever its outcome: the connected time of the queue's communication.",
  on: "acd",
  purposes: ["acd"],
  emitted: "When the wait ends.",
  source: "platform",
  whenIncomplete: true,
  terms: WAIT,
  beside: totalOf("in the queue", "connectedMs"),
  derive: connectionValue,
});

/** Time that the customer waited in a queue. */
export const tWait = defineMeasurement({
  name: "tWait",
  unit: "ms",
  meaning:
    "The wait in the queue, whatever its outcome. The platform's page leaves its exact rule open; here it is `tAcd`.",
  on: "acd",
  purposes: ["acd"],
  emitted: "When the wait ends.",
  source: "platform",
  whenIncomplete: true,
  terms: WAIT,
  derive: connectionValue,
});

/** Time in the queue until an agent answered. */
export const tAnswered = defineMeasurement({
  name: "tAnswered",
  unit: "ms",
  meaning:
    "The `tAcd` of the queue wait that this agent's connect ended: a wait that was handed on, of the same medium, with no other peer, whose end lies within 30 s of the connect, and after which no other queue of that peer began before it. Of several ways to pair waits and agents, one with one, it is the one with the most equal or unknown queues, then the most pairs, then the least distance.",
  on: "the answering agent",
  purposes: ["agent"],
  emitted: "Dated at the agent's connect; known when the wait has ended.",
  source: "platform",
  whenIncomplete: true,
  terms: (_communication, { offer }) => spanTerm("in the queue", offer?.connection),
  derive: (communication, { offer }) => {
    const connection = offer && closedConnection(offer);
    const answered = communication.connection?.start;
    if (connection === undefined || answered === undefined) return NO_VALUES;
    const value = spanValue(connection);
    return [{ ...value, emittedAt: answered.at, evidence: distinctPositions([...value.evidence, answered.by]) }];
  },
});

/** Time in the queue of those who gave up. */
export const tAbandon = defineMeasurement({
  name: "tAbandon",
  unit: "ms",
  meaning: "The `tAcd` of a wait that ended because the customer left, or the system disconnected, before an answer.",
  on: "acd",
  purposes: ["acd"],
  emitted: "When the wait ends.",
  source: "platform",
  whenIncomplete: true,
  terms: WAIT,
  derive: (communication, ties) => waitWith("abandoned", communication, ties),
});

/** Time in the queue of those who gave up at once. */
export const tShortAbandon = defineMeasurement({
  name: "tShortAbandon",
  unit: "ms",
  meaning: "The `tAbandon` of a wait shorter than the policy's `shortAbandon`; it is counted as `tAbandon` too.",
  on: "acd",
  purposes: ["acd"],
  emitted: "When the wait ends.",
  source: "platform",
  whenIncomplete: true,
  terms: WAIT,
  derive: (communication, ties, { shortAbandonMs }) => {
    const connection = closedConnection(communication);
    const isShort = connection !== undefined && shortAbandonMs !== undefined && lengthOf(connection) < shortAbandonMs;
    return isShort ? waitWith("abandoned", communication, ties) : NO_VALUES;
  },
});

/** Time in a queue that was left otherwise. */
export const tFlowOut = defineMeasurement({
  name: "tFlowOut",
  unit: "ms",
  meaning: "The `tAcd` of a wait that left the queue otherwise: to another queue, voicemail or flow.",
  on: "acd",
  purposes: ["acd"],
  emitted: "When the wait ends.",
  source: "platform",
  whenIncomplete: true,
  terms: WAIT,
  derive: (communication, ties) => waitWith("flowOut", communication, ties),
});

/** Entries into a queue. */
export const nOffered = defineMeasurement({
  name: "nOffered",
  unit: "count",
  meaning:
    "1 for each entry into a queue. Offered = answered + abandoned + flowed out + cancelled + still waiting, per queue and medium.",
  on: "acd",
  purposes: ["acd"],
  emitted: "When the queue is entered.",
  source: "platform",
  derive: connectCount,
});
