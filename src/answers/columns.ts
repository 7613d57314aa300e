import { formatCount } from "../models/format-count";
import { formatTenths } from "../models/share";
import { PROMISE_COUNTS, TIME_NAMES, WAIT_COUNTS } from "./cell";
import type { Dimension } from "./dimensions";
import type { ReportRow, TimeColumns } from "./report-row";

/** How the numbers of a column are to be read. */
export type ColumnUnit = "count" | "ms" | "share" | "ratio";

/** A column of a table. */
export interface Column {
  readonly name: string;
  readonly unit: ColumnUnit;
  /** null where it is not known. */
  readonly valueOf: (row: ReportRow) => number | null;
}

/** Columns that belong together, under a title. */
export interface ColumnSection {
  readonly title: string;
  readonly columns: readonly Column[];
}

const TIME_UNITS: Readonly<Record<keyof TimeColumns, ColumnUnit>> = {
  sumMs: "ms",
  count: "count",
  meanMs: "ms",
  medianMs: "ms",
  p95Ms: "ms",
  maxMs: "ms",
  undatedMs: "ms",
};

const TITLES: Readonly<Record<(typeof TIME_NAMES)[number], string>> = {
  answer: "Speed of answer",
  talk: "Talk",
  hold: "Hold",
  afterCallWork: "After-call work",
  handle: "Handle",
};

/** All columns of a report, with those of the service levels that it has. */
export function sectionsOf(levelNames: readonly string[]): ColumnSection[] {
  const count = (name: string, valueOf: Column["valueOf"]): Column => ({ name, unit: "count", valueOf });
  return [
    { title: "Waits", columns: WAIT_COUNTS.map((name) => count(name, ({ waits }) => waits[name])) },
    ...TIME_NAMES.map((time) => ({
      title: TITLES[time],
      columns: (Object.keys(TIME_UNITS) as (keyof TimeColumns)[]).map((key) => ({
        name: `${time}${capital(key)}`,
        unit: TIME_UNITS[key],
        valueOf: ({ times }: ReportRow) => times[time][key],
      })),
    })),
    {
      title: "Work",
      columns: [
        count("conversations", ({ conversations }) => conversations),
        { name: "agentsPerConversation", unit: "ratio", valueOf: (row) => row.agentsPerConversation },
        { name: "holdsPerHeld", unit: "ratio", valueOf: (row) => row.holdsPerHeld },
      ],
    },
    {
      title: "Callbacks",
      columns: PROMISE_COUNTS.map((name) => count(`callbacks${capital(name)}`, ({ callbacks }) => callbacks[name])),
    },
    { title: "Service levels", columns: levelNames.flatMap((name, index) => levelColumns(name, index)) },
  ];
}

/** What stands before the columns of a row, to be shown to people: its interval and group, "total" and "all" where it has none. */
export function headsOf(row: ReportRow, by: readonly Dimension[]): string[] {
  const isAll = row.from === null && Object.keys(row.group).length === 0;
  return [
    `${row.from ?? "total"}${gapMark(row.gaps)}`,
    ...by.map((name) => (isAll ? "all" : (row.group[name] ?? "—"))),
  ];
}

/** The gaps that touch an interval, by number, as people read them; nothing where there is none. */
export function gapMark(gaps: readonly number[] = []): string {
  if (gaps.length === 0) return "";
  const more = gaps.length > GAPS_SHOWN ? ", …" : "";
  return ` (gap ${gaps.slice(0, GAPS_SHOWN).join(", ")}${more})`;
}

const GAPS_SHOWN = 3;

/** What stands above the intervals in which nothing was counted because data may be missing. */
export const NO_DATA = "No data: nothing was counted, and a gap lies in it";

/** The name of a column as people read it: lengths of time are shown with their units, so the name has none. */
export function headOf({ name, unit }: Column): string {
  return unit === "ms" ? name.replace(/Ms$/, "") : name;
}

/** A value of a column as people read it. `formatMs` writes lengths of time. */
export function cellOf({ unit }: Column, value: number | null, formatMs: (ms: number) => string): string {
  if (value === null) return "—";
  if (unit === "ms") return formatMs(Math.round(value));
  if (unit === "share") return formatTenths(value);
  return unit === "ratio" ? value.toFixed(2) : formatCount(value);
}

function levelColumns(name: string, index: number): Column[] {
  const of = (row: ReportRow) => row.serviceLevels[index];
  const excluded = (row: ReportRow) => Object.values(of(row)?.excluded ?? {}).reduce((sum, count) => sum + count, 0);
  return [
    { name, unit: "share", valueOf: (row) => of(row)?.value ?? null },
    { name: `${name}Numerator`, unit: "count", valueOf: (row) => of(row)?.numerator ?? null },
    { name: `${name}Denominator`, unit: "count", valueOf: (row) => of(row)?.denominator ?? null },
    { name: `${name}Excluded`, unit: "count", valueOf: excluded },
  ];
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
