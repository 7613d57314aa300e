import type { z } from "zod";

import { model, openEnum } from "./schema";

/** The states of the recorders of a call: ACTIVE, PAUSED or NONE. */
export const recordersState = model({
  adhocState: openEnum(["ACTIVE", "PAUSED", "NONE"], "Indicates the state of the adhoc recorder."),
  customerExperienceState: openEnum(
    ["ACTIVE", "PAUSED", "NONE"],
    "Indicates the state of the customer experience recorder.",
  ),
  agentExperienceState: openEnum(["ACTIVE", "PAUSED", "NONE"], "Indicates the state of the agent experience recorder."),
  snippetState: openEnum(["ACTIVE", "PAUSED", "NONE"], "Indicates the state of the snippet recording."),
});
export type RecordersState = z.infer<typeof recordersState>;
