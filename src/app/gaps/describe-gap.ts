import { spellGap, type Gap } from "../../models/gap";

/** A gap in words, with the number by which rows name it. */
export function describeGap(gap: Gap, number: number, format: (at: number) => string | null): string {
  return `Gap ${String(number)}: ${spellGap(gap, format)}. What is marked with it may be wrong.`;
}
