import type { CallingPolicy } from "../models/calling-policy";
import { oncePerName } from "../models/memo";
import { calleeZone } from "./callee-zone";
import { callingTerms } from "./calling-policy";
import { answerOf, dayOf, rangesOf, type Calendar } from "./calling-window";
import type { LocalClock } from "./local-time";
import { clockNamed } from "./zone-offset";

/** How many days back a window is looked for. */
const DAYS_BACK = 15;
/** So many answers are remembered: the promises of a conversation are derived again with each of its records. */
const REMEMBERED = 20_000;

/**
 * Until when a promise may still be kept that is due outside of a calling window: epoch ms; undefined where the due instant surely lies
 * inside, or nothing is known. `numberZones` are the zones that the callee's number may be in, by their names.
 */
export type LastCall = (
  dueAt: number,
  queueId: string | undefined,
  numberZones: readonly string[] | undefined,
) => number | undefined;

/** That by the calendars of a policy. */
export function lastCallBy(policy: CallingPolicy): LastCall {
  const termsFor = callingTerms(policy);
  const clockIn = oncePerName(clockNamed);
  const known = new Map<string, number | undefined>();
  return (dueAt, queueId, numberZones) => {
    const { calendars, zone } = termsFor(queueId);
    if (calendars.length === 0) return undefined;
    const key = JSON.stringify([dueAt, queueId, numberZones]);
    if (known.has(key)) return known.get(key);
    const lastCallAt = lastCallBefore(
      dueAt,
      calleeZone({ number: numberZones, queue: zone }, clockIn).zones,
      calendars,
    );
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, lastCallAt);
    return lastCallAt;
  };
}

/**
 * When the last window closes before an instant: the last time at which all calendars are open, wherever it may be. Undefined where all are
 * open at the instant itself, where no zone is known, and where none opens in the two weeks before.
 */
export function lastCallBefore(
  at: number,
  zones: readonly LocalClock[],
  calendars: readonly Calendar[],
): number | undefined {
  if (calendars.length === 0 || answerOf(at, zones, calendars) === "inside") return undefined;
  if (calendars.some((calendar) => calendar.zone === undefined) && zones.length === 0) return undefined;
  const clocks = calendars.flatMap((calendar) =>
    (calendar.zone === undefined ? zones : [calendar.zone]).map((clock) => ({ calendar, clock })),
  );
  const ranges = clocks.map(({ calendar, clock }) => {
    const today = dayOf(clock, at);
    return rangesOf(calendar, clock, today - DAYS_BACK, today);
  });
  return ranges.reduce(common).findLast(([from]) => from < at)?.[1];
}

type Range = readonly [from: number, to: number];

/** What lies in ranges of both, which are in order and do not overlap. */
function common(some: readonly Range[], others: readonly Range[]): Range[] {
  const both: Range[] = [];
  let first = 0;
  for (const [from, to] of some) {
    while (first < others.length && (others[first]?.[1] ?? 0) <= from) first += 1;
    for (let index = first; index < others.length; index += 1) {
      const [since, until] = others[index] ?? NO_RANGE;
      if (since >= to) break;
      if (until > from) both.push([Math.max(from, since), Math.min(to, until)]);
    }
  }
  return both;
}

const NO_RANGE: Range = [Infinity, Infinity];
