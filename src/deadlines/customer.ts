import type { DeadlineDefinition, DeadlineValue } from "../models/deadline";
import { CUSTOMERS, STAFF, type PromiseTimeline } from "../models/timeline";
import { endOf, NO_DEADLINES, deadlineFrom } from "./work";

/** A customer in a queue is to be answered. */
export const answer: DeadlineDefinition = {
  kind: "answer",
  due: "Queue entry + span.",
  metBy: "The answering agent's connect. Leaving the queue otherwise before it is due cancels it, after it misses.",
  spanFrom: "Policy: `answerTarget`, per queue and medium.",
  purposes: ["acd"],
  derive: (communication, { queue }, { answerTargetMs }) => {
    const entered = communication.connection?.start;
    if (queue === undefined || entered === undefined || answerTargetMs === undefined) return NO_DEADLINES;
    const answered =
      queue.answeredBy?.connection?.start ?? (queue.outcome === "answered" ? endOf(communication) : undefined);
    return [deadlineFrom(entered, answerTargetMs, 0, answered, endOf(communication))];
  },
};

/** A promised callback is to be attempted. */
export const callbackDue: DeadlineDefinition = {
  kind: "callbackDue",
  due: "`callbackScheduledTime`, on any communication of the callback; another one ends the old promise and makes a new one.",
  metBy: "The first attempt: an agent connects to this callback, or a call is dialled for it.",
  spanFrom: "The event; tolerance by policy: `callbackTolerance`, of the callback's queue.",
  purposes: CUSTOMERS,
  derive: (communication, { callback }, { callbackToleranceMs }) => {
    const promises = callback?.promises;
    if (promises === undefined) return NO_DEADLINES;
    return promises.map((made) => callbackDeadline(made, callbackToleranceMs, endOf(communication)));
  },
};

/** A callback is to be dialled by itself. */
export const callbackAutoDial: DeadlineDefinition = {
  kind: "callbackAutoDial",
  due: "The agent's connect to the callback + span.",
  metBy: "A call is dialled to the customer, by this agent or by itself.",
  spanFrom:
    "`timeoutSeconds`, on any communication of the callback. 0 is disabled, absent unknown: no deadline in both.",
  purposes: STAFF,
  derive: (communication, { agentCallback }, { timerToleranceMs }) => {
    const connected = communication.connection?.start;
    const { timeoutSeconds, dialled } = agentCallback ?? {};
    if (connected === undefined || timeoutSeconds === undefined || timeoutSeconds <= 0) return NO_DEADLINES;
    return [deadlineFrom(connected, timeoutSeconds * 1000, timerToleranceMs, dialled, endOf(communication))];
  },
};

/** A callback is to be taken before its owner's window runs out. */
export const callbackOwner: DeadlineDefinition = {
  kind: "callbackOwner",
  due: "Request + span.",
  metBy: "An agent connects to this callback (or, where the platform places it by itself, it is dialled).",
  spanFrom: "Policy: `ownerWindow`, of the callback's queue.",
  purposes: CUSTOMERS,
  derive: (communication, { callback }, { ownerWindowMs }) => {
    if (callback === undefined || ownerWindowMs === undefined) return NO_DEADLINES;
    return [deadlineFrom(callback.requested, ownerWindowMs, 0, callback.attempts[0], endOf(communication))];
  },
};

function callbackDeadline(
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
