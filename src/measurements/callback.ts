import type { Dated } from "../models/dated";
import type { MeasurementDefinition, MeasurementValue } from "../models/measurement";
import type { Term } from "../models/term";
import { CUSTOMERS, type CallbackTimeline, type CommunicationTimeline, type PromiseTimeline } from "../models/timeline";
import { spanTerm } from "./terms";
import { countValue, defineMeasurement, NO_VALUES, spanValue } from "./values";

const perPromise = (
  name: string,
  unit: "ms" | "count",
  texts: { readonly meaning: string; readonly emitted: string },
  derive: (
    promise: PromiseTimeline,
    index: number,
    communication: CommunicationTimeline,
  ) => MeasurementValue | undefined,
  terms?: (promise: PromiseTimeline) => Term[],
): MeasurementDefinition =>
  defineMeasurement({
    name,
    unit,
    ...texts,
    on: "customer (callback)",
    purposes: CUSTOMERS,
    source: "convofold",
    whenIncomplete: false,
    ...(terms && {
      terms: (_communication, { callback }, key) => {
        const promise = callback?.promises.find((one) => keyOf(one) === key?.split("~")[0]);
        return promise === undefined ? [] : terms(promise);
      },
    }),
    derive: (communication, { callback }) => {
      const promises = callback?.promises;
      if (promises === undefined) return NO_VALUES;
      return promises.flatMap((promise, index) => {
        const value = derive(promise, index, communication);
        return value === undefined ? [] : [{ ...value, key: keyOf(promise) }];
      });
    },
  });

function keyOf({ made, dueAt }: PromiseTimeline): string {
  return `${String(made.at)}-${String(dueAt)}`;
}

/** Promises made. */
export const nCallbackScheduled = perPromise(
  "nCallbackScheduled",
  "count",
  { meaning: "1 for each promise to call back at an instant.", emitted: "When the promise is made." },
  ({ made }) => countValue(made),
);

/** Promises moved. */
export const nCallbackRescheduled = perPromise(
  "nCallbackRescheduled",
  "count",
  {
    meaning: "1 for each promise that takes the place of an earlier one, forwards or back.",
    emitted: "When it is made.",
  },
  ({ made }, index) => (index === 0 ? undefined : countValue(made)),
);

/** Punctuality. */
export const tCallbackLate = perPromise(
  "tCallbackLate",
  "ms",
  {
    meaning:
      "First attempt (an agent's connect to this callback, or a call dialled for it) less the promised instant, never below 0: a kept promise is 0.",
    emitted: "At the attempt.",
  },
  ({ dueAt, attempt }) => {
    if (attempt === undefined) return undefined;
    const late = Math.max(0, attempt.at - dueAt);
    return { ...countValue(attempt), value: late };
  },
  ({ made, dueAt, attempt }) => spanTerm("after the promised instant", { start: { ...made, at: dueAt }, end: attempt }),
);

/** Promises broken. */
export const nCallbackMissed = perPromise(
  "nCallbackMissed",
  "count",
  {
    meaning: "1 when the callback ended, or was moved, at or after the promised instant without any attempt.",
    emitted: "When it ended or was moved.",
  },
  ({ dueAt, attempt, supersededAt }, _index, { state }) => {
    const over = supersededAt ?? state.phases.ended;
    return attempt === undefined && over !== undefined && over.at >= dueAt ? countValue(over) : undefined;
  },
);

/** Callbacks lost with their owner. */
export const nCallbackExpired = defineMeasurement({
  name: "nCallbackExpired",
  unit: "count",
  meaning: "1 when the owner's window of the policy ran out and the callback ended without any attempt.",
  on: "customer (callback)",
  purposes: CUSTOMERS,
  emitted: "When the callback ended.",
  source: "convofold",
  whenIncomplete: false,
  derive: (communication, { callback }, { ownerWindowMs }) => {
    const { ended } = communication.state.phases;
    if (callback === undefined || ownerWindowMs === undefined || ended === undefined) return NO_VALUES;
    const isExpired = callback.attempts.length === 0 && ended.at >= callback.requested.at + ownerWindowMs;
    return isExpired ? [countValue(ended)] : NO_VALUES;
  },
});

/** Wait from the request to the talk. */
export const tCallbackWait = defineMeasurement({
  name: "tCallbackWait",
  unit: "ms",
  meaning: "From the request to the first connect of a call to the customer that was dialled for this callback.",
  on: "customer (callback)",
  purposes: CUSTOMERS,
  emitted: "At that connect.",
  source: "convofold",
  terms: (_communication, { callback }) => spanTerm("from the request to the talk", callback && waitOf(callback)),
  derive: (_communication, { callback }) => {
    const span = callback && waitOf(callback);
    return span === undefined || span.end.at <= span.start.at ? NO_VALUES : [spanValue(span)];
  },
});

function waitOf({ requested, contact }: CallbackTimeline): { start: Dated; end: Dated } | undefined {
  return contact === undefined ? undefined : { start: requested, end: contact };
}
