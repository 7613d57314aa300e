import type { DeadlineDefinition, DeadlineValue } from "../models/deadline";
import { CUSTOMERS, STAFF, type PromiseTimeline } from "../models/timeline";
import { endOf, NO_PROMISES, promise } from "./work";

/** A customer in a queue is to be answered. */
export const answer: DeadlineDefinition = {
  kind: "answer",
  due: "Queue entry + span.",
  metBy: "The answering agent's connect. Leaving the queue otherwise before it is due cancels it, after it misses.",
  spanFrom: "Policy: `answerTarget`, per queue and medium.",
  purposes: ["acd"],
  derive: (communication, conversation, { answerTargetMs }) => {
    const queue = conversation.queues.get(communication);
    const entered = communication.connection?.start;
    if (queue === undefined || entered === undefined || answerTargetMs === undefined) return NO_PROMISES;
    const answered =
      queue.answeredBy?.connection?.start ?? (queue.outcome === "answered" ? endOf(communication) : undefined);
    return [promise(entered, answerTargetMs, 0, answered, endOf(communication))];
  },
};

/** A promised callback is to be attempted. */
export const callbackDue: DeadlineDefinition = {
  kind: "callbackDue",
  due: "`callbackScheduledTime`; another one ends the old promise and makes a new one.",
  metBy: "The first attempt: an agent connects to the callback, or a call is dialled.",
  spanFrom: "The event; tolerance by policy: `callbackTolerance`.",
  purposes: CUSTOMERS,
  derive: (communication, conversation, { callbackToleranceMs }) => {
    const promises = conversation.callbacks.get(communication)?.promises;
    if (promises === undefined) return NO_PROMISES;
    return promises.map((made) => callbackPromise(made, callbackToleranceMs, endOf(communication)));
  },
};

/** A callback is to be dialled by itself. */
export const callbackAutoDial: DeadlineDefinition = {
  kind: "callbackAutoDial",
  due: "The agent's connect to the callback + span.",
  metBy: "A call is dialled.",
  spanFrom: "`timeoutSeconds`. 0 is disabled, absent unknown: no deadline in both.",
  purposes: STAFF,
  derive: (communication, conversation, { timerToleranceMs }) => {
    const { mediaType, profile } = communication.state;
    const connected = communication.connection?.start;
    if (mediaType !== "callback" || connected === undefined || !profile.timeoutSeconds) return NO_PROMISES;
    const dialled = conversation.dialled.get(communication);
    return [promise(connected, profile.timeoutSeconds * 1000, timerToleranceMs, dialled, endOf(communication))];
  },
};

/** A callback is to be taken before its owner's window runs out. */
export const callbackOwner: DeadlineDefinition = {
  kind: "callbackOwner",
  due: "Request + span.",
  metBy: "An agent connects to the callback.",
  spanFrom: "Policy: `ownerWindow`.",
  purposes: CUSTOMERS,
  derive: (communication, conversation, { ownerWindowMs }) => {
    const callback = conversation.callbacks.get(communication);
    if (callback === undefined || ownerWindowMs === undefined) return NO_PROMISES;
    return [promise(callback.requested, ownerWindowMs, 0, callback.attempts[0], endOf(communication))];
  },
};

function callbackPromise(
  { dueAt, made, supersededAt, attempt }: PromiseTimeline,
  toleranceMs: number,
  ended: DeadlineValue["closed"],
): DeadlineValue {
  return {
    key: `${String(made.at)}-${String(dueAt)}`,
    dueAt,
    toleranceMs,
    met: attempt,
    closed: supersededAt ?? ended,
    evidence: attempt === undefined ? [made.by] : [made.by, attempt.by],
  };
}
