import { intervalsIn, type IntervalLength } from "../../calendars/intervals";
import type { Zone } from "../../calendars/zone";
import { describeOptions, reportOf, type ReportManifest, type TableReport } from "../../answers/report";
import { TableBuilder, type BuiltTable } from "../../answers/table-builder";
import type { TableOptions } from "../../answers/table-options";
import { TABLE_DEADLINES, TABLE_MEASUREMENTS } from "../../answers/table-reads";
import type { FinalConversation } from "../../models/final-conversation";
import { toGapRecord, type Gap } from "../../models/gap";
import type { Policy } from "../../models/policy";
import type { WantedLines } from "../finals/owned-lines";
import { describeGap } from "../gaps/describe-gap";
import { ownVersion } from "../own-version";
import { timeZoneData } from "../time-zone-data";

/** What an interval table is to show, as it is asked for. Instants are epoch milliseconds. */
export interface ReportOptions extends Pick<TableOptions, "by" | "attribution" | "dayRule" | "formulas"> {
  readonly zone: Zone;
  readonly interval: IntervalLength;
  readonly policy: Policy;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** The gaps in the data, if any are known. */
  readonly gaps?: readonly Gap[] | undefined;
}

/** From what a table is made. */
export interface ReportSource {
  readonly kind: string;
  readonly names: readonly string[];
  readonly conversations: AsyncIterable<FinalConversation> | Iterable<FinalConversation>;
}

/** Which lines of outputs a table asks for; all of them where a partition has gaps of its own, as evidence names who was in it. */
export function linesForTable(gaps: readonly Gap[]): WantedLines | undefined {
  const isAnyInPartition = gaps.some(({ partition }) => partition !== undefined);
  return isAnyInPartition ? undefined : { measurements: TABLE_MEASUREMENTS, deadlines: TABLE_DEADLINES };
}

/** Makes an interval table of final numbers, conversation by conversation. */
export async function makeReport(options: ReportOptions, source: ReportSource): Promise<TableReport> {
  const table = createTable(options);
  for await (const conversation of source.conversations) table.take(conversation);
  return table.report(source);
}

/** An interval table that is being counted. */
export interface OpenTable {
  readonly take: (conversation: FinalConversation) => void;
  readonly report: (source: Omit<ReportSource, "conversations">) => TableReport;
}

/** A table in which nothing is counted yet; several can be counted of one reading. */
export function createTable(options: ReportOptions): OpenTable {
  const { zone, interval, policy, from = -Infinity, to = Infinity, gaps = [] } = options;
  const tableOptions: TableOptions = {
    ...options,
    intervals: intervalsIn(zone, interval),
    window: { from, to },
    gaps,
    limitsFor: policy.limitsFor,
  };
  const builder = new TableBuilder(tableOptions);
  return {
    take: (conversation) => builder.take(conversation),
    report(source) {
      const built = builder.finish();
      const report = reportOf(built, tableOptions, manifestOf(options, tableOptions, source, built), zone.format);
      const isBounded = options.from !== undefined || options.to !== undefined;
      return isEmpty(report) ? withNote(report, isBounded ? NOTHING_BETWEEN : NOTHING_THERE) : report;
    },
  };
}

const NOTHING_THERE = "Nothing was counted: there is no wait, work or callback in these conversations.";
const NOTHING_BETWEEN =
  "Nothing was counted: no wait, work or callback of these conversations lies between these bounds.";

function isEmpty({ rows, noData = [] }: TableReport): boolean {
  return rows.length === 0 && noData.length === 0;
}

function withNote(report: TableReport, note: string): TableReport {
  const { manifest } = report;
  return { ...report, manifest: { ...manifest, notes: [note, ...manifest.notes] } };
}

function manifestOf(
  { zone, interval, from, to }: ReportOptions,
  tableOptions: TableOptions,
  { kind, names }: Omit<ReportSource, "conversations">,
  { conversations, until, promisesWithoutDay }: BuiltTable,
): ReportManifest {
  const instant = (at: number | undefined) => (at === undefined ? null : zone.format(at));
  return {
    type: "intervalTable",
    schemaVersion: 1,
    product: `convofold ${ownVersion()}`,
    source: { kind, names, conversations },
    dataUntil: instant(until),
    zone: zone.name,
    timeZoneData: timeZoneData(),
    interval,
    from: instant(from),
    to: instant(to),
    ...describeOptions(tableOptions),
    notes: [
      "Median, 95th percentile and maximum are exact, by nearest rank. A dash, or an empty cell, is not known; 0 is known to be none.",
      "There is no occupancy: the records do not say how long people were signed in.",
      ...(promisesWithoutDay > 0
        ? [
            `${String(promisesWithoutDay)} callback promises were never ${tableOptions.dayRule}: they stand in no interval and in no total.`,
          ]
        : []),
      ...tableOptions.gaps.map((gap, index) => describeGap(gap, index + 1, instant)),
    ],
    ...(tableOptions.gaps.length > 0 && { gaps: tableOptions.gaps.map(toGapRecord) }),
  };
}
