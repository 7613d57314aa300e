import type { z } from "zod";

import { instant, model, text } from "./schema";

/** One activity of a callback, as the REST API lists it. */
export const segment = model({
  startTime: instant("The timestamp when this segment began."),
  endTime: instant("The timestamp when this segment ended."),
  type: text("The activity taking place for the participant in the segment."),
  howEnded: text("A description of the event that ended the segment."),
  disconnectType: text("A description of the event that disconnected the segment."),
});
export type Segment = z.infer<typeof segment>;
