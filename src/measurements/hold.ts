import { STAFF } from "../models/timeline";
import { closedSegments, defineMeasurement, NO_VALUES, segmentValues, sumValues, totalValues } from "./values";

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
  whenIncomplete: true,
  derive: (communication) => segmentValues(communication, "hold"),
});

/** All holds of a communication. */
export const tHeldComplete = defineMeasurement({
  name: "tHeldComplete",
  unit: "ms",
  meaning:
    "The sum of the communication's `tHeld`; none where there was no hold. The platform's total where holds were not seen.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the communication ends, also when the last hold ended long before.",
  source: "platform",
  whenIncomplete: true,
  derive: (communication) => {
    const { ended } = communication.state.phases;
    if (ended === undefined) return NO_VALUES;
    const { sums } = communication;
    if (sums !== undefined) return totalValues(sums.heldMs, ended, sums.by);
    if (communication.incomplete) return NO_VALUES;
    const value = sumValues(closedSegments(communication, "hold"), ended);
    return communication.seenFrom === undefined ? value : value.map((one) => ({ ...one, origin: "inferred" }));
  },
});
