import { ownValue } from "../models/own-value";
import type { Calendar, DayWindow } from "./calling-window";
import { zoneNamed, type Zone } from "./zones";

/** A calendar as a policy has it: plain values, so that it can be sent to another thread. */
export interface CalendarEntry {
  readonly name: string;
  readonly zone?: string;
  /** By weekday, Monday first. */
  readonly week: readonly (readonly DayWindow[])[];
  /** As days since 1970-01-01, in order. */
  readonly holidays: readonly number[];
}

/** What is said for callbacks of all queues, or of one. `null` is off. */
export interface CallingRules {
  /** When customers may be called, by their own clock. */
  readonly callingCalendar?: string | null;
  /** When the centre is at work, by its own clock. */
  readonly businessCalendar?: string | null;
  /** The zone of callees of whom nothing else is known. */
  readonly zone?: string;
}

/** What a policy says of calling windows. */
export interface CallingPolicy {
  readonly calendars: readonly CalendarEntry[];
  readonly defaults: CallingRules;
  readonly queues: Readonly<Record<string, CallingRules>>;
}

/** What holds for the callbacks of a queue. */
export interface CallingTerms {
  /** All of them count. */
  readonly calendars: readonly Calendar[];
  readonly zone: Zone | undefined;
}

/** What a policy says for a queue: the queue's own, else that of all. */
export function callingRulesFor({ defaults, queues }: CallingPolicy, queueId: string | undefined): CallingRules {
  const own = queueId === undefined ? undefined : ownValue(queues, queueId);
  return { ...defaults, ...own };
}

/** The terms of queues, each worked out once. */
export function callingTerms(policy: CallingPolicy | undefined): (queueId: string | undefined) => CallingTerms {
  if (policy === undefined) return () => NO_TERMS;
  const calendars = new Map(policy.calendars.map((entry) => [entry.name, calendarOf(entry)] as const));
  const known = new Map<string | undefined, CallingTerms>();
  return (queueId) => {
    const found = known.get(queueId);
    if (found !== undefined) return found;
    const { callingCalendar, businessCalendar, zone } = callingRulesFor(policy, queueId);
    const named = [callingCalendar, businessCalendar].flatMap((name) => calendars.get(name ?? "") ?? []);
    const terms = { calendars: named, zone: zone === undefined ? undefined : zoneNamed(zone) };
    known.set(queueId, terms);
    return terms;
  };
}

const NO_TERMS: CallingTerms = { calendars: [], zone: undefined };

function calendarOf({ name, zone, week, holidays }: CalendarEntry): Calendar {
  return { name, zone: zone === undefined ? undefined : zoneNamed(zone), week, holidays: new Set(holidays) };
}
