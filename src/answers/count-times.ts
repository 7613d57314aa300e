import type { TimeName } from "./cell";
import type { GroupValues } from "./dimensions";
import type { Grid } from "./grid";
import type { TimedValue } from "./spans";
import type { Attribution } from "./table-options";

/** Counts a length of time by a rule. What is known as a sum only cannot be split: it stands where it became final, and is counted as such. */
export function countTime(
  grid: Grid,
  values: GroupValues,
  name: TimeName,
  { valueMs, startAt, finalAt, spans }: TimedValue,
  attribution: Attribution,
): void {
  const isSplit = attribution === "split" && (spans.length > 0 || valueMs === 0);
  const cells = grid.cellsAt(values, attribution === "start" ? startAt : finalAt);
  if (attribution !== "split") cells[0]?.times[name].lengths.add(valueMs);
  for (const { times } of cells) {
    const sums = times[name];
    sums.count += 1;
    if (isSplit) continue;
    sums.sumMs += valueMs;
    if (attribution === "split") sums.undatedMs += valueMs;
  }
  if (!isSplit) return;
  for (const span of spans) grid.split(values, span, (cell, partMs) => (cell.times[name].sumMs += partMs));
}
