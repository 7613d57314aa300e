import { weekdayOf } from "../calendars/calling-window";
import {
  callingRulesFor,
  type CalendarEntry,
  type CallingPolicy,
  type CallingRules,
  type DayWindow,
} from "../models/calling-policy";
import { canonicalText } from "../models/canonical-text";
import type { PolicyLayers, RuleSet } from "../models/policy-values";
import { compareText } from "../models/position";

interface WithCalling {
  readonly calling?: CallingPolicy | undefined;
}

/** Whether views are to show the zones of callees: where there are calendars, by which a promise may be outside of a window. */
export function asksForZones({ calling }: WithCalling): boolean {
  return calling !== undefined && calling.calendars.length > 0;
}

/** The calendars of a policy as far as a deadline goes by them: where somebody is warned of promises; undefined elsewhere. */
export function callingOfDeadlines({
  calling,
  defaults,
  media,
  queues,
}: PolicyLayers & WithCalling): CallingPolicy | undefined {
  const layers = [
    defaults,
    ...Object.values(media),
    ...Object.values(queues).flatMap((own) => [own, ...Object.values(own.media)]),
  ];
  return calling !== undefined && asksForZones({ calling }) && layers.some(isWarning) ? calling : undefined;
}

function isWarning({ warnBeforeCallbackDue }: RuleSet): boolean {
  return warnBeforeCallbackDue != null;
}

/** What calendars come to: for callbacks of all, and for those of the queues for which something else holds. */
export interface EffectiveCalling {
  readonly usual: WrittenTerms;
  readonly queues: readonly (readonly [queueId: string, terms: WrittenTerms])[];
}

interface WrittenTerms {
  /** All that must be open, in an order of their own. */
  readonly calendars: readonly WrittenCalendar[];
  /** Where a calendar goes by the callee's clock. */
  readonly zone: string | undefined;
}

/** A calendar without its name, which decides nothing. */
type WrittenCalendar = Omit<CalendarEntry, "name">;

/** That of a policy. A calendar that nobody goes by, and a queue that says what holds for all, make no difference. */
export function effectiveCalling(calling: CallingPolicy): EffectiveCalling {
  const usual = termsOf(calling, callingRulesFor(calling, undefined));
  const text = canonicalText(usual);
  const queues = Object.keys(calling.queues)
    .sort(compareText)
    .map((queue) => [queue, termsOf(calling, callingRulesFor(calling, queue))] as const)
    .filter(([, terms]) => canonicalText(terms) !== text);
  return { usual, queues };
}

function termsOf(
  { calendars }: CallingPolicy,
  { callingCalendar, businessCalendar, zone }: CallingRules,
): WrittenTerms {
  const named = [callingCalendar, businessCalendar].flatMap((name) => calendars.filter((one) => one.name === name));
  const byText = new Map(named.map(writtenCalendar).map((entry) => [canonicalText(entry), entry]));
  const distinct = [...byText].sort(([one], [other]) => compareText(one, other)).map(([, entry]) => entry);
  const isOfCallee = distinct.some((entry) => entry.zone === undefined);
  return { calendars: distinct, zone: isOfCallee && zone !== undefined ? writtenZone(zone) : undefined };
}

/** What a calendar comes to, however it is written. A holiday on which nothing would be open anyway is none. */
function writtenCalendar({ zone, week, holidays }: CalendarEntry): WrittenCalendar {
  const days = WEEK.map((day) => writtenWindows(week[day] ?? []));
  const isOpen = (day: number) => {
    const weekday = weekdayOf(day);
    return days[weekday]?.length !== 0 || days[(weekday + 6) % 7]?.some(({ to }) => to > MINUTES_OF_DAY) === true;
  };
  const closed = [...new Set(holidays)].filter(isOpen).sort((one, other) => one - other);
  return { ...(zone !== undefined && { zone: writtenZone(zone) }), week: days, holidays: closed };
}

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const MINUTES_OF_DAY = 1440;

/** The windows of a day in order, joined where they meet; the end of one across midnight is counted on. */
function writtenWindows(windows: readonly DayWindow[]): DayWindow[] {
  const joined: DayWindow[] = [];
  const ahead = windows.map(({ from, to }) => ({ from, to: to <= from ? to + MINUTES_OF_DAY : to }));
  for (const { from, to } of ahead.sort((one, other) => one.from - other.from)) {
    const before = joined.at(-1);
    if (before === undefined || from > before.to) joined.push({ from, to });
    else joined.splice(-1, 1, { from: before.from, to: Math.max(before.to, to) });
  }
  return joined;
}

/** Names of zones are the same in large and small letters. Links to one another stay apart: other time-zone data may part them. */
function writtenZone(zone: string): string {
  return zone.toLowerCase();
}
