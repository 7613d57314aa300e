import { TIME_NAMES, type Cell, type PromiseCount, type TimeName, type TimeSums, type WaitCount } from "./cell";
import type { Dimension, GroupValues } from "./dimensions";
import { sortedLengths, type Lengths } from "./lengths";
import { nearestRank } from "./nearest-rank";
import { levelOf, type Level } from "./service-levels";
import type { Attribution, TableOptions } from "./table-options";

/** One length of time in a row, in whole ms but for the mean. `null`: not known, which is not zero. */
export interface TimeColumns {
  readonly sumMs: number;
  readonly count: number;
  readonly meanMs: number | null;
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
  /** Of the sum, what could not be divided over intervals. Only where spans are split. */
  readonly undatedMs: number | null;
}

/** A row: a group in an interval; in all of them where `from` and `to` are null. */
export interface ReportRow {
  /** ISO-8601 with the zone's offset. */
  readonly from: string | null;
  readonly to: string | null;
  readonly group: Readonly<Partial<Record<Dimension, string | null>>>;
  readonly waits: Readonly<Record<WaitCount, number | null>>;
  readonly times: Readonly<Record<TimeName, TimeColumns>>;
  readonly holdsPerHeld: number | null;
  readonly conversations: number;
  readonly agentsPerConversation: number | null;
  readonly callbacks: Readonly<Record<PromiseCount, number>>;
  readonly serviceLevels: readonly Level[];
  /** The gaps, by number, that may have touched what is counted here; missing where there is none. */
  readonly gaps?: readonly number[];
}

/** The row of a cell, which is the sum of others, or of itself alone: those hold the lengths. */
export function rowOf(
  cell: Cell,
  parts: readonly Cell[],
  values: GroupValues,
  { by, attribution, formulas }: TableOptions,
  bounds: Pick<ReportRow, "from" | "to" | "gaps">,
): ReportRow {
  const times = TIME_NAMES.map((name) => {
    const lengths = parts.map((part) => part.times[name].lengths);
    return [name, timeColumns(cell.times[name], lengths, attribution)] as const;
  });
  const isStart = attribution === "start";
  const { from, to, ...marks } = bounds;
  return {
    from,
    to,
    group: Object.fromEntries(
      by.flatMap((name, index) => (index < values.length ? [[name, values[index] ?? null]] : [])),
    ),
    // By start an interval holds only what began in it: nobody was waiting before.
    waits: { ...cell.waits, waitingAtStart: isStart ? null : cell.waits.waitingAtStart },
    times: Object.fromEntries(times) as Record<TimeName, TimeColumns>,
    holdsPerHeld: quotient(cell.holds, cell.heldCommunications),
    conversations: cell.conversations,
    agentsPerConversation: quotient(cell.agents, cell.conversations),
    callbacks: cell.promises,
    serviceLevels: formulas.map((formula) => levelOf(formula, cell.levels)),
    ...marks,
  };
}

function timeColumns(
  { sumMs, count, undatedMs }: TimeSums,
  lengths: readonly Lengths[],
  attribution: Attribution,
): TimeColumns {
  if (attribution === "split")
    return { sumMs, count, meanMs: null, medianMs: null, p95Ms: null, maxMs: null, undatedMs };
  const sorted = sortedLengths(lengths);
  return {
    sumMs,
    count,
    meanMs: quotient(sumMs, count),
    medianMs: nearestRank(sorted, 0.5) ?? null,
    p95Ms: nearestRank(sorted, 0.95) ?? null,
    maxMs: nearestRank(sorted, 1) ?? null,
    undatedMs: null,
  };
}

function quotient(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
