import { isClosed, lengthOf, type Dated } from "../models/dated";
import type { MeasurementValue, Origin } from "../models/measurement";
import type { Term } from "../models/term";
import { STAFF, type CommunicationTimeline } from "../models/timeline";
import { holdOfSums } from "./hold";
import { talkOfSums } from "./talk";
import { segmentTerms, spanTerm, sumOfTerms } from "./terms";
import { closedSegments, defineMeasurement, evidenceOf, NO_VALUES, originOf } from "./values";

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
  terms: ({ wrapup }) => spanTerm("after-call work", wrapup),
  derive: (communication) => {
    const { wrapup, state } = communication;
    if (state.supervision.length > 0 || wrapup === undefined || !isClosed(wrapup) || lengthOf(wrapup) === 0)
      return NO_VALUES;
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
    "Talk, hold, after-call work, dialing and contacting, never the alert: (end − first connect) less parked time, plus after-call work, dialing and contacting. Hold boundaries cancel out. None on a supervisor's communication, and where parked or dialled time is unknown.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When after-call work is completed; where there is none, when the communication ends.",
  source: "platform",
  whenIncomplete: true,
  isSum: true,
  terms: handleTerms,
  derive: (communication) => {
    const { ended } = communication.state.phases;
    if (communication.state.supervision.length > 0 || ended === undefined) return NO_VALUES;
    if (communication.handle === "unknown") return NO_VALUES;
    const { wrapup } = communication;
    if (wrapup !== undefined && !isClosed(wrapup)) return NO_VALUES;
    return handleValue(communication, ended);
  },
});

function handleTerms(communication: CommunicationTimeline): Term[] {
  return [
    ...segmentTerms(communication, "contacting", "contacting"),
    ...segmentTerms(communication, "dialing", "dialing"),
    ...workTerms(communication),
    ...spanTerm("after-call work", communication.wrapup),
  ];
}

/** Talk and hold together: the connected time less parked time or, where that is unknown, the platform's totals. */
function workTerms(communication: CommunicationTimeline): Term[] {
  return communication.handle === "byTotals"
    ? [...talkOfSums(communication), ...holdOfSums(communication)]
    : [...spanTerm("connected", communication.connection), ...segmentTerms(communication, "parked", "parked", -1)];
}

function handleValue(communication: CommunicationTimeline, ended: Dated): readonly MeasurementValue[] {
  const value = sumOfTerms(handleTerms(communication));
  if (value <= 0) return NO_VALUES;
  const { connection, wrapup, handle } = communication;
  const effort = closedSegments(communication, "contacting", "dialing");
  const work = wrapup !== undefined && isClosed(wrapup) && lengthOf(wrapup) > 0 ? [wrapup.start, wrapup.end] : [];
  const dates = [...effort.map(({ start }) => start), ...(connection ? [connection.start] : []), ended, ...work];
  const emittedAt = Math.max(ended.at, work.at(-1)?.at ?? ended.at);
  const origin = handle === "inferred" ? handle : wrapupOrigin(communication, dates);
  return [{ value, emittedAt, origin, evidence: evidenceOf(dates) }];
}

function wrapupOrigin(communication: CommunicationTimeline, dates: readonly Dated[]): Origin {
  return communication.wrapup?.timedOut === true ? "timedOut" : originOf(dates);
}
