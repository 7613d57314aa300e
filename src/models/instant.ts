/**
 * Instants are whole milliseconds since 1970 inside, and ISO-8601 in UTC with milliseconds outside. A text counts as
 * an instant when it names one: a real calendar date and time *with* a zone (`Z`, or an offset), between 2000 and 2100, in
 * capitals or small letters. Without a zone it names none: it may be hours off. Digits beyond the millisecond are cut off.
 */
export type Instant = number;

const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const FORM =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)$/;

/** The instant that a text names, or undefined when it names none. */
export function parseInstant(text: string): Instant | undefined {
  const parts = FORM.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second = "0", fraction = "", , sign, zoneHours = "0", zoneMinutes = "0"] =
    parts;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (!isRealDate(date, Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(zoneHours) > 15 || Number(zoneMinutes) > 59) return undefined;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === "-" ? -1 : 1);
  const inMinutes = Number(hour) * 60 + Number(minute) - offset;
  return withinBounds(date + inMinutes * 60_000 + Number(second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0")));
}

/** Whether a text names an instant. */
export function isInstantText(text: string): boolean {
  return parseInstant(text) !== undefined;
}

/** The instant that a number of epoch milliseconds names, or undefined when it is absurd. */
export function instantFromEpochMs(value: number): Instant | undefined {
  return Number.isFinite(value) ? withinBounds(Math.trunc(value)) : undefined;
}

/** The longest span that a record may state: from the first instant that counts to the last. */
export const SPAN_MAX_MS = LATEST - EARLIEST;

/** Whether a sum of an instant and a span is still an instant. */
export function isInstant(sum: number): boolean {
  return withinBounds(sum) !== undefined;
}

const DAY = 86_400_000;
const PAIRS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));
const TRIPLES = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, "0"));

/** The day that was written last, and its text up to the `T`: most instants share it. */
let lastDay = NaN;
let lastDate = "";

/** `2026-03-01T09:00:12.000Z` */
export function formatInstant(instant: Instant): string {
  const day = Math.floor(instant / DAY);
  if (day !== lastDay) {
    lastDate = new Date(instant).toISOString().slice(0, 11);
    lastDay = day;
  }
  const ms = instant - day * DAY;
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hour = PAIRS[Math.floor(minutes / 60)] ?? "";
  return `${lastDate}${hour}:${PAIRS[minutes % 60] ?? ""}:${PAIRS[seconds % 60] ?? ""}.${TRIPLES[ms % 1000] ?? ""}Z`;
}

function isRealDate(date: number, month: number, day: number): boolean {
  const read = new Date(date);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === day;
}

function withinBounds(instant: number): Instant | undefined {
  return instant >= EARLIEST && instant < LATEST ? instant : undefined;
}
