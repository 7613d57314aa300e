import { formatCount as spelled } from "../../models/format-count";
import { formatTenths } from "../../models/share";

/** What stands where nothing is known. 0 is a known zero. */
export const UNKNOWN = "—";

/** A length in ms as H:MM:SS, or M:SS below an hour, to the nearest second, as the command line rounds; unknown where there is none. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return UNKNOWN;
  const seconds = Math.max(0, Math.round(ms / 1000));
  const days = Math.floor(seconds / 86_400);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  if (days > 0) return `${days}d ${two(hours)}:${two(minutes)}:${two(rest)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A share as whole percent; unknown where there is none. */
export function formatShare(share: number | null | undefined): string {
  return share === null || share === undefined ? UNKNOWN : `${Math.round(share * 100)} %`;
}

/** How far from its target a share is shown with a decimal: a whole percent would say "80 %" of what misses 80. */
const NEAR_TARGET = 0.05;

/** A share that is judged by a target: with one decimal near it, and never rounded up to it. */
export function formatLevel(share: number | null | undefined, target: number | undefined): string {
  if (share == null || target === undefined || Math.abs(share - target) > NEAR_TARGET) return formatShare(share);
  return formatTenths(share);
}

/** A span of settings in its largest whole unit: 30 min, 4 h, 90 s. */
export function formatSpan(ms: number | null | undefined): string {
  if (ms == null) return UNKNOWN;
  const [size, unit] = [[3_600_000, "h"] as const, [60_000, "min"] as const].find(([one]) => ms % one === 0) ?? [
    1000,
    "s",
  ];
  return `${ms / size} ${unit}`;
}

/** A count as everywhere; unknown where there is none. */
export function formatCount(count: number | null | undefined): string {
  return count === null || count === undefined ? UNKNOWN : spelled(count);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  // Swedish writes dates as ISO 8601 does, whatever language the reader has.
  const created = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formatters.set(zone, created);
  return created;
}

/** An instant in a zone, as 2026-03-02 09:00:12. */
export function formatInstant(at: number | string | null | undefined, zone: string): string {
  if (at === null || at === undefined) return UNKNOWN;
  return formatter(zone).format(typeof at === "string" ? Date.parse(at) : at);
}

/** The time of day of an instant in a zone, as 09:00:12. */
export function formatTime(at: number | string | null | undefined, zone: string): string {
  return at === null || at === undefined ? UNKNOWN : formatInstant(at, zone).slice(11);
}

/** The beginning of an id, enough to tell some apart. */
export function shortId(id: string): string {
  return id.length > 13 ? `${id.slice(0, 8)}…` : id;
}

/** A platform name in words: `callbackAutoDial` is "callback auto dial". */
export function inWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`)
    .replace(/\bjson\b/, "JSON")
    .replace(/\butf8\b/, "UTF-8");
}
