import type { Cell, WaitCount } from "./cell";
import type { GroupValues } from "./dimensions";
import type { Grid } from "./grid";
import { countTime } from "./count-times";
import { timedValue } from "./spans";
import type { Attribution, WaitLimits } from "./table-options";
import { countWait } from "./service-levels";
import type { WaitFact } from "./waits";

const COUNT_BY_OUTCOME = {
  answered: "answered",
  abandoned: "abandoned",
  flowOut: "flowedOut",
  cancelled: "cancelled",
} as const satisfies Readonly<Record<string, WaitCount>>;

/** Counts a wait: its entry, what it came to, and the time to its answer. Who is waiting is counted by `countWaiting`. */
export function countWaitFact(
  grid: Grid,
  values: GroupValues,
  wait: WaitFact,
  attribution: Attribution,
  limits: WaitLimits,
): void {
  const { enteredAt, settledAt, leftAt, outcome } = wait;
  for (const cell of grid.cellsAt(values, enteredAt)) cell.waits.offered += 1;
  if (outcome === "waiting" || settledAt === undefined || leftAt === undefined) return;
  const waitMs = leftAt - enteredAt;
  const { answerTargetMs, shortAbandonMs } = limits;
  // A wait of exactly the target keeps it; an abandon is short below its limit.
  const isInTarget = answerTargetMs === undefined ? undefined : waitMs <= answerTargetMs;
  const isShort = shortAbandonMs !== undefined && waitMs < shortAbandonMs;
  for (const cell of grid.cellsAt(values, attribution === "start" ? enteredAt : settledAt)) {
    countOutcome(cell, wait, outcome, isShort);
    countWait(cell.levels, { outcome, isInTarget, isShort });
  }
  if (outcome !== "answered") return;
  countTime(
    grid,
    values,
    "answer",
    timedValue(waitMs, settledAt, [{ from: enteredAt, to: leftAt }], enteredAt),
    attribution,
  );
}

function countOutcome(cell: Cell, wait: WaitFact, outcome: keyof typeof COUNT_BY_OUTCOME, isShort: boolean): void {
  cell.waits[COUNT_BY_OUTCOME[outcome]] += 1;
  if (outcome === "abandoned" && isShort) cell.waits.shortAbandoned += 1;
  if (wait.isUnpaired) cell.waits.unpaired += 1;
}

/** Counts who waits at the bounds of intervals; by `start`, who of those that entered there is waiting where the data end. */
export function countWaiting(
  grid: Grid,
  values: GroupValues,
  { enteredAt, settledAt = Infinity }: WaitFact,
  attribution: Attribution,
  until: number,
): void {
  if (attribution !== "start") grid.countWaiting(values, enteredAt, settledAt, until);
  else if (settledAt === Infinity) for (const cell of grid.cellsAt(values, enteredAt)) cell.waits.waitingAtEnd += 1;
}
