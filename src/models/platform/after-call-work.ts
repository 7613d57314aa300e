import type { z } from "zod";

import { ENUMS } from "../enums";
import { instant, model, openEnum } from "./schema";

/** After-call work of one communication, in the cloud clock. */
export const afterCallWork = model({
  startTime: instant("The timestamp when this communication started after-call work in the cloud clock."),
  endTime: instant("The timestamp when this communication ended after-call work in the cloud clock."),
  state: openEnum(ENUMS.state.known, "The communication's after-call work state."),
});
export type AfterCallWork = z.infer<typeof afterCallWork>;
