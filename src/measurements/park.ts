import { STAFF } from "../models/timeline";
import { allSegments, oneSegment } from "./terms";
import { closedSegments, defineMeasurement, NO_VALUES, segmentValues, sumValues } from "./values";

/** One parking. */
export const tPark = defineMeasurement({
  name: "tPark",
  unit: "ms",
  meaning:
    "Time that the communication was parked: one value for each parking. None where nobody saw when it was resumed.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When it is resumed, or ends.",
  source: "platform",
  whenIncomplete: true,
  terms: oneSegment("parked", "parked"),
  derive: (communication) => segmentValues(communication, "parked"),
});

/** All parkings of a communication. */
export const tParkComplete = defineMeasurement({
  name: "tParkComplete",
  unit: "ms",
  meaning: "The sum of the communication's `tPark`; none where it was never parked, or nobody saw when it was resumed.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the communication ends.",
  source: "platform",
  isSum: true,
  terms: allSegments("parked", "parked"),
  derive: (communication) => {
    const { ended } = communication.state.phases;
    if (ended === undefined || communication.incomplete) return NO_VALUES;
    return sumValues(closedSegments(communication, "parked"), ended);
  },
});
