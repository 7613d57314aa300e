import { GAP_MEANING, type Gap } from "../../models/gap";

/** A gap in words, with the number by which rows name it. */
export function describeGap(gap: Gap, number: number, format: (at: number) => string | null): string {
  return `Gap ${String(number)}: ${spellGap(gap, format)}. What is marked with it may be wrong.`;
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
