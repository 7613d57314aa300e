import { callingRulesFor, type CallingPolicy, type DayWindow } from "../models/calling-policy";
import { alignRows } from "./print";

const DAY_MS = 86_400_000;
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** What a policy says of calling, as it is shown. */
export interface ShownCalling {
  readonly calendars: readonly {
    readonly name: string;
    readonly zone: string;
    /** By day, from Monday on. */
    readonly windows: readonly (readonly [day: string, windows: string])[];
    readonly holidays: readonly string[];
  }[];
  readonly queues: readonly {
    readonly queue: string;
    readonly callingCalendar: string;
    readonly businessCalendar: string;
    readonly zone: string;
  }[];
}

/** Calendars with every day, and for each queue that is named which of them hold. */
export function showCalling(calling: CallingPolicy): ShownCalling {
  const calendars = calling.calendars.map(({ name, zone, week, holidays }) => ({
    name,
    zone: zone ?? "(the callee's)",
    windows: DAYS.map((day, index) => [day, (week[index] ?? []).map(showWindow).join(", ") || "closed"] as const),
    holidays: holidays.map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10)),
  }));
  const queues = [undefined, ...Object.keys(calling.queues)].map((queueId) => {
    const { callingCalendar, businessCalendar, zone } = callingRulesFor(calling, queueId);
    return {
      queue: queueId ?? "(any)",
      callingCalendar: callingCalendar ?? "off",
      businessCalendar: businessCalendar ?? "off",
      zone: zone ?? "(not known)",
    };
  });
  return { calendars, queues };
}

/** That, as lines of text. */
export function describeCalling({ calendars, queues }: ShownCalling): string[] {
  const heads = ["calendar", "zone", ...DAYS, "holidays"];
  const rows = calendars.map(({ name, zone, windows, holidays }) => [
    name,
    zone,
    ...windows.map(([, shown]) => shown),
    holidays.join(", ") || "none",
  ]);
  const ofQueues = queues.map((row) => [row.queue, row.callingCalendar, row.businessCalendar, row.zone]);
  return [
    "When callbacks may be called",
    ...(rows.length === 0 ? [] : [...alignRows([heads, ...rows], () => true), ""]),
    ...alignRows([["queue", "callingCalendar", "businessCalendar", "zone of callees"], ...ofQueues], () => true),
  ];
}

function showWindow({ from, to }: DayWindow): string {
  return `${clock(from)}-${clock(to)}`;
}

function clock(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
