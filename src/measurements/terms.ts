import { isClosed, type Dated, type Span } from "../models/dated";
import type { MeasurementValue } from "../models/measurement";
import type { CommunicationTimeline, ConversationTimeline, SegmentType } from "../models/timeline";
import { closedSegments } from "./values";

/** A stretch of time that adds to a measurement, or is taken off it. */
export interface Term {
  readonly sign: 1 | -1;
  readonly what: string;
  readonly start: Dated;
  readonly end: Dated;
}

type Terms = (
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
  key: string | undefined,
) => Term[];

const term = (what: string, span: Span | undefined, sign: 1 | -1 = 1): Term[] =>
  span !== undefined && isClosed(span) && span.end.at > span.start.at
    ? [{ sign, what, start: span.start, end: span.end }]
    : [];

const segments = (communication: CommunicationTimeline, type: SegmentType, what: string, sign: 1 | -1 = 1): Term[] =>
  closedSegments(communication, type).flatMap((segment) => term(what, segment, sign));

const oneSegment =
  (type: SegmentType, what: string): Terms =>
  (communication, _conversation, key) =>
    segments(communication, type, what).filter(
      ({ start }) => key === undefined || String(start.at) === key.split("~")[0],
    );

const allSegments =
  (type: SegmentType, what: string): Terms =>
  (communication) =>
    segments(communication, type, what);

const connection =
  (what: string): Terms =>
  (communication) =>
    term(what, communication.connection);

/** What each time is made of. Counts are made of nothing: they are 1. */
const TERMS = new Map<string, Terms>(
  Object.entries<Terms>({
    tAlert: oneSegment("alert", "alert"),
    tNotResponding: oneSegment("alert", "alert"),
    tContacting: oneSegment("contacting", "contacting"),
    tDialing: oneSegment("dialing", "dialing"),
    tTalk: oneSegment("interact", "talk"),
    tTalkComplete: allSegments("interact", "talk"),
    tHeld: oneSegment("hold", "hold"),
    tHeldComplete: allSegments("hold", "hold"),
    tPark: oneSegment("parked", "parked"),
    tParkComplete: allSegments("parked", "parked"),
    tMonitoring: oneSegment("monitoring", "monitoring"),
    tCoaching: oneSegment("coaching", "coaching"),
    tBarging: oneSegment("barging", "barging"),
    tAcw: (communication) => term("after-call work", communication.wrapup),
    tHandle: (communication) => [
      ...segments(communication, "contacting", "contacting"),
      ...segments(communication, "dialing", "dialing"),
      ...term("connected", communication.connection),
      ...segments(communication, "parked", "parked", -1),
      ...term("after-call work", communication.wrapup),
    ],
    tIvr: connection("in the flow"),
    tConnected: connection("connected"),
    tVoicemail: connection("in the voicemail box"),
    tAcd: connection("in the queue"),
    tAbandon: connection("in the queue"),
    tShortAbandon: connection("in the queue"),
    tFlowOut: connection("in the queue"),
    tAnswered: (communication, conversation) =>
      term("in the queue", conversation.offers.get(communication)?.connection),
    tCallbackWait: (communication, conversation) => {
      const callback = conversation.callbacks.get(communication);
      return callback?.contact === undefined
        ? []
        : term("from the request to the talk", { start: callback.requested, end: callback.contact });
    },
    tCallbackLate: (communication, conversation, key) => {
      const promises = conversation.callbacks.get(communication)?.promises ?? [];
      const kept = promises.find(({ made, dueAt }) => `${String(made.at)}-${String(dueAt)}` === key?.split("~")[0]);
      if (kept?.attempt === undefined) return [];
      return term("after the promised instant", { start: { ...kept.made, at: kept.dueAt }, end: kept.attempt });
    },
  }),
);

/** The stretches of which a measurement is the sum; none for counts, zeros, and sums that the platform itself gives. */
export function termsOf(
  name: string,
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
  key: string | undefined,
): Term[] {
  return TERMS.get(name)?.(communication, conversation, key) ?? [];
}

/** What terms come to, in ms. */
export function sumOfTerms(terms: readonly Term[]): MeasurementValue["value"] {
  return terms.reduce((sum, { sign, start, end }) => sum + sign * (end.at - start.at), 0);
}
