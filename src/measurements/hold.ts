import { STAFF } from "../models/timeline";
import { closedSegments, defineMeasurement, evidenceOf, NO_VALUES, originOf, segmentValues, sumOf } from "./values";

/** One hold. */
export const tHeld = defineMeasurement({
  name: "tHeld",
  unit: "ms",
  meaning:
    "Time that the communication was on hold: one value for each hold. On chats and messages the platform reports an agent's work on other interactions as hold.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the hold ends; a hold still open at the disconnect ends there.",
  source: "platform",
  derive: (communication) => segmentValues(communication, "hold"),
});

/** All holds of a communication. */
export const tHeldComplete = defineMeasurement({
  name: "tHeldComplete",
  unit: "ms",
  meaning: "The sum of the communication's `tHeld`; none where there was no hold.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the communication ends, also when the last hold ended long before.",
  source: "platform",
  derive: (communication) => {
    const { ended } = communication.state.phases;
    if (ended === undefined) return NO_VALUES;
    const { sums } = communication;
    const holds = closedSegments(communication, "hold");
    const dates = [...holds.flatMap(({ start, end }) => [start, end]), ended];
    const value = sums === undefined ? sumOf(holds) : sums.heldMs;
    if (value === 0) return NO_VALUES;
    return [{ value, emittedAt: ended.at, origin: originOf(dates), evidence: evidenceOf(dates) }];
  },
});
