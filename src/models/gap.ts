import type { GapReason, GapRecord } from "./gap-record";
import { formatInstant, parseInstant, type Instant } from "./instant";

/** What each reason is, in words that stand beside its instants. */
export const GAP_MEANING: Readonly<Record<GapReason, string>> = {
  declared: "declared when the data were read",
  missingOffsets: "offsets of a partition are not in the log",
  damagedFile: "a file could not be read to its end",
};

/** A time of which records are missing, or may be: from an instant on, up to another and without it. */
export interface Gap {
  /** -Infinity where it is not known since when. */
  readonly from: Instant;
  /** Infinity where it is not known until when. */
  readonly to: Instant;
  readonly reason: GapReason;
  /** Where one partition alone lacks records: which, and of which topic, if the log names it. */
  readonly topic?: string | undefined;
  readonly partition?: number | undefined;
  /** Which offsets, or which file. */
  readonly detail?: string | undefined;
}

/** Whether something that went on from an instant to another may have lacked records. What has no length is at its instant. */
export function isTouched({ from, to }: Pick<Gap, "from" | "to">, startAt: Instant, endAt: Instant): boolean {
  return startAt < to && Math.max(endAt, startAt + 1) > from;
}

/** A gap as outputs show it. Fields that say nothing are undefined, and not written. */
export function toGapRecord({ from, to, reason, topic, partition, detail }: Gap): GapRecord {
  const shown = (at: Instant) => (Number.isFinite(at) ? formatInstant(at) : undefined);
  return { from: shown(from), to: shown(to), reason, topic, partition, detail };
}

/** A gap that outputs show, in words. */
export function spellGapRecord(gap: GapRecord): string {
  return spellGap(fromGapRecord(gap), formatInstant);
}

/** The gap that outputs show. */
export function fromGapRecord({ from, to, ...rest }: GapRecord): Gap {
  return {
    ...rest,
    from: (from === undefined ? undefined : parseInstant(from)) ?? -Infinity,
    to: (to === undefined ? undefined : parseInstant(to)) ?? Infinity,
  };
}

/** From when to when a gap lies, where, and why it is known. */
export function spellGap(
  { from, to, reason, topic, partition, detail }: Gap,
  format: (at: number) => string | null,
): string {
  const time = `from ${Number.isFinite(from) ? String(format(from)) : "an unknown instant on"} to ${Number.isFinite(to) ? String(format(to)) : "an unknown instant"}`;
  const place =
    partition === undefined ? "" : `, partition ${String(partition)}${topic === undefined ? "" : ` of ${topic}`}`;
  return `${time}${place}: ${GAP_MEANING[reason]}${detail === undefined ? "" : ` (${detail})`}`;
}

/** Gaps in the order in which they are shown, each once: by their instants, then by where they are. */
export function sortGaps(gaps: readonly Gap[]): Gap[] {
  const byKey = new Map(gaps.map((gap) => [JSON.stringify(toGapRecord(gap)), gap] as const));
  return [...byKey]
    .sort(
      ([leftKey, left], [rightKey, right]) =>
        compare(left.from, right.from) || compare(left.to, right.to) || (leftKey < rightKey ? -1 : 1),
    )
    .map(([, gap]) => gap);
}

/** Infinities are equal to themselves, as their difference is no number. */
function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
