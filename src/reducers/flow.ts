import type { Dated } from "../models/dated";
import type { FlowEvent, FlowRun, Flows } from "../models/flow";
import type { Observation } from "../models/observation";
import { observedDate, reportedDate } from "./dates";

/** No flow was seen. */
export const NO_FLOWS: Flows = { runs: [], outcomes: [] };

/**
 * Folds the flows that ran inside a communication, from `flow.start`, `flow.end` and `flow.outcome`. An end belongs to the
 * latest run of its flow that has none; where its start was not seen, the duration that it states dates it.
 */
export function foldFlows(flows: Flows, observation: Observation): Flows {
  const { flow } = observation.facts;
  switch (flow?.kind) {
    case undefined:
      return flows;
    case "start":
      return withRun(flows, {
        flowId: flow.flowId,
        start: observedDate(observation),
        end: undefined,
        exitReason: undefined,
      });
    case "end":
      return withEnd(flows, flow, observation);
    case "outcome":
      return withOutcome(flows, flow, observation);
  }
}

function withRun(flows: Flows, run: FlowRun): Flows {
  return { ...flows, runs: [...flows.runs, run] };
}

function withEnd(flows: Flows, { flowId, durationMs, exitReason }: FlowEvent, observation: Observation): Flows {
  const end = observedDate(observation);
  const index = flows.runs.findLastIndex((run) => run.flowId === flowId && run.end === undefined);
  const open = flows.runs[index];
  if (open !== undefined) return { ...flows, runs: flows.runs.with(index, { ...open, end, exitReason }) };
  const start: Dated | undefined = durationMs === undefined ? undefined : { ...end, at: end.at - durationMs };
  return withRun(flows, { flowId, start, end, exitReason });
}

function withOutcome(flows: Flows, event: FlowEvent, observation: Observation): Flows {
  const { outcomeId, outcomeValue, outcomeStartedAt, outcomeEndedAt } = event;
  const outcome = {
    outcomeId,
    value: outcomeValue,
    start: outcomeStartedAt === undefined ? undefined : reportedDate(observation, outcomeStartedAt),
    end: outcomeEndedAt === undefined ? observedDate(observation) : reportedDate(observation, outcomeEndedAt),
  };
  return { ...flows, outcomes: [...flows.outcomes, outcome] };
}
