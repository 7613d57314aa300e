import type { FinalEmission } from "../engine/ports";
import type { AnomalyCounts } from "../models/anomaly";
import type { DeadlineRecord } from "../models/deadline";
import type { ConversationRecord } from "../models/view";

/** What is counted of an emission. */
export interface CountedEmission {
  readonly measurements: readonly { readonly name: string; readonly value?: number | undefined }[];
  readonly deadlines: readonly Pick<DeadlineRecord, "kind" | "status">[];
  readonly view:
    | Pick<ConversationRecord, "id" | "state" | "policy" | "reopened" | "timeSuspect" | "faulted" | "incomplete">
    | undefined;
  readonly anomalies: AnomalyCounts;
}

/** That alone: an emission is large, and what is kept of it until its turn should not be. */
export function countedOf({ measurements, deadlines, view, anomalies }: FinalEmission): CountedEmission {
  return {
    measurements: measurements.map(({ name, value }) => ({ name, value })),
    deadlines: deadlines.map(({ kind, status }) => ({ kind, status })),
    view: view && countedView(view),
    anomalies,
  };
}

function countedView({
  id,
  state,
  policy,
  reopened,
  timeSuspect,
  faulted,
  incomplete,
}: ConversationRecord): CountedEmission["view"] {
  return { id, state, policy, reopened, timeSuspect, faulted, incomplete };
}
