import type { GapRecord } from "../models/gap-record";
import type { Cell } from "./cell";
import type { Check } from "./checks";
import type { Dimension, GroupValues } from "./dimensions";
import type { Window } from "./grid";
import { gapsTouching, unknownIntervals } from "./mark-rows";
import { rowOf, type ReportRow } from "./report-row";
import { spellFormula } from "./service-levels";
import type { BuiltTable } from "./table-builder";
import { ATTRIBUTION_MEANING, type Attribution, type TableOptions } from "./table-options";

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
  /** The latest instant in the data. */
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
  options: TableOptions,
  manifest: ReportManifest,
  format: FormatInstant,
): TableReport {
  const { intervals, window } = options;
  const groups = [...grid.groups.values()].sort((one, other) => compareGroups(one.values, other.values));
  const cells = groups.flatMap(({ values, cells: its }, place) =>
    [...its].map(([start, cell]) => ({ start, place, values, cell })),
  );
  cells.sort((one, other) => one.start - other.start || one.place - other.place);
  const rows = cells.map(({ start, values, cell }) => {
    const bounds = { from: Math.max(start, window.from), to: Math.min(intervals.endOf(start), window.to) };
    return rowOf(cell, [cell], values, options, { ...shown(bounds, format), ...gapsIn(cell, bounds, options) });
  });
  const total = (cell: Cell, parts: readonly Cell[], values: GroupValues) =>
    rowOf(cell, parts, values, options, { from: null, to: null, ...gapsIn(cell, window, options) });
  const totals =
    options.by.length === 0 ? [] : groups.map((group) => total(group.total, [...group.cells.values()], group.values));
  const unknown = unknownIntervals(grid, options, until);
  const noData = unknown.map((one) => ({ ...shown(one, format), gaps: one.gaps }));
  return {
    manifest,
    rows,
    groupTotals: totals,
    total: total(
      grid.total,
      cells.map(({ cell }) => cell),
      [],
    ),
    ...(noData.length > 0 && { noData }),
    checks,
  };
}

function shown({ from, to }: Window, format: FormatInstant): { readonly from: string; readonly to: string } {
  return { from: format(from), to: format(to) };
}

/** The gaps that lie in an interval, or in the time of something that is counted in it. */
function gapsIn({ gaps }: Cell, { from, to }: Window, options: TableOptions): Pick<ReportRow, "gaps"> {
  const all = new Set([...gapsTouching(options.gaps, from, to), ...gaps]);
  return all.size === 0 ? {} : { gaps: [...all].sort((one, other) => one - other) };
}

/** What a manifest says of an order. */
export function describeOptions({ by, attribution, dayRule, formulas }: TableOptions) {
  return {
    by,
    attribution,
    attributionMeaning: ATTRIBUTION_MEANING[attribution],
    callbacksBy: dayRule,
    formulas: formulas.map((formula) => ({ name: formula.name, formula: spellFormula(formula) })),
  };
}

/** The order of groups in a table: value by value, what is not known last. */
export function compareGroups(one: GroupValues, other: GroupValues): number {
  for (const [index, value] of one.entries()) {
    const second = other[index] ?? null;
    if (value === second) continue;
    if (value === null || second === null) return value === null ? 1 : -1;
    return value < second ? -1 : 1;
  }
  return 0;
}
