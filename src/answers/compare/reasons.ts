import { canonicalText } from "../../models/canonical-text";
import type { Policy } from "../../models/policy";
import { limitOf, RUN_FIELDS, type RuleName } from "../../models/policy-fields";
import { leadName, WARNED_KINDS } from "../../models/warned-kinds";
import type { Change } from "./changes";

/** Under which policies the two sides were made; undefined where that is not known. */
export interface PolicyPair {
  readonly a: Policy;
  readonly b: Policy;
  /** Writes a span as people read it. */
  readonly formatSpan: (ms: number) => string;
}

/** Which limits of the policy decide a number or a kind of deadline. */
const LIMITS_BY_NAME: ReadonlyMap<string, readonly RuleName[]> = new Map<string, readonly RuleName[]>([
  ["answer", ["answerTarget"]],
  ["tShortAbandon", ["shortAbandon"]],
  ["hold", ["holdMax"]],
  ["securePause", ["securePauseMax"]],
  ["callbackDue", ["callbackTolerance"]],
  ["callbackOwner", ["ownerWindow"]],
  ["nCallbackExpired", ["ownerWindow"]],
  ["alerting", ["timerTolerance"]],
  ["wrapUp", ["timerTolerance"]],
  ["callbackAutoDial", ["timerTolerance"]],
  ["resume", ["timerTolerance"]],
]);

/** The same with the lead time of each kind of deadline. */
const FIELDS_BY_NAME: ReadonlyMap<string, readonly RuleName[]> = new Map([
  ...LIMITS_BY_NAME,
  ...WARNED_KINDS.map(([kind]) => [kind, [...(LIMITS_BY_NAME.get(kind) ?? []), leadName(kind)]] as const),
]);

/** Why a record changed, as far as the policies show; undefined where they do not. */
export function reasonOf({ name, kind, queueId, mediaType, fields }: Change, policies: PolicyPair): string | undefined {
  const wanted = kind === "conversation" ? [...FIELDS_BY_NAME.values()].flat() : FIELDS_BY_NAME.get(name);
  const [ofA, ofB] = [policies.a, policies.b].map((policy) => policy.limitsFor(queueId, mediaType ?? "unknown"));
  const isOnlyDeadlines = kind !== "conversation" || fields.every(({ field }) => field === "deadlines");
  const rules = [...new Set(isOnlyDeadlines ? wanted : [])].flatMap((field) =>
    said(field, ofA && limitOf(ofA, field), ofB && limitOf(ofB, field), policies),
  );
  const where = queueId === undefined ? "" : ` for queue ${queueId}, ${mediaType ?? "any medium"}`;
  const mayBeWarned = kind === "conversation" ? isOnlyDeadlines : name === "callbackDue" && isWarnedInOne(fields);
  const calendars = mayBeWarned ? calendarFields(policies) : [];
  if (rules.length + calendars.length > 0 && kind !== "conversation")
    return [...(rules.length > 0 ? [`${rules.join(", ")}${where}`] : []), ...calendars].join(", ");
  const runs = RUN_FIELDS.flatMap((field) =>
    said(field.name, policies.a[`${field.name}Ms`], policies.b[`${field.name}Ms`], policies),
  );
  const zones =
    kind === "conversation" && fields.some(({ field }) => field === "participants") ? zoneFields(policies) : [];
  const all = [...rules, ...runs, ...calendars, ...zones];
  if (all.length > 0) return all.join(", ");
  return kind === "conversation" && isOnlyDeadlines ? "its deadlines moved" : undefined;
}

/** Whether a deadline is due soon in one of the two alone: of nothing else in it do calendars decide. */
function isWarnedInOne(fields: Change["fields"]): boolean {
  return fields.some(({ field, a, b }) => field === "status" && (a === "dueSoon") !== (b === "dueSoon"));
}

/** By calendars it is warned of promises that are due outside of them. */
function calendarFields({ a, b }: PolicyPair): string[] {
  return canonicalText(a.calling ?? null) === canonicalText(b.calling ?? null) ? [] : ["the calendars differ"];
}

/** Views of callbacks have the zones of the number where the policy has calendars. */
function zoneFields({ a, b }: PolicyPair): string[] {
  const isInA = a.showsCalleeZones === true;
  return isInA === (b.showsCalleeZones === true)
    ? []
    : [`only ${isInA ? "A" : "B"} has calendars, and so zones of callees`];
}

function said(name: string, a: number | undefined, b: number | undefined, { formatSpan }: PolicyPair): string[] {
  const spelled = (ms: number | undefined) => (ms === undefined ? "off" : formatSpan(ms));
  return a === b ? [] : [`${name} is ${spelled(a)} in A, ${spelled(b)} in B`];
}
