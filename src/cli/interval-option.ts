import { Option } from "commander";

import { INTERVAL_LENGTHS, type IntervalLength } from "../calendars/intervals";

/** How long intervals are where nothing is said. */
export const INTERVAL_USUAL: IntervalLength = "30m";

/** The option of how long intervals are; `what` says what they are of. */
export function intervalChoice(what = "how long intervals are"): Option {
  return new Option("--interval <length>", what).choices(INTERVAL_LENGTHS);
}
