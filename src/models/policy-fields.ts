import type { Limits } from "./limits";
import { leadName, WARNED_KINDS } from "./warned-kinds";

/** What a field of the policy is: unit, default, bounds and meaning. Spans in ms; `undefined` is off. */
export interface PolicyField {
  readonly name: string;
  readonly meaning: string;
  readonly defaultMs: number | undefined;
  readonly leastMs: number;
  readonly mostMs: number;
  /** Whether `off` is allowed. */
  readonly mayBeOff: boolean;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Fields that hold for the whole run. */
export const RUN_FIELDS = [
  {
    name: "lateness",
    meaning: "How far behind stream time an observation may come and still count.",
    defaultMs: DAY,
    leastMs: 0,
    mostMs: 400 * DAY,
    mayBeOff: false,
  },
  {
    name: "settle",
    meaning: "How far past its due instant a promise must be before it is called overdue.",
    defaultMs: 2 * SECOND,
    leastMs: 0,
    mostMs: HOUR,
    mayBeOff: false,
  },
  {
    name: "sweep",
    meaning: "How long an open conversation may be without news before it is swept: closed without an end.",
    defaultMs: 90 * DAY,
    leastMs: HOUR,
    mostMs: 1000 * DAY,
    mayBeOff: false,
  },
  {
    name: "markers",
    meaning:
      "How long the record of an evicted conversation is kept, so that later records of it continue where it was.",
    defaultMs: 7 * DAY,
    leastMs: 0,
    mostMs: 400 * DAY,
    mayBeOff: false,
  },
  {
    name: "stuckConversation",
    meaning: "How long an open conversation may be without news before it is called stuck.",
    defaultMs: DAY,
    leastMs: MINUTE,
    mostMs: 400 * DAY,
    mayBeOff: false,
  },
  {
    name: "stuckAfterCallWork",
    meaning: "How long open after-call work, alone, may be without news before it is called stuck.",
    defaultMs: HOUR,
    leastMs: MINUTE,
    mostMs: 400 * DAY,
    mayBeOff: false,
  },
  {
    name: "firstSight",
    meaning:
      "How long after its connect a communication may first be seen. Where it is later, holds before that are unknown: its first talk and its sums of talk and hold are inferred.",
    defaultMs: 10 * SECOND,
    leastMs: 0,
    mostMs: DAY,
    mayBeOff: false,
  },
  {
    name: "totalsTolerance",
    meaning:
      "How far the platform's own totals of a communication and what was seen of it may lie apart before they contradict each other.",
    defaultMs: SECOND,
    leastMs: 0,
    mostMs: HOUR,
    mayBeOff: false,
  },
  {
    name: "leap",
    meaning:
      "How far one record may move stream time at once; further only when another conversation confirms it, or, where no other is open, a further record.",
    defaultMs: HOUR,
    leastMs: MINUTE,
    mostMs: 400 * DAY,
    mayBeOff: false,
  },
] as const satisfies readonly PolicyField[];

const LIMIT_FIELDS = [
  {
    name: "answerTarget",
    meaning: "Within which time a customer in the queue is to be answered: the service-level target.",
    defaultMs: 20 * SECOND,
    leastMs: SECOND,
    mostMs: 30 * DAY,
    mayBeOff: true,
  },
  {
    name: "shortAbandon",
    meaning: "Waits that customers abandon below this length count as short abandons too.",
    defaultMs: 5 * SECOND,
    leastMs: SECOND,
    mostMs: HOUR,
    mayBeOff: true,
  },
  {
    name: "holdMax",
    meaning: "How long a hold may last.",
    defaultMs: 3 * MINUTE,
    leastMs: SECOND,
    mostMs: DAY,
    mayBeOff: true,
  },
  {
    name: "securePauseMax",
    meaning: "How long the recording may be in secure pause.",
    defaultMs: 5 * MINUTE,
    leastMs: SECOND,
    mostMs: DAY,
    mayBeOff: true,
  },
  {
    name: "callbackTolerance",
    meaning: "How long after the promised instant the first attempt still keeps the promise.",
    defaultMs: 5 * MINUTE,
    leastMs: 0,
    mostMs: DAY,
    mayBeOff: false,
  },
  {
    name: "ownerWindow",
    meaning: "How long a callback waits for its owner, where callbacks of the queue are owned.",
    defaultMs: undefined,
    leastMs: MINUTE,
    mostMs: 60 * DAY,
    mayBeOff: true,
  },
  {
    name: "timerTolerance",
    meaning: "How inexact the platform's own timers may be (alerting, wrap-up, auto-dial, resume).",
    defaultMs: SECOND,
    leastMs: 0,
    mostMs: MINUTE,
    mayBeOff: false,
  },
] as const satisfies readonly PolicyField[];

const LEAD_FIELDS = WARNED_KINDS.map(([kind, what]) => ({
  name: leadName(kind),
  meaning: `How long before it is due the deadline of ${what} is called due soon (\`dueSoon\`), so that somebody can act.`,
  defaultMs: undefined,
  leastMs: SECOND,
  mostMs: 30 * DAY,
  mayBeOff: true,
})) satisfies readonly PolicyField[];

/** Fields that may differ by queue and medium. */
export const RULE_FIELDS = [...LIMIT_FIELDS, ...LEAD_FIELDS] as const;
export type RuleName = (typeof RULE_FIELDS)[number]["name"];

/** What limits say of a field, in ms; undefined where it is off. */
export function limitOf(limits: Limits, name: RuleName): number | undefined {
  const field = LIMIT_FIELDS.find((one) => one.name === name);
  if (field !== undefined) return limits[`${field.name}Ms`];
  return limits.warnBefore.find(([kind]) => leadName(kind) === name)?.[1];
}

/** Whether a field is a lead time: most are off, and not worth a column of their own then. */
export function isLeadName(name: RuleName): boolean {
  return LEAD_FIELDS.some((field) => field.name === name);
}
