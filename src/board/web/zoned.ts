import { formatInstant } from "./format";

/** What clocks in a zone show at an instant, as if it were UTC. */
function clockAt(at: number, zone: string): number {
  return Date.parse(`${formatInstant(at, zone).replace(" ", "T")}Z`);
}

/** An instant as a field for dates and times takes it, in a zone: `2026-03-02T09:00`. */
export function toLocal(at: number, zone: string): string {
  return formatInstant(at, zone).slice(0, 16).replace(" ", "T");
}

/** The instant at which clocks in a zone show a date and time; undefined where the text is none. */
export function fromLocal(text: string, zone: string): number | undefined {
  const clock = Date.parse(`${text}Z`);
  if (Number.isNaN(clock)) return undefined;
  const near = clock - (clockAt(clock, zone) - clock);
  // The offset may change between the first guess and what it comes to.
  return clock - (clockAt(near, zone) - near);
}

/** The day in a zone in which an instant lies, or one so many days off: from its first minute to that of the next. */
export function dayOf(at: number, zone: string, daysOff = 0): { readonly from: number; readonly to: number } {
  const midnight = Date.parse(`${toLocal(at, zone).slice(0, 10)}T00:00:00Z`);
  const dayAt = (days: number) =>
    fromLocal(new Date(midnight + days * 86_400_000).toISOString().slice(0, 16), zone) ?? midnight;
  return { from: dayAt(daysOff), to: dayAt(daysOff + 1) };
}
