import { ownValue } from "./own-value";

/** A span of the local clock, in minutes from midnight. Where `to` is not after `from` it ends on the next day. */
export interface DayWindow {
  readonly from: number;
  readonly to: number;
}

/** A calendar as a policy has it: plain values, so that it can be kept, and sent to another thread. */
export interface CalendarEntry {
  readonly name: string;
  readonly zone?: string | undefined;
  /** By weekday, Monday first. */
  readonly week: readonly (readonly DayWindow[])[];
  /** As days since 1970-01-01, in order. */
  readonly holidays: readonly number[];
}

/** What is said for callbacks of all queues, or of one. `null` is off. */
export interface CallingRules {
  /** When customers may be called, by their own clock. */
  readonly callingCalendar?: string | null | undefined;
  /** When the centre is at work, by its own clock. */
  readonly businessCalendar?: string | null | undefined;
  /** The zone of callees of whom nothing else is known. */
  readonly zone?: string | undefined;
}

/** What a policy says of calling windows. */
export interface CallingPolicy {
  readonly calendars: readonly CalendarEntry[];
  readonly defaults: CallingRules;
  readonly queues: Readonly<Record<string, CallingRules>>;
}

/** What a policy says for a queue: the queue's own, else that of all. */
export function callingRulesFor({ defaults, queues }: CallingPolicy, queueId: string | undefined): CallingRules {
  const own = queueId === undefined ? undefined : ownValue(queues, queueId);
  return { ...defaults, ...own };
}
