import type { DeadlineDefinition } from "../models/deadline";
import { forPurpose } from "../models/purpose";
import { answer, callbackAutoDial, callbackDue, callbackOwner } from "./customer";
import { alerting, hold, resume, securePause, wrapUp } from "./work";

/** Every kind of deadline of a communication, in the order of the documentation. `stuck` concerns the conversation. */
export const DEADLINES: readonly DeadlineDefinition[] = [
  alerting,
  answer,
  wrapUp,
  hold,
  callbackDue,
  callbackAutoDial,
  callbackOwner,
  resume,
  securePause,
];

/** What deriving needs of each. Spelled out: objects of one shape are what the hot path lives on. */
const DERIVED = DEADLINES.map(({ kind, purposes, derive }) => ({ kind, purposes, derive }));

/** Those that a communication of a purpose can make, in their order. */
export const deadlinesFor = forPurpose(DERIVED);
