import { isClosed, type Dated, type Span } from "../models/dated";
import { talkTotal, type SessionTotals } from "../models/fact-kinds";
import type { MeasurementValue } from "../models/measurement";
import type { Position } from "../models/position";
import type { CommunicationTimeline, ConversationTimeline, SegmentType } from "../models/timeline";
import { closedSegments } from "./values";

/** A piece of time that adds to a measurement, or is taken off it: between two instants, or as the platform sums it up. */
export type Term = SpanTerm | TotalTerm;

/** A piece of time between two instants. */
export interface SpanTerm {
  readonly sign: 1 | -1;
  readonly what: string;
  readonly start: Dated;
  readonly end: Dated;
}

/** A total that the platform gives, in ms, and the record in which it does. */
export interface TotalTerm {
  readonly sign: 1;
  readonly what: string;
  readonly totalMs: number;
  readonly by: Position;
}

type Terms = (
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
  key: string | undefined,
) => Term[];

const term = (what: string, span: Span | undefined, sign: 1 | -1 = 1): SpanTerm[] =>
  span !== undefined && isClosed(span) && span.end.at > span.start.at
    ? [{ sign, what, start: span.start, end: span.end }]
    : [];

const segments = (
  communication: CommunicationTimeline,
  type: SegmentType,
  what: string,
  sign: 1 | -1 = 1,
): SpanTerm[] => closedSegments(communication, type).flatMap((segment) => term(what, segment, sign));

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

const total = (what: string, totalMs: number | undefined, by: Position | undefined): Term[] =>
  totalMs === undefined || by === undefined ? [] : [{ sign: 1, what: `${what} (the platform's total)`, totalMs, by }];

const talkOfSums = ({ sums }: CommunicationTimeline): Term[] => total("talk", sums?.talkMs, sums?.by);
const holdOfSums = ({ sums }: CommunicationTimeline): Term[] => total("hold", sums?.heldMs, sums?.by);

const talkSeen = allSegments("interact", "talk");
const holdSeen = allSegments("hold", "hold");

const worked: Terms = (communication) =>
  communication.handle === "byTotals"
    ? [...talkOfSums(communication), ...holdOfSums(communication)]
    : [...term("connected", communication.connection), ...segments(communication, "parked", "parked", -1)];

const connection =
  (what: string): Terms =>
  (communication) =>
    term(what, communication.connection);

const runOfFlow: Terms = ({ state }, _conversation, key) => {
  const run = state.flows.runs.find(({ start, end }) => String((start ?? end)?.at) === key?.split("~")[0]);
  return run?.start === undefined ? [] : term("in the flow", { start: run.start, end: run.end });
};

/** What each time is made of. Counts are made of nothing: they are 1. */
const TERMS = new Map<string, Terms>(
  Object.entries<Terms>({
    tAlert: oneSegment("alert", "alert"),
    tNotResponding: oneSegment("alert", "alert"),
    tContacting: oneSegment("contacting", "contacting"),
    tDialing: oneSegment("dialing", "dialing"),
    tTalk: oneSegment("interact", "talk"),
    tTalkComplete: (communication, ...rest) =>
      communication.sums === undefined ? talkSeen(communication, ...rest) : talkOfSums(communication),
    tHeld: oneSegment("hold", "hold"),
    tHeldComplete: (communication, ...rest) =>
      communication.sums === undefined ? holdSeen(communication, ...rest) : holdOfSums(communication),
    tPark: oneSegment("parked", "parked"),
    tParkComplete: allSegments("parked", "parked"),
    tMonitoring: oneSegment("monitoring", "monitoring"),
    tCoaching: oneSegment("coaching", "coaching"),
    tBarging: oneSegment("barging", "barging"),
    tAcw: (communication) => term("after-call work", communication.wrapup),
    tHandle: (communication, ...rest) => [
      ...segments(communication, "contacting", "contacting"),
      ...segments(communication, "dialing", "dialing"),
      ...worked(communication, ...rest),
      ...term("after-call work", communication.wrapup),
    ],
    tIvr: connection("in the flow"),
    tConnected: connection("connected"),
    tVoicemail: connection("in the voicemail box"),
    tAcd: connection("in the queue"),
    tWait: connection("in the queue"),
    tFlow: runOfFlow,
    tFlowExit: runOfFlow,
    tFlowDisconnect: runOfFlow,
    tFlowOutcome: ({ state }, _conversation, key) => {
      const outcome = state.flows.outcomes.find(({ start, end }) => String((start ?? end).at) === key?.split("~")[0]);
      return outcome?.start === undefined ? [] : term("to the outcome", { start: outcome.start, end: outcome.end });
    },
    tConversationDuration: (_communication, { life }) => term("from the first to the last", life),
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

const totalsOf = ({
  state,
}: CommunicationTimeline): { readonly values: SessionTotals; readonly by: Position | undefined } => ({
  values: state.totals?.values ?? {},
  by: state.totals?.by,
});

const totalOf =
  (what: string, name: Exclude<keyof SessionTotals, "acdOutcome">): Terms =>
  (communication) => {
    const { values, by } = totalsOf(communication);
    return total(what, values[name], by);
  };

/** What the log says of a measurement besides its terms: the platform's totals where it is the sum of what was seen, else what was seen. */
const BESIDE = new Map<string, Terms>(
  Object.entries<Terms>({
    tAlert: totalOf("alert", "alertingMs"),
    tContacting: totalOf("contacting", "contactingMs"),
    tDialing: totalOf("dialing", "dialingMs"),
    tTalkComplete: (communication, ...rest) => {
      if (communication.sums !== undefined) return talkSeen(communication, ...rest);
      const { values, by } = totalsOf(communication);
      return total("talk", talkTotal(values), by);
    },
    tHeldComplete: (communication, ...rest) =>
      (communication.sums === undefined ? totalOf("hold", "heldMs") : holdSeen)(communication, ...rest),
    tConnected: totalOf("connected", "connectedMs"),
    tVoicemail: totalOf("in the voicemail box", "connectedMs"),
    tAcd: totalOf("in the queue", "connectedMs"),
  }),
);

/** What the log says of a measurement that is not counted in it. */
export function besideTerms(
  name: string,
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
): Term[] {
  return BESIDE.get(name)?.(communication, conversation, undefined) ?? [];
}

/** The pieces of which a measurement is the sum; none for counts and zeros. */
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
  return terms.reduce((sum, term) => sum + term.sign * lengthOfTerm(term), 0);
}

/** The length of a term, in ms. */
export function lengthOfTerm(term: Term): number {
  return "totalMs" in term ? term.totalMs : term.end.at - term.start.at;
}
