import type { GapRecord } from "../models/gap-record";
import { TIME_NAMES, type Cell, type PromiseCount, type TimeName, type TimeSums, type WaitCount } from "./cell";
import type { Check } from "./checks";
import type { Dimension, GroupValues } from "./dimensions";
import type { Window } from "./grid";
import { gapsTouching, unknownIntervals } from "./mark-rows";
import { nearestRank } from "./nearest-rank";
import { levelOf, spellFormula, type Level } from "./service-levels";
import type { BuiltTable } from "./table-builder";
import { ATTRIBUTION_MEANING, type Attribution, type TableOrder } from "./table-order";

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

/** An interval in which nothing was counted, and of which that says nothing, as gaps lie in it. */
export interface NoDataRow {
  readonly from: string;
  readonly to: string;
  readonly gaps: readonly number[];
}

/** What has to be known of a table to read it, or to make it again. */
export interface ReportManifest {
  readonly type: "intervalTable";
  readonly schemaVersion: 1;
  readonly product: string;
  readonly source: { readonly kind: string; readonly names: readonly string[]; readonly conversations: number };
  /** The latest instant that the data tell of. */
  readonly dataUntil: string | null;
  readonly zone: string;
  readonly timeZoneData: string;
  readonly interval: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly by: readonly Dimension[];
  readonly attribution: Attribution;
  readonly attributionMeaning: string;
  readonly callbacksBy: string;
  readonly formulas: readonly { readonly name: string; readonly formula: string }[];
  readonly notes: readonly string[];
  /** The gaps in the data, the first of them number 1; missing where none is known. */
  readonly gaps?: readonly GapRecord[];
}

/** An interval table with its totals and what was checked of it. */
export interface TableReport {
  readonly manifest: ReportManifest;
  readonly rows: readonly ReportRow[];
  /** Each group over all intervals; none where there is one group. */
  readonly groupTotals: readonly ReportRow[];
  readonly total: ReportRow;
  /** Missing where there is none. */
  readonly noData?: readonly NoDataRow[];
  readonly checks: readonly Check[];
}

/** How instants are shown. */
export type FormatInstant = (at: number) => string;

/** Lays a built table out in rows, by interval and group. */
export function reportOf(
  { grid, checks, until = -Infinity }: BuiltTable,
  order: TableOrder,
  manifest: ReportManifest,
  format: FormatInstant,
): TableReport {
  const { intervals, window } = order;
  const groups = [...grid.groups.values()].sort((one, other) => compareGroups(one.values, other.values));
  const cells = groups.flatMap(({ values, cells: its }, place) =>
    [...its].map(([start, cell]) => ({ start, place, values, cell })),
  );
  cells.sort((one, other) => one.start - other.start || one.place - other.place);
  const rows = cells.map(({ start, values, cell }) => {
    const bounds = { from: Math.max(start, window.from), to: Math.min(intervals.endOf(start), window.to) };
    return rowOf(cell, values, order, { ...shown(bounds, format), ...gapsIn(cell, bounds, order) });
  });
  const total = (cell: Cell, values: GroupValues) =>
    rowOf(cell, values, order, { from: null, to: null, ...gapsIn(cell, window, order) });
  const totals = order.by.length === 0 ? [] : groups.map((group) => total(group.total, group.values));
  const unknown = unknownIntervals(grid, order, until);
  const noData = unknown.map((one) => ({ ...shown(one, format), gaps: one.gaps }));
  return {
    manifest,
    rows,
    groupTotals: totals,
    total: total(grid.total, []),
    ...(noData.length > 0 && { noData }),
    checks,
  };
}

function shown({ from, to }: Window, format: FormatInstant): { readonly from: string; readonly to: string } {
  return { from: format(from), to: format(to) };
}

/** The gaps that lie in an interval, or in the time of something that is counted in it. */
function gapsIn({ gaps }: Cell, { from, to }: Window, order: TableOrder): Pick<ReportRow, "gaps"> {
  const all = new Set([...gapsTouching(order.gaps, from, to), ...gaps]);
  return all.size === 0 ? {} : { gaps: [...all].sort((one, other) => one - other) };
}

/** What a manifest says of an order. */
export function describeOrder({ by, attribution, dayRule, formulas }: TableOrder) {
  return {
    by,
    attribution,
    attributionMeaning: ATTRIBUTION_MEANING[attribution],
    callbacksBy: dayRule,
    formulas: formulas.map((formula) => ({ name: formula.name, formula: spellFormula(formula) })),
  };
}

function rowOf(
  cell: Cell,
  values: GroupValues,
  { by, attribution, formulas }: TableOrder,
  bounds: Pick<ReportRow, "from" | "to" | "gaps">,
): ReportRow {
  const times = TIME_NAMES.map((name) => [name, timeColumns(cell.times[name], attribution)] as const);
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

function timeColumns({ sumMs, count, undatedMs, values }: TimeSums, attribution: Attribution): TimeColumns {
  if (attribution === "split")
    return { sumMs, count, meanMs: null, medianMs: null, p95Ms: null, maxMs: null, undatedMs };
  const sorted = Float64Array.from(values).sort();
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

function compareGroups(one: GroupValues, other: GroupValues): number {
  for (const [index, value] of one.entries()) {
    const second = other[index] ?? null;
    if (value === second) continue;
    if (value === null || second === null) return value === null ? 1 : -1;
    return value < second ? -1 : 1;
  }
  return 0;
}
