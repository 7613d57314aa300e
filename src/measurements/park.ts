import { STAFF } from "../models/timeline";
import { closedSegments, defineMeasurement, evidenceOf, NO_VALUES, originOf, segmentValues, sumOf } from "./values";

/** One parking. */
export const tPark = defineMeasurement({
  name: "tPark",
  unit: "ms",
  meaning: "Time that the communication was parked: one value for each parking.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When it is resumed, or ends.",
  source: "platform",
  derive: (communication) => segmentValues(communication, "parked"),
});

/** All parkings of a communication. */
export const tParkComplete = defineMeasurement({
  name: "tParkComplete",
  unit: "ms",
  meaning: "The sum of the communication's `tPark`; none where it was never parked.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the communication ends.",
  source: "platform",
  derive: (communication) => {
    const { ended } = communication.state.phases;
    const parkings = closedSegments(communication, "parked");
    if (ended === undefined || parkings.length === 0) return NO_VALUES;
    const dates = [...parkings.flatMap(({ start, end }) => [start, end]), ended];
    return [{ value: sumOf(parkings), emittedAt: ended.at, origin: originOf(dates), evidence: evidenceOf(dates) }];
  },
});
