import { instantFromEpochMs } from "../models/instant";
import type { FlowEvent } from "../models/flow";
import { canonicalId, pick, type JsonObject } from "./spellings";
import { wellFormed } from "./well-formed";

/** What a flow's event says of the communication in which the flow runs. */
export function flowFacts(kind: "flow.start" | "flow.end" | "flow.outcome", body: JsonObject): Record<string, unknown> {
  const flow = readFlowEvent(kind.slice("flow.".length) as FlowEvent["kind"], body);
  // How the flow ended is not how its communication did.
  return { purpose: purposeOfFlow(body), disconnectType: undefined, flow };
}

function readFlowEvent(kind: FlowEvent["kind"], body: JsonObject): FlowEvent {
  const duration = pick(body, "connectedDurationMs");
  const stated = {
    flowId: canonicalId(pick(body, "flowId")),
    durationMs: kind === "end" && typeof duration === "number" ? duration : undefined,
    exitReason: kind === "end" ? upperCase(pick(body, "exitReason")) : undefined,
    outcomeId: canonicalId(pick(body, "flowOutcomeId")),
    outcomeValue: upperCase(pick(body, "flowOutcomeValue")),
    outcomeStartedAt: instantOf(pick(body, "flowOutcomeStartTime")),
    outcomeEndedAt: instantOf(pick(body, "flowOutcomeEndTime")),
  };
  return { kind, ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)) };
}

/** The purpose of the communication in which a flow runs, where its type says so: one that takes conversations in. */
function purposeOfFlow(body: JsonObject): string | undefined {
  return upperCase(pick(body, "flowType"))?.startsWith("INBOUND") === true ? "ivr" : undefined;
}

function upperCase(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? wellFormed(value).toUpperCase() : undefined;
}

function instantOf(value: unknown): number | undefined {
  return typeof value === "number" ? instantFromEpochMs(value) : undefined;
}
