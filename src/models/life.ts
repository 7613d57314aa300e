import { isTouched, toGapRecord, type Gap } from "./gap";
import { partiesIn, type Party } from "./parties";
import type { ConversationRecord } from "./view";

/** A span of time in which something went on. */
export interface Life {
  readonly from: number;
  readonly to: number;
}

/** The gaps while a conversation was open, by its view alone. */
export function gapsOfView(view: ConversationRecord, gaps: readonly Gap[]): readonly Gap[] {
  if (gaps.length === 0) return gaps;
  const { from, to } = lifeOf(view);
  return gaps.filter((gap) => isTouched(gap, from, to));
}

/** A view with the gaps while its conversation was open. */
export function withGaps(view: ConversationRecord, all: readonly Gap[]): ConversationRecord {
  const gaps = gapsOfView(view, all);
  return gaps.length === 0 ? view : { ...view, gaps: gaps.map(toGapRecord) };
}

/**
 * From when to when a conversation was open: from its first instant; without an end where it has none, or owes after-call work. One that
 * was swept was closed then: news after that are of another life of it.
 */
export function lifeOf(view: ConversationRecord): Life {
  const { state, startTime, sweptTime } = view;
  const lives = partiesIn(view).map((party) => lifeOfCommunication(party, startTime));
  const from = Math.min(Date.parse(startTime), ...lives.map((life) => life.from));
  if (state === "ended") return { from, to: Math.max(from, ...lives.map((life) => life.to)) };
  return { from, to: state === "swept" ? (instantIn(sweptTime) ?? Infinity) : Infinity };
}

/** So long before its connect a communication may have rung or been dialled, where no record shows that. */
const UNSEEN_MS = 60_000;

/** From when to when a communication went on, its after-call work with it. One whose first phase was not seen may have begun earlier. */
export function lifeOfCommunication(party: Party, conversationStart: string): Life {
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

/** The epoch milliseconds of a date in a record; undefined where there is none. */
export function instantIn(date: string | undefined): number | undefined {
  return date === undefined ? undefined : Date.parse(date);
}
