import type { Communication } from "./communication";
import type { Script } from "./script";

/** A deadline as it must stand when all is over. */
export interface Due {
  readonly kind: string;
  readonly dueAt: number;
  readonly status: string;
}

/** What became of a deadline: `met` when what it waits for came, `closed` when it became moot. */
interface Course {
  readonly kind: string;
  readonly dueAt: number;
  readonly toleranceMs: number;
  readonly metAt: number | undefined;
  readonly closedAt: number | undefined;
}

/** Spans and tolerances of the policy that sets nothing. */
const ANSWER_TARGET_MS = 20_000;
const HOLD_MAX_MS = 180_000;
const SECURE_PAUSE_MAX_MS = 300_000;
const TIMER_TOLERANCE_MS = 1_000;
const CALLBACK_TOLERANCE_MS = 300_000;
const SETTLE_MS = 2_000;

const TIMED_PROMPTS: readonly (string | undefined)[] = ["timeout", "forcedTimeout", "agentRequested"];

/** The kinds that are compared. */
export const COMPARED_KINDS: ReadonlySet<string> = new Set([
  ...["alerting", "answer", "wrapUp", "hold", "resume", "securePause", "callbackDue", "callbackAutoDial"],
]);

/** The deadlines of a communication as of an instant. Those that are still pending are not emitted. */
export function duesOf(one: Communication, asOf: number): Due[] {
  return RULES.flatMap((rule) => rule(one))
    .map((course) => ({ kind: course.kind, dueAt: course.dueAt, status: statusOf(course, asOf) }))
    .filter(({ status }) => status !== "pending");
}

function statusOf({ dueAt, toleranceMs, metAt, closedAt }: Course, asOf: number): string {
  if (metAt !== undefined) return metAt <= dueAt + toleranceMs ? "met" : "late";
  if (closedAt !== undefined) return closedAt >= dueAt ? "missed" : "cancelled";
  return asOf > dueAt + Math.max(toleranceMs, SETTLE_MS) ? "overdue" : "pending";
}

type Rule = (one: Communication) => Course[];

const isStaff = ({ sketch }: Communication) => sketch.purpose === "agent" || sketch.purpose === "user";

const alerting: Rule = (one) => {
  const alert = one.stages.find(({ state }) => state === "alerting");
  const spanMs = one.sketch.limits?.alertingTimeoutMs;
  if (alert === undefined || spanMs === undefined) return [];
  const common = { kind: "alerting", toleranceMs: TIMER_TOLERANCE_MS, closedAt: one.ended?.at };
  return [{ ...common, dueAt: alert.at + spanMs, metAt: one.connected?.at }];
};

const answer: Rule = (one) => {
  if (one.sketch.purpose !== "acd" || one.connected === undefined) return [];
  const common = { kind: "answer", toleranceMs: 0, closedAt: one.ended?.at };
  return [{ ...common, dueAt: one.connected.at + ANSWER_TARGET_MS, metAt: one.answeredBy?.connected?.at }];
};

/** Skipped work has no end of its own, and is not compared. */
const wrapUp: Rule = ({ work, sketch }) => {
  const { wrapupPrompt, wrapupTimeoutMs } = sketch.limits ?? {};
  if (work?.kind !== "done" || wrapupTimeoutMs === undefined || !TIMED_PROMPTS.includes(wrapupPrompt)) return [];
  const common = { kind: "wrapUp", toleranceMs: TIMER_TOLERANCE_MS, closedAt: undefined };
  return [{ ...common, dueAt: work.startAt + wrapupTimeoutMs, metAt: work.endAt }];
};

const hold: Rule = ({ held, ended }) =>
  held.map(({ from, to }) => ({
    ...{ kind: "hold", toleranceMs: 0, closedAt: undefined },
    ...{ dueAt: from.at + HOLD_MAX_MS, metAt: to ?? ended?.at },
  }));

const resume: Rule = ({ parkings, ended }) =>
  parkings.flatMap(({ to, resumeAt }) =>
    resumeAt === undefined
      ? []
      : [{ kind: "resume", toleranceMs: TIMER_TOLERANCE_MS, closedAt: ended?.at, dueAt: resumeAt, metAt: to }],
  );

const securePause: Rule = ({ securePauses, ended }) =>
  securePauses.map(({ from, to }) => ({
    ...{ kind: "securePause", toleranceMs: 0, closedAt: undefined },
    ...{ dueAt: from + SECURE_PAUSE_MAX_MS, metAt: to ?? ended?.at },
  }));

const callbackDue: Rule = ({ promises, ended }) =>
  promises.map(({ dueAt, attemptAt, supersededAt }) => ({
    ...{ kind: "callbackDue", toleranceMs: CALLBACK_TOLERANCE_MS, dueAt },
    ...{ metAt: attemptAt, closedAt: supersededAt ?? ended?.at },
  }));

const callbackAutoDial: Rule = ({ autoDial, connected, ended }) => {
  if (autoDial === undefined || connected === undefined || autoDial.seconds === 0) return [];
  const common = { kind: "callbackAutoDial", toleranceMs: TIMER_TOLERANCE_MS, closedAt: ended?.at };
  return [{ ...common, dueAt: connected.at + autoDial.seconds * 1_000, metAt: autoDial.dialledAt }];
};

const staffOnly =
  (rule: Rule): Rule =>
  (one) =>
    isStaff(one) ? rule(one) : [];

const RULES: readonly Rule[] = [
  ...[alerting, wrapUp, hold].map(staffOnly),
  ...[answer, resume, securePause, callbackDue, callbackAutoDial],
];

/** The deadlines of a script, by communication. */
export function duesOfScript(script: Script, asOf: number): { readonly one: Communication; readonly due: Due }[] {
  return script.communications.flatMap((one) => duesOf(one, asOf).map((due) => ({ one, due })));
}
