import type { Parking } from "../models/communication";
import type { DeadlineDefinition, DeadlineValue } from "../models/deadline";
import type { Dated, Span } from "../models/dated";
import { TIMED_PROMPTS } from "../models/enums";
import type { Instant } from "../models/instant";
import { STAFF, type CommunicationTimeline, type Segment } from "../models/timeline";

/** An alert is to be answered. */
export const alerting: DeadlineDefinition = {
  kind: "alerting",
  due: "Alert start + span.",
  metBy: "The connect. Another end before it is due cancels it (a reject, the customer left), at or after it misses.",
  spanFrom: "`alertingTimeoutMs`; else `queueMediaSettings.alertingTimeoutSeconds`.",
  purposes: STAFF,
  derive: (communication, _ties, { timerToleranceMs }) => {
    const { profile, phases } = communication.state;
    const alert = communication.segments.find(({ type }) => type === "alert");
    const spanMs = profile.alertingTimeoutMs ?? secondsToMs(profile.queueAlertingTimeoutSeconds);
    if (alert === undefined || spanMs === undefined || spanMs <= 0) return NO_DEADLINES;
    const connected = communication.connection?.start;
    return [deadlineFrom(alert.start, spanMs, timerToleranceMs, connected, phases.ended)];
  },
};

/** After-call work is to end. */
export const wrapUp: DeadlineDefinition = {
  kind: "wrapUp",
  due: "After-call work start + span.",
  metBy: "Its end.",
  spanFrom: "`wrapupTimeoutMs`, where `wrapupPrompt` is `timeout`, `forcedTimeout` or `agentRequested`.",
  purposes: STAFF,
  derive: (communication, _ties, { timerToleranceMs }) => {
    const { wrapup } = communication;
    const { wrapupTimeoutMs, wrapupPrompt } = communication.state.profile;
    const isTimed = wrapupPrompt !== undefined && TIMED_PROMPTS.has(wrapupPrompt);
    if (wrapup === undefined || !isTimed || wrapupTimeoutMs === undefined || wrapupTimeoutMs <= 0) return NO_DEADLINES;
    return [deadlineFrom(wrapup.start, wrapupTimeoutMs, timerToleranceMs, wrapup.end, undefined)];
  },
};

/** A hold is to end. */
export const hold: DeadlineDefinition = {
  kind: "hold",
  due: "Hold start + span.",
  metBy: "The end of the hold.",
  spanFrom: "Policy: `holdMax`.",
  purposes: STAFF,
  derive: (communication, _ties, { holdMaxMs }) => {
    if (holdMaxMs === undefined || !communication.segments.some(isHold)) return NO_DEADLINES;
    return communication.segments.filter(isHold).map((span) => spanDeadline(span, holdMaxMs));
  },
};

/** A secure pause is to end. */
export const securePause: DeadlineDefinition = {
  kind: "securePause",
  due: "Pause start + span.",
  metBy: "The recording is resumed, or the communication ends.",
  spanFrom: "Policy: `securePauseMax`.",
  purposes: undefined,
  derive: ({ securePauses }, _ties, { securePauseMaxMs }) =>
    securePauseMaxMs === undefined || securePauses.length === 0
      ? NO_DEADLINES
      : securePauses.map((span) => spanDeadline(span, securePauseMaxMs)),
};

/** A parked communication is to come back. */
export const resume: DeadlineDefinition = {
  kind: "resume",
  due: "`resumeTime`, of each parking; another one given while it is parked takes its place.",
  metBy: "The communication is connected again.",
  spanFrom: "The event itself.",
  purposes: undefined,
  derive: (communication, _ties, { timerToleranceMs }) => {
    const { parkings, phases } = communication.state;
    if (parkings.length === 0) return NO_DEADLINES;
    return parkings.flatMap((parking) => resumesOf(parking, phases.ended, timerToleranceMs));
  },
};

/** The deadlines of one parking. One that another replaced was moot from then on. */
function resumesOf(parking: Parking, ended: Dated | undefined, toleranceMs: number): DeadlineValue[] {
  const { start, end, resumes } = parking;
  const isEndedWhileParked = end !== undefined && end.at === ended?.at;
  return resumes.flatMap(({ dueAt, replaced }, index) => {
    if (replaced === undefined && !isResumeKnown(parking, dueAt + toleranceMs)) return [];
    const key = index === 0 ? String(start.at) : `${String(start.at)}-${String(dueAt)}`;
    const met = replaced !== undefined || isEndedWhileParked ? undefined : end;
    return [{ key, dueAt, toleranceMs, met, closed: replaced ?? ended, evidence: [start.by] }];
  });
}

/** Nobody saw when it was resumed: surely in time if it was over by then, surely late if it was still seen parked after. */
function isResumeKnown({ end, endUnknown, seenAt }: Parking, until: Instant): boolean {
  return !endUnknown || (end !== undefined && end.at <= until) || seenAt > until;
}

/** No deadlines. */
export const NO_DEADLINES: readonly DeadlineValue[] = [];

function isHold({ type }: Segment): boolean {
  return type === "hold";
}

/** A deadline that begins at an instant and is due a span later. */
export function deadlineFrom(
  start: Dated,
  spanMs: number,
  toleranceMs: number,
  met: Dated | undefined,
  closed: Dated | undefined,
  key?: string,
): DeadlineValue {
  const dueAt = start.at + spanMs;
  return { key, dueAt, toleranceMs, met, closed, evidence: met === undefined ? [start.by] : [start.by, met.by] };
}

function spanDeadline({ start, end }: Span, spanMs: number): DeadlineValue {
  return deadlineFrom(start, spanMs, 0, end, undefined, String(start.at));
}

function secondsToMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

/** The communication's own end, as what closes a deadline. */
export function endOf(communication: CommunicationTimeline): Dated | undefined {
  return communication.state.phases.ended;
}
