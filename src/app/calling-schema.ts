import { z } from "zod";

import { isZoneName } from "../models/zone-name";
import { canonicalId } from "../decoding/spellings";
import type { CalendarEntry, CallingPolicy, CallingRules, DayWindow } from "../models/calling-policy";

const MINUTES_OF_DAY = 1440;
const DAY_MS = 86_400_000;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const;
const WEEKEND = ["saturday", "sunday"] as const;
const DAYS = [...WEEKDAYS, ...WEEKEND] as const;

const zone = z.string().refine(isZoneName, "a name such as Europe/Berlin is wanted; an offset is no zone");

const windows = z.union([z.string(), z.array(z.string())]).transform((value, context): readonly DayWindow[] => {
  const found = (typeof value === "string" ? value.split(",") : value).map((text) => windowOf(text.trim()));
  const right = found.filter((one) => one !== undefined);
  if (right.length === found.length) return right;
  const message =
    "allowed are windows such as 08:00-12:00, in a list where a day has several; 22:00-02:00 ends on the next day";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const holiday = z.string().transform((text, context) => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(text)) return at / DAY_MS;
  context.addIssue({ code: "custom", message: "allowed is a day such as 2026-12-25" });
  return z.NEVER;
});

const dayFields = Object.fromEntries(
  ["weekdays", "weekend", ...DAYS].map((name) => [name, windows.optional()] as const),
);
const calendar = z.strictObject({ ...dayFields, zone: zone.optional(), holidays: z.array(holiday).optional() });

/** `calendars:` of a policy, by their names. */
export const calendarsSchema = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,40}$/, "a name is letters and digits, such as callable"), calendar)
  .transform((byName) => Object.entries(byName).map(([name, entry]) => entryOf(name, entry)));

const calendarName = z
  .union([z.string(), z.literal(false)])
  .transform((name) => (name === false || name === "off" ? null : name));

/** What the defaults and each queue may say beside their limits. */
export const callingFields = {
  callingCalendar: calendarName.optional(),
  businessCalendar: calendarName.optional(),
  zone: zone.optional(),
};

interface CallingFields {
  readonly callingCalendar?: string | null | undefined;
  readonly businessCalendar?: string | null | undefined;
  readonly zone?: string | undefined;
}

/** The part of a policy's file that is about calling. */
interface CallingFile {
  readonly calendars?: readonly CalendarEntry[] | undefined;
  readonly defaults?: CallingFields | undefined;
  readonly queues?: ReadonlyMap<string, CallingFields> | undefined;
}

/** What is wrong with it beyond its fields: a calendar that is not there, or one of the centre that has no clock. */
export function faultsOfCalling({
  calendars = [],
  defaults = {},
  queues = new Map<string, never>(),
}: CallingFile): z.core.$ZodIssueCustom[] {
  const byName = new Map(calendars.map((entry) => [entry.name, entry] as const));
  const issue = (path: string[], message: string) => ({ code: "custom" as const, path, message });
  const places = [
    { path: ["defaults"], rules: rulesOf(defaults) },
    ...[...queues].map(([id, queue]) => ({ path: ["queues", id], rules: rulesOf(queue) })),
  ];
  return places.flatMap(({ path, rules: { callingCalendar: calling, businessCalendar: business } }) => [
    ...(calling == null || byName.has(calling) ? [] : [issue([...path, "callingCalendar"], allowedNames(byName))]),
    ...(business == null || byName.get(business)?.zone !== undefined
      ? []
      : [issue([...path, "businessCalendar"], `${allowedNames(byName)}, with a zone: the centre's clock`)]),
  ]);
}

/** What a checked file says of calling; undefined where it says nothing. */
export function callingOf({
  calendars = [],
  defaults = {},
  queues = new Map<string, never>(),
}: CallingFile): CallingPolicy | undefined {
  const byId = [...queues].flatMap(([id, queue]) => {
    const rules = rulesOf(queue);
    return Object.keys(rules).length === 0 ? [] : [[canonicalId(id) ?? id, rules] as const];
  });
  const ofAll = rulesOf(defaults);
  if (calendars.length === 0 && byId.length === 0 && Object.keys(ofAll).length === 0) return undefined;
  return { calendars, defaults: ofAll, queues: Object.fromEntries(byId) };
}

/** The rest: limits. */
export function withoutCalling<Rules extends CallingFields>(rules: Rules): Omit<Rules, keyof CallingRules> {
  const { callingCalendar: _calling, businessCalendar: _business, zone: _zone, ...rest } = rules;
  return rest;
}

function rulesOf({ callingCalendar, businessCalendar, zone: ofCallees }: CallingFields): CallingRules {
  return {
    ...(callingCalendar !== undefined && { callingCalendar }),
    ...(businessCalendar !== undefined && { businessCalendar }),
    ...(ofCallees !== undefined && { zone: ofCallees }),
  };
}

function allowedNames(byName: ReadonlyMap<string, CalendarEntry>): string {
  const names = [...byName.keys()].join(", ");
  return names === "" ? "allowed is off, as there are no calendars" : `allowed is off, or one of ${names}`;
}

/** `08:00-12:00`; undefined where it is none. */
function windowOf(text: string): DayWindow | undefined {
  const [, ...parts] = /^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (parts.length === 0) return undefined;
  const [fromHours = 0, fromMinutes = 0, toHours = 0, toMinutes = 0] = parts.map(Number);
  const [from, to] = [fromHours * 60 + fromMinutes, toHours * 60 + toMinutes];
  if (fromMinutes > 59 || toMinutes > 59 || from >= MINUTES_OF_DAY || to > MINUTES_OF_DAY || from === to)
    return undefined;
  return { from, to };
}

function entryOf(name: string, entry: z.infer<typeof calendar>): CalendarEntry {
  const days = entry as Readonly<Record<string, readonly DayWindow[] | undefined>>;
  const week = DAYS.map(
    (day) => days[day] ?? days[day === "saturday" || day === "sunday" ? "weekend" : "weekdays"] ?? [],
  );
  const holidays = [...new Set(entry.holidays ?? [])].sort((one, other) => one - other);
  return { name, week, holidays, ...(entry.zone !== undefined && { zone: entry.zone }) };
}
