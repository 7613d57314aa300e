import { STAFF } from "../models/timeline";
import {
  closedSegments,
  defineMeasurement,
  evidenceOf,
  isGoingOn,
  NO_VALUES,
  originOf,
  segmentValues,
  sumOf,
} from "./values";

/** One talk. */
export const tTalk = defineMeasurement({
  name: "tTalk",
  unit: "ms",
  meaning: "Time that the agent talked: one value for each stretch between connect, holds and end.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the stretch ends.",
  source: "platform",
  derive: (communication) => segmentValues(communication, "interact"),
});

/** All talks of a communication. */
export const tTalkComplete = defineMeasurement({
  name: "tTalkComplete",
  unit: "ms",
  meaning: "The sum of the communication's `tTalk`; none where there was no talk.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "Once the communication has ended; dated at the end of the last talk.",
  source: "platform",
  derive: (communication) => {
    if (communication.state.phases.ended === undefined) return NO_VALUES;
    const { sums } = communication;
    if (sums !== undefined && sums.talkMs > 0) {
      const { talkMs, ended } = sums;
      return [{ value: talkMs, emittedAt: ended.at, origin: originOf([ended]), evidence: evidenceOf([ended]) }];
    }
    const talks = closedSegments(communication, "interact");
    const last = talks.at(-1);
    if (last === undefined || isGoingOn(communication, "interact")) return NO_VALUES;
    const dates = talks.flatMap(({ start, end }) => [start, end]);
    return [{ value: sumOf(talks), emittedAt: last.end.at, origin: originOf(dates), evidence: evidenceOf(dates) }];
  },
});
