import { isClosed, lengthOf, type Dated } from "../models/dated";
import type { MeasurementValue, Origin } from "../models/measurement";
import { STAFF, type CommunicationTimeline } from "../models/timeline";
import { closedSegments, defineMeasurement, evidenceOf, NO_VALUES, originOf, sumOf } from "./values";

/** After-call work. */
export const tAcw = defineMeasurement({
  name: "tAcw",
  unit: "ms",
  meaning:
    "Time of after-call work, to its first completion: later edits do not move it. None when it was skipped. It runs in wall time, also beside the agent's next conversation.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the after-call work is completed.",
  source: "platform",
  whenIncomplete: true,
  derive: (communication) => {
    const { wrapup } = communication;
    if (wrapup === undefined || !isClosed(wrapup) || lengthOf(wrapup) === 0) return NO_VALUES;
    const dates = [wrapup.start, wrapup.end];
    return [
      {
        value: lengthOf(wrapup),
        emittedAt: wrapup.end.at,
        origin: wrapupOrigin(communication, dates),
        evidence: evidenceOf(dates),
      },
    ];
  },
});

/** All work of an agent on a communication. */
export const tHandle = defineMeasurement({
  name: "tHandle",
  unit: "ms",
  meaning:
    "Talk, hold, after-call work, dialing and contacting, never the alert: (end − first connect) less parked time, plus after-call work, dialing and contacting. Hold boundaries cancel out.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When after-call work is completed; where there is none, when the communication ends.",
  source: "platform",
  whenIncomplete: true,
  derive: (communication) => {
    const { ended } = communication.state.phases;
    if (communication.state.supervision.length > 0 || ended === undefined) return NO_VALUES;
    const { wrapup } = communication;
    if (wrapup !== undefined && !isClosed(wrapup)) return NO_VALUES;
    return isDialUnknown(communication) ? NO_VALUES : handleValue(communication, ended);
  },
});

function handleValue(communication: CommunicationTimeline, ended: Dated): readonly MeasurementValue[] {
  const { connection, wrapup } = communication;
  const connected = connection !== undefined && isClosed(connection) ? lengthOf(connection) : 0;
  const effort = closedSegments(communication, "contacting", "dialing");
  const parked = sumOf(closedSegments(communication, "parked"));
  const work = wrapup !== undefined && isClosed(wrapup) ? lengthOf(wrapup) : 0;
  const value = connected - parked + sumOf(effort) + work;
  if (value <= 0) return NO_VALUES;
  const worked = wrapup !== undefined && work > 0 ? [wrapup.start, wrapup.end ?? ended] : [];
  const dates = [...effort.map(({ start }) => start), ...(connection ? [connection.start] : []), ended, ...worked];
  const emittedAt = Math.max(ended.at, worked.at(-1)?.at ?? ended.at);
  return [{ value, emittedAt, origin: wrapupOrigin(communication, dates), evidence: evidenceOf(dates) }];
}

/** First seen already ended, an outbound communication hides how long it dialled, a parked one how long it was parked. */
function isDialUnknown({ state }: CommunicationTimeline): boolean {
  return (
    state.inSnapshot &&
    state.incomplete &&
    (state.profile.direction === "outbound" || state.profile.resumeAt !== undefined)
  );
}

function wrapupOrigin(communication: CommunicationTimeline, dates: readonly Dated[]): Origin {
  return communication.wrapup?.timedOut === true ? "timedOut" : originOf(dates);
}
