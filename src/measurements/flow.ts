import { isClosed, type Dated } from "../models/dated";
import type { FlowOutcome, FlowRun } from "../models/flow";
import type { MeasurementDefinition, MeasurementValue } from "../models/measurement";
import { isStart, spanTerm, type Terms } from "./terms";
import { countValue, defineMeasurement, spanValue } from "./values";

const perRun = (
  name: string,
  unit: "ms" | "count",
  texts: { readonly meaning: string; readonly emitted: string },
  derive: (run: FlowRun) => MeasurementValue | undefined,
): MeasurementDefinition =>
  defineMeasurement({
    name,
    unit,
    ...texts,
    on: "the communication in which the flow runs (mostly ivr); only where flow events are in the log",
    purposes: undefined,
    source: "platform",
    whenIncomplete: true,
    ...(unit === "ms" && { terms: termsOfRun }),
    derive: ({ state }) => state.flows.runs.flatMap((run) => keyed(derive(run), run.start ?? run.end)),
  });

const perOutcome = (
  name: string,
  unit: "ms" | "count",
  texts: { readonly meaning: string; readonly emitted: string },
  derive: (outcome: FlowOutcome) => MeasurementValue | undefined,
): MeasurementDefinition =>
  defineMeasurement({
    name,
    unit,
    ...texts,
    on: "the communication in which the flow runs; only where `flow.outcome` events are in the log",
    purposes: undefined,
    source: "platform",
    whenIncomplete: true,
    ...(unit === "ms" && { terms: termsOfOutcome }),
    derive: ({ state }) =>
      state.flows.outcomes.flatMap((outcome) => keyed(derive(outcome), outcome.start ?? outcome.end)),
  });

const termsOfRun: Terms = ({ state }, _ties, key) => {
  const run = state.flows.runs.find(({ start, end }) => isStart(start ?? end, key));
  return run?.start === undefined ? [] : spanTerm("in the flow", { start: run.start, end: run.end });
};

const termsOfOutcome: Terms = ({ state }, _ties, key) => {
  const outcome = state.flows.outcomes.find(({ start, end }) => isStart(start ?? end, key));
  return outcome?.start === undefined ? [] : spanTerm("to the outcome", { start: outcome.start, end: outcome.end });
};

/** What may repeat on one communication is distinguished by its start. */
function keyed(value: MeasurementValue | undefined, start: Dated | undefined): MeasurementValue[] {
  return value === undefined || start === undefined ? [] : [{ ...value, key: String(start.at) }];
}

function lengthOfRun({ start, end }: FlowRun): MeasurementValue | undefined {
  if (start === undefined) return undefined;
  const span = { start, end };
  return isClosed(span) && span.end.at > span.start.at ? spanValue(span) : undefined;
}

/** Ends by which the caller or the platform hung up; the others hand the conversation on. */
function isDisconnect({ exitReason }: FlowRun): boolean {
  return exitReason?.endsWith("DISCONNECT") === true;
}

function isExit(run: FlowRun): boolean {
  return run.exitReason !== undefined && run.exitReason !== "UNKNOWN" && !isDisconnect(run);
}

/** Flows entered. */
export const nFlow = perRun(
  "nFlow",
  "count",
  { meaning: "1 for each flow that began.", emitted: "When it began." },
  ({ start, end }) => {
    const began = start ?? end;
    return began && countValue(began);
  },
);

/** Time in flows. */
export const tFlow = perRun(
  "tFlow",
  "ms",
  {
    meaning: "Time that a flow ran. It runs inside a communication, and is a little shorter than that one's `tIvr`.",
    emitted: "When the flow ends.",
  },
  lengthOfRun,
);

/** Flows that handed on. */
export const tFlowExit = perRun(
  "tFlowExit",
  "ms",
  {
    meaning: "The same, of a flow that handed the conversation on: by a transfer, or an exit of its own.",
    emitted: "When the flow ends.",
  },
  (run) => (isExit(run) ? lengthOfRun(run) : undefined),
);

/** Flows in which somebody hung up. */
export const tFlowDisconnect = perRun(
  "tFlowDisconnect",
  "ms",
  {
    meaning: "The same, of a flow that ended because somebody hung up, or the flow did.",
    emitted: "When the flow ends.",
  },
  (run) => (isDisconnect(run) ? lengthOfRun(run) : undefined),
);

/** Outcomes reached. */
export const nFlowOutcome = perOutcome(
  "nFlowOutcome",
  "count",
  { meaning: "1 for each outcome that a flow reached, whatever its value.", emitted: "When the outcome ended." },
  ({ end }) => countValue(end),
);

/** Outcomes that failed. */
export const nFlowOutcomeFailed = perOutcome(
  "nFlowOutcomeFailed",
  "count",
  { meaning: "1 for each outcome whose value is `FAILURE`.", emitted: "When the outcome ended." },
  ({ value, end }) => (value === "FAILURE" ? countValue(end) : undefined),
);

/** Time to an outcome. */
export const tFlowOutcome = perOutcome(
  "tFlowOutcome",
  "ms",
  { meaning: "Time from the start of an outcome to its end.", emitted: "When the outcome ended." },
  ({ start, end }) => (start !== undefined && end.at > start.at ? spanValue({ start, end }) : undefined),
);
