import { isStaff } from "../models/timeline";
import { closedSegments, defineMeasurement, evidenceOf, originOf, segmentValue, sumOf } from "./values";

/** One parking. */
export const tPark = defineMeasurement({
  name: "tPark",
  unit: "ms",
  meaning: "Time that the communication was parked: one value for each parking.",
  on: "agent, user",
  emitted: "When it is resumed, or ends.",
  source: "platform",
  derive: (communication) => (isStaff(communication) ? closedSegments(communication, "parked").map(segmentValue) : []),
});

/** All parkings of a communication. */
export const tParkComplete = defineMeasurement({
  name: "tParkComplete",
  unit: "ms",
  meaning: "The sum of the communication's `tPark`; none where it was never parked.",
  on: "agent, user",
  emitted: "When the communication ends.",
  source: "platform",
  derive: (communication) => {
    const { ended } = communication.state.phases;
    const parkings = isStaff(communication) ? closedSegments(communication, "parked") : [];
    if (ended === undefined || parkings.length === 0) return [];
    const dates = [...parkings.flatMap(({ start, end }) => [start, end]), ended];
    return [{ value: sumOf(parkings), emittedAt: ended.at, origin: originOf(dates), evidence: evidenceOf(dates) }];
  },
});
