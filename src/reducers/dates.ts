import type { AnomalyKind } from "../models/anomaly";
import type { Dated, Span } from "../models/dated";
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

/** The earliest of several dates. */
export function earliest(dates: readonly (Dated | undefined)[]): Dated | undefined {
  return dates.reduce(
    (best, date) => (date !== undefined && (best === undefined || date.at < best.at) ? date : best),
    undefined,
  );
}

/** A span that does not run backwards. */
export function clampSpan<Clamped extends Span>(span: Clamped, notes: AnomalyKind[]): Clamped {
  if (span.end === undefined || span.end.at >= span.start.at) return span;
  notes.push("negativeSpan");
  return { ...span, end: { ...span.end, at: span.start.at } };
}
