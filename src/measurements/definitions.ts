import type { MeasurementDefinition } from "../models/measurement";
import { forPurpose } from "../models/purpose";
import { tAcw, tHandle } from "./after-call-work";
import { nAlertRejected, nAlertTimedOut, tAlert, tContacting, tDialing, tNotResponding } from "./alerting";
import {
  nCallbackExpired,
  nCallbackMissed,
  nCallbackRescheduled,
  nCallbackScheduled,
  tCallbackLate,
  tCallbackWait,
} from "./callback";
import {
  nConnected,
  nError,
  nOutbound,
  tBarging,
  tCoaching,
  tConnected,
  tIvr,
  tMonitoring,
  tVoicemail,
} from "./connection";
import { nFlow, nFlowOutcome, nFlowOutcomeFailed, tFlow, tFlowDisconnect, tFlowExit, tFlowOutcome } from "./flow";
import { nHeld, nHolds, tHeld, tHeldComplete } from "./hold";
import { tPark, tParkComplete } from "./park";
import { nOffered, tAbandon, tAcd, tAnswered, tFlowOut, tShortAbandon, tWait } from "./queue";
import { tConversationDuration } from "./conversation";
import { tTalk, tTalkComplete } from "./talk";
import { nBlindTransferred, nConsult, nConsultTransferred, nTransferred } from "./transfer";

/** Every measurement, in the order of the documentation. */
export const MEASUREMENTS: readonly MeasurementDefinition[] = [
  tAlert,
  tNotResponding,
  tContacting,
  tDialing,
  tTalk,
  tTalkComplete,
  tHeld,
  tHeldComplete,
  tAcw,
  tHandle,
  tAcd,
  tAnswered,
  tAbandon,
  tShortAbandon,
  tFlowOut,
  tIvr,
  tConnected,
  tVoicemail,
  tMonitoring,
  tCoaching,
  tBarging,
  tPark,
  tParkComplete,
  nOffered,
  nConnected,
  nTransferred,
  nBlindTransferred,
  nConsultTransferred,
  nConsult,
  nError,
  nOutbound,
  nCallbackScheduled,
  nCallbackRescheduled,
  tCallbackLate,
  nCallbackMissed,
  nCallbackExpired,
  tCallbackWait,
  tConversationDuration,
  tWait,
  nHolds,
  nHeld,
  nAlertRejected,
  nAlertTimedOut,
  nFlow,
  tFlow,
  tFlowExit,
  tFlowDisconnect,
  nFlowOutcome,
  nFlowOutcomeFailed,
  tFlowOutcome,
];

const BY_NAME = new Map(MEASUREMENTS.map((definition) => [definition.name, definition]));

/** The definition of a measurement; undefined for a name that is none. */
export function measurementNamed(name: string): MeasurementDefinition | undefined {
  return BY_NAME.get(name);
}

/** What deriving needs of each. Spelled out: objects of one shape are what the hot path lives on. */
const DERIVED = MEASUREMENTS.map(({ name, purposes, whenIncomplete, isSum, derive }) => {
  return { name, purposes, whenIncomplete, isSum, derive };
});

/** Those that a communication of a purpose can carry, in their order. */
export const measurementsFor = forPurpose(DERIVED);
