import type { Term } from "../models/term";
import { STAFF, type CommunicationTimeline } from "../models/timeline";
import { oneSegment, segmentTerms, totalOf, totalTerm } from "./terms";
import {
  closedSegments,
  countValue,
  defineMeasurement,
  isResumeUnseen,
  NO_VALUES,
  segmentValues,
  sumOf,
  sumValues,
  totalValues,
} from "./values";

/** Hold by the platform's totals, where what was seen does not come to them. */
export function holdOfSums({ sums }: CommunicationTimeline): Term[] {
  return totalTerm("hold", sums?.heldMs, sums?.by);
}

function seen(communication: CommunicationTimeline): Term[] {
  return segmentTerms(communication, "hold", "hold");
}

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
  terms: oneSegment("hold", "hold"),
  derive: (communication) => segmentValues(communication, "hold"),
});

/** All holds of a communication. */
export const tHeldComplete = defineMeasurement({
  name: "tHeldComplete",
  unit: "ms",
  meaning:
    "The sum of the communication's `tHeld`; none where there was no hold, or nobody saw when it was resumed from a parking. The platform's total where holds were not seen.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the communication ends, also when the last hold ended long before.",
  source: "platform",
  whenIncomplete: true,
  isSum: true,
  terms: (communication) => (communication.sums === undefined ? seen(communication) : holdOfSums(communication)),
  beside: (communication, ...rest) =>
    communication.sums === undefined ? totalOf("hold", "heldMs")(communication, ...rest) : seen(communication),
  derive: (communication) => {
    const { ended } = communication.state.phases;
    if (ended === undefined) return NO_VALUES;
    const { sums } = communication;
    if (sums !== undefined) return totalValues(sums.heldMs, ended, sums.by);
    if (communication.incomplete || isResumeUnseen(communication)) return NO_VALUES;
    const value = sumValues(closedSegments(communication, "hold"), ended);
    return communication.seenFrom === undefined ? value : value.map((one) => ({ ...one, origin: "inferred" }));
  },
});

/** How many holds are known of a communication; undefined where some may not have been seen. */
function knownHolds(communication: CommunicationTimeline): number | undefined {
  const { sums, incomplete, seenFrom } = communication;
  if (incomplete || seenFrom !== undefined || isResumeUnseen(communication)) return undefined;
  const holds = closedSegments(communication, "hold");
  return sums === undefined || sums.heldMs === sumOf(holds) ? holds.length : undefined;
}

/** Holds of a communication. */
export const nHolds = defineMeasurement({
  name: "nHolds",
  unit: "count",
  meaning: "How many holds the communication had; none where it had none, or some may not have been seen.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the communication ends.",
  source: "convofold",
  whenIncomplete: false,
  isSum: true,
  derive: (communication) => {
    const { ended } = communication.state.phases;
    const count = ended === undefined ? undefined : knownHolds(communication);
    return ended === undefined || !count ? NO_VALUES : [{ ...countValue(ended), value: count }];
  },
});

/** Communications that were held. */
export const nHeld = defineMeasurement({
  name: "nHeld",
  unit: "count",
  meaning: "1 when the communication was on hold at all, by what was seen or by the platform's total.",
  on: "agent, user",
  purposes: STAFF,
  emitted: "When the communication ends.",
  source: "convofold",
  derive: (communication) => {
    const { ended } = communication.state.phases;
    const wasHeld = (communication.sums?.heldMs ?? 0) > 0 || closedSegments(communication, "hold").length > 0;
    return ended !== undefined && wasHeld ? [countValue(ended)] : NO_VALUES;
  },
});
