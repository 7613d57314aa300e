import { talkTotal } from "../models/fact-kinds";
import type { Term } from "../models/term";
import { STAFF, type CommunicationTimeline } from "../models/timeline";
import { oneSegment, segmentTerms, totalTerm } from "./terms";
import {
  closedSegments,
  defineMeasurement,
  isGoingOn,
  isResumeUnseen,
  NO_VALUES,
  segmentValues,
  sumValues,
  totalValues,
} from "./values";

/** Talk by the platform's totals, where what was seen does not come to them. */
export function talkOfSums({ sums }: CommunicationTimeline): Term[] {
  return totalTerm("talk", sums?.talkMs, sums?.by);
}

function seen(communication: CommunicationTimeline): Term[] {
  return segmentTerms(communication, "interact", "talk");
}

/** One talk. */
export const tTalk = defineMeasurement({
  name: "tTalk",
  unit: "ms",
  meaning:
    "Time that the agent talked: one value for each span between connect, holds and end. None where the platform's totals prove a hold that nobody saw.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the stretch ends.",
  source: "platform",
  whenIncomplete: true,
  terms: oneSegment("interact", "talk"),
  derive: (communication) => segmentValues(communication, "interact"),
});

/** All talks of a communication. */
export const tTalkComplete = defineMeasurement({
  name: "tTalkComplete",
  unit: "ms",
  meaning:
    "The sum of the communication's `tTalk`; none where there was no talk, or nobody saw when it was resumed from a parking. The platform's total where holds were not seen.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "Once the communication has ended; dated at the end of the last talk.",
  source: "platform",
  whenIncomplete: true,
  isSum: true,
  terms: (communication) => (communication.sums === undefined ? seen(communication) : talkOfSums(communication)),
  beside: (communication) => {
    if (communication.sums !== undefined) return seen(communication);
    const { totals } = communication.state;
    return totalTerm("talk", totals && talkTotal(totals.values), totals?.by);
  },
  derive: (communication) => {
    if (communication.state.phases.ended === undefined) return NO_VALUES;
    const { sums } = communication;
    if (sums !== undefined) return totalValues(sums.talkMs, sums.talkEnd, sums.by);
    const talks = closedSegments(communication, "interact");
    const last = talks.at(-1);
    if (last === undefined || isGoingOn(communication, "interact") || isResumeUnseen(communication)) return NO_VALUES;
    return sumValues(talks, last.end);
  },
});
