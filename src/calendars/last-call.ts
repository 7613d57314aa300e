import type { CallingPolicy } from "../models/calling-policy";
import { calleeZone } from "./callee-zone";
import { callingTerms } from "./calling-policy";
import { answerOf, dayOf, rangesOf, type Calendar } from "./calling-window";
import type { LocalClock } from "./local-time";
import { clockNamed } from "./zone-offset";

/** How many days back a window is looked for. */
const DAYS_BACK = 15;

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
  const clocks = new Map<string, LocalClock | undefined>();
  const clockIn = (name: string) => {
    if (!clocks.has(name)) clocks.set(name, clockNamed(name));
    return clocks.get(name);
  };
  return (dueAt, queueId, numberZones) => {
    const { calendars, zone } = termsFor(queueId);
    return lastCallBefore(dueAt, calleeZone({ number: numberZones, queue: zone }, clockIn).zones, calendars);
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

/** What lies in ranges of both, which are in order. */
function common(some: readonly Range[], others: readonly Range[]): Range[] {
  return some.flatMap(([from, to]) =>
    others
      .map(([since, until]): Range => [Math.max(from, since), Math.min(to, until)])
      .filter(([since, until]) => since < until),
  );
}
