import { STAFF } from "../models/timeline";
import {
  closedSegments,
  defineMeasurement,
  isGoingOn,
  NO_VALUES,
  segmentValues,
  sumValues,
  totalValues,
} from "./values";

/** One talk. */
export const tTalk = defineMeasurement({
  name: "tTalk",
  unit: "ms",
  meaning:
    "Time that the agent talked: one value for each stretch between connect, holds and end. None where the platform's totals prove a hold that nobody saw.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the stretch ends.",
  source: "platform",
  whenIncomplete: true,
  derive: (communication) => segmentValues(communication, "interact"),
});

/** All talks of a communication. */
export const tTalkComplete = defineMeasurement({
  name: "tTalkComplete",
  unit: "ms",
  meaning:
    "The sum of the communication's `tTalk`; none where there was no talk. The platform's total where holds were not seen.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "Once the communication has ended; dated at the end of the last talk.",
  source: "platform",
  whenIncomplete: true,
  isSum: true,
  derive: (communication) => {
    if (communication.state.phases.ended === undefined) return NO_VALUES;
    const { sums } = communication;
    if (sums !== undefined) return totalValues(sums.talkMs, sums.talkEnd, sums.by);
    const talks = closedSegments(communication, "interact");
    const last = talks.at(-1);
    if (last === undefined || isGoingOn(communication, "interact")) return NO_VALUES;
    return sumValues(talks, last.end);
  },
});
