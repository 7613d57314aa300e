import type { DeadlineRecord } from "../models/deadline";
import type { FinalConversation } from "../models/final-conversation";
import { isTouched, type Gap } from "../models/gap";
import type { MeasurementRecord } from "../models/measurement";
import type { ConversationRecord } from "../models/view";
import { instantIn, type Party } from "./parties";
import type { TimeSpan } from "./spans";

/** The gaps that may have touched a conversation: of its partition or of all, while it was open. It follows from what stands of it alone. */
export function gapsOf(conversation: FinalConversation, gaps: readonly Gap[]): readonly Gap[] {
  if (gaps.length === 0) return gaps;
  const lives = conversation.views.map(lifeOf);
  const open = gaps.filter((gap) => lives.some(({ from, to }) => isTouched(gap, from, to)));
  if (open.every(({ partition }) => partition === undefined)) return open;
  const isIn = isInPartition(conversation);
  return open.filter(isIn);
}

/** From when to when a conversation was open: from its first instant; without an end where it has none, or owes after-call work. */
export function lifeOf({ state, startTime, participants }: ConversationRecord): TimeSpan {
  const lives = participants.flatMap((participant) =>
    participant.communications.map((communication) => lifeOfCommunication({ participant, communication }, startTime)),
  );
  const from = Math.min(Date.parse(startTime), ...lives.map((life) => life.from));
  return { from, to: state === "ended" ? Math.max(from, ...lives.map((life) => life.to)) : Infinity };
}

/** So long before its connect a communication may have rung or been dialled, where no record shows that. */
const UNSEEN_MS = 60_000;

/** From when to when a communication went on, its after-call work with it. One whose first phase was not seen may have begun earlier. */
export function lifeOfCommunication(party: Party, conversationStart: string): TimeSpan {
  const { segments, connectedTime, endTime, afterCallWork } = party.communication;
  const starts = [connectedTime, ...segments.map(({ startTime }) => startTime)].flatMap(
    (date) => instantIn(date) ?? [],
  );
  const seenFrom = starts.length > 0 ? Math.min(...starts) : Date.parse(conversationStart);
  const from = isStartSeen(party) ? seenFrom : seenFrom - UNSEEN_MS;
  const isOpen = endTime === undefined || afterCallWork?.state === "pending";
  const ends = [endTime, afterCallWork?.endTime].flatMap((date) => instantIn(date) ?? []);
  return { from, to: isOpen ? Infinity : Math.max(from, ...ends) };
}

/** Whether its beginning is known: people of the centre are rung or dial first, and so does whatever goes out; others begin with their connect. */
function isStartSeen({ participant: { purpose = "" }, communication: { direction, segments } }: Party): boolean {
  if (direction !== "outbound" && !STAFF.has(purpose)) return true;
  return segments.some(({ type }) => FIRST_PHASES.has(type));
}

const STAFF: ReadonlySet<string> = new Set(["agent", "user"]);
const FIRST_PHASES: ReadonlySet<string> = new Set(["scheduled", "offering", "contacting", "dialing", "alert"]);

/** When what a measurement measured passed. One that adds over parts of its communication reaches back to the start of that. */
export function spanOfMeasurement(
  { value = 0, emitDate }: Pick<MeasurementRecord, "value" | "emitDate">,
  { isSum, isLength }: { readonly isSum: boolean; readonly isLength: boolean },
  life: TimeSpan,
): TimeSpan | undefined {
  const to = instantIn(emitDate);
  if (to === undefined) return undefined;
  const from = isLength ? to - value : to;
  return { from: isSum ? Math.min(life.from, from) : from, to };
}

/** When news could still have changed what became of a deadline: from the start of its communication until it was met, or that was over. */
export function spanOfDeadline({ metAt }: Pick<DeadlineRecord, "metAt">, life: TimeSpan): TimeSpan {
  return { from: life.from, to: instantIn(metAt) ?? life.to };
}

/** Whether records of a gap's partition may be of a conversation. One of which no partition is known may be in any. */
export function isInPartition({ measurements, deadlines }: FinalConversation): (gap: Gap) => boolean {
  const partitions = [...measurements, ...deadlines].flatMap(({ evidence = [] }) =>
    evidence.flatMap((position) => ("partition" in position ? [position] : [])),
  );
  return ({ topic, partition }) =>
    partition === undefined ||
    partitions.length === 0 ||
    partitions.some((position) => position.partition === partition && position.topic === topic);
}
