import type { Scale } from "./measures";
import type { TimelineLayout } from "./layout";
import { formatInstant, formatTime } from "../format";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28].map((count) => count * DAY),
];

/** Where ticks may stand: from which instant to which is shown, where that lies, and how far apart they are at least. */
interface Room {
  readonly from: number;
  readonly until: number;
  readonly scale: Scale;
  readonly width: number;
}

/** Instants of an axis that are round in a zone: as many as have room, none inside of what is drawn short. */
export function ticksOf({ axis }: TimelineLayout, zone: string, { from, until, scale, width }: Room): number[] {
  const ranges = drawnRanges(axis.cuts, from, until);
  const longest = ranges.reduce<Range | undefined>(
    (most, range) => (most === undefined || range.until - range.since > most.until - most.since ? range : most),
    undefined,
  );
  if (longest === undefined) return [];
  const pixelsPerMs = (scale(longest.until) - scale(longest.since)) / (longest.until - longest.since);
  const step = STEPS.find((one) => one * pixelsPerMs >= width) ?? STEPS.at(-1) ?? DAY;
  const ticks: number[] = [];
  for (const range of ranges) {
    const offset = offsetOf(range.since, zone);
    for (let at = roundUp(range.since, step, offset); at <= range.until; at += step) {
      const last = ticks.at(-1);
      if (last === undefined || scale(at) - scale(last) >= width) ticks.push(at);
    }
  }
  // What is shorter than a second has no round instant.
  return ticks.length > 0 ? ticks : [from];
}

/** What stands at ticks: the time; of several days the day too, as `03-02 12:00`, and seconds where some are not 0. */
export function labelsOf(ticks: readonly number[], zone: string): (at: number) => string {
  const texts = ticks.map((at) => formatInstant(at, zone));
  if (new Set(texts.map((text) => text.slice(0, 10))).size < 2) return (at) => formatTime(at, zone);
  const end = texts.every((text) => text.endsWith(":00")) ? 16 : undefined;
  return (at) => formatInstant(at, zone).slice(5, end);
}

interface Range {
  readonly since: number;
  readonly until: number;
}

/** What of an axis is drawn at its length: all but the cuts. */
function drawnRanges(cuts: readonly Range[], from: number, until: number): Range[] {
  const ranges: Range[] = [];
  let since = from;
  for (const cut of [...cuts, { since: until, until }]) {
    const end = Math.min(cut.since, until);
    if (end > since) ranges.push({ since, until: end });
    since = Math.max(since, cut.until);
  }
  return ranges;
}

function roundUp(at: number, step: number, offset: number): number {
  return Math.ceil((at + offset) / step) * step - offset;
}

/** How far a zone is ahead of UTC at an instant, in ms. */
function offsetOf(at: number, zone: string): number {
  const second = Math.floor(at / SECOND) * SECOND;
  return Date.parse(`${formatInstant(second, zone).replace(" ", "T")}Z`) - second;
}
