import { callingRulesFor, type CalendarEntry, type CallingPolicy } from "../models/calling-policy";
import type { Calendar } from "./calling-window";
import { clockOf } from "./zone-offset";

/** What holds for the callbacks of a queue. */
export interface CallingTerms {
  /** All of them count. */
  readonly calendars: readonly Calendar[];
  /** The zone of callees of whom nothing else is known, by its name. */
  readonly zone: string | undefined;
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
    const terms = { calendars: named, zone };
    known.set(queueId, terms);
    return terms;
  };
}

const NO_TERMS: CallingTerms = { calendars: [], zone: undefined };

function calendarOf({ name, zone, week, holidays }: CalendarEntry): Calendar {
  return { name, zone: zone === undefined ? undefined : clockOf(zone), week, holidays: new Set(holidays) };
}
