import type { Dated } from "../models/dated";
import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";

/** The instant of the observation itself: a detail event is dated by the platform, a snapshot by when it was made. */
export function observedDate(observation: Observation): Dated {
  return {
    at: observation.at,
    origin: observation.shape === "event" ? "event" : "observed",
    by: observation.position,
  };
}

/** An instant that the platform wrote into the body. */
export function reportedDate(observation: Observation, at: Instant): Dated {
  return { at, origin: "reported", by: observation.position };
}

/** A list with its last element replaced. */
export function withLast<Element>(list: readonly Element[], last: Element): readonly Element[] {
  return [...list.slice(0, -1), last];
}
