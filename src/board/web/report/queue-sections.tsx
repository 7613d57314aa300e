import { countOf } from "../../../models/format-count";
import type { TableReport } from "../../../answers/report";
import type { ReportRow } from "../../../answers/report-row";
import { gapMark, NO_DATA } from "../../../answers/columns";
import type { QueueTables } from "../../static-pages";
import { formatCount, shortId } from "../format";
import { Words } from "../parts/words";
import { levelColumns, shownLevel, workColumns, type ReportColumn } from "./queue-columns";

/** The queues of a log, their service levels by each formula, and what happened by interval. */
export function QueueSections({ tables }: { readonly tables: QueueTables }) {
  const { all, byQueue } = tables;
  const { manifest } = byQueue;
  const { formulas } = manifest;
  const [columns, shown] = [workColumns(formulas), shownLevel(formulas)];
  const queues = byTrouble(byQueue.groupTotals, shown);
  const rows = [...queues, all.total];
  if (queues.length === 0) return null;
  return (
    <>
      <h2>Queues</h2>
      <ReportTable caption="Queues over the whole log" head="Queue" columns={columns} rows={rows} nameOf={queueOf} />
      <p class="quiet">
        Service level is <code>{formulas[shown]?.name}</code>; the lowest stands first. Lengths are means: of the waits
        that were answered, and of each agent's part in a conversation. — means not known, 0 means none.
      </p>
      <h2>Service levels</h2>
      <ReportTable
        caption="Each with what it is a share of, and how many waits it leaves out"
        head="Queue"
        columns={levelColumns(formulas)}
        rows={rows}
        nameOf={queueOf}
      />
      <Formulas report={byQueue} />
      <h2>By interval</h2>
      <p class="quiet">
        {manifest.interval} in {manifest.zone}; {manifest.attributionMeaning}. An interval in which nothing was counted
        is not listed.
      </p>
      <ReportTable caption="All queues" head="From" columns={columns} rows={all.rows} nameOf={startIn(all.rows)} />
      {queues.map((total) => (
        <QueueIntervals key={idOf(total)} total={total} report={byQueue} columns={columns} />
      ))}
      <Notes report={byQueue} />
    </>
  );
}

function Formulas({ report: { manifest } }: { readonly report: TableReport }) {
  return (
    <details>
      <summary>The formulas</summary>
      <dl class="formulas">
        {manifest.formulas.map(({ name, formula }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formula}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

interface QueueIntervalsProps {
  readonly total: ReportRow;
  readonly report: TableReport;
  readonly columns: readonly ReportColumn[];
}

function QueueIntervals({ total, report, columns }: QueueIntervalsProps) {
  const rows = report.rows.filter(({ group }) => group.queue === total.group.queue);
  const name = total.group.queue ?? NO_QUEUE;
  return (
    <details>
      <summary>
        {name}: {countOf(rows.length, "interval")}
      </summary>
      <ReportTable caption={name} head="From" columns={columns} rows={rows} nameOf={startIn(rows)} />
    </details>
  );
}

/** What must be known beside the numbers: gaps, intervals without data, checks that do not hold. */
function Notes({ report: { manifest, noData = [], checks } }: { readonly report: TableReport }) {
  const broken = checks.filter(({ violations }) => violations.length > 0);
  return (
    <>
      {noData.length > 0 && (
        <>
          <h3>{NO_DATA}</h3>
          <ul>
            {noData.map(({ from, to, gaps }) => (
              <li key={from}>
                {asText(from)} to {asText(to)}
                {gapMark(gaps)}
              </li>
            ))}
          </ul>
        </>
      )}
      {manifest.gaps !== undefined &&
        manifest.notes.slice(-manifest.gaps.length).map((note) => <p key={note}>{note}</p>)}
      {broken.map(({ name, meaning, violations }) => (
        <p key={name} class="state bad">
          ! The check “{name}” does not hold in {formatCount(violations.length)} places: {meaning}
        </p>
      ))}
    </>
  );
}

interface ReportTableProps {
  readonly caption: string;
  readonly head: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  readonly nameOf: (row: ReportRow) => string;
}

function ReportTable({ caption, head, columns, rows, nameOf }: ReportTableProps) {
  return (
    <div class="wide" tabindex={0} role="region" aria-label={caption}>
      <table class="counts">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col" class="number">
                <Words text={name} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.from ?? ""} ${idOf(row)}`} class={row.from === null && isAll(row) ? "total" : ""}>
              <th scope="row">{nameOf(row)}</th>
              {columns.map(({ name, cell }) => (
                <td key={name} class="number">
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const NO_QUEUE = "(no queue)";
const isAll = ({ group }: ReportRow) => group.queue === undefined;
const idOf = ({ group }: ReportRow) => group.queue ?? "";

function queueOf(row: ReportRow): string {
  const { queue } = row.group;
  const name = isAll(row) ? "All" : queue == null ? NO_QUEUE : isId(queue) ? shortId(queue) : queue;
  return `${name}${gapMark(row.gaps)}`;
}

/** Whether a queue has no name: ids are long, and their beginning tells them apart. */
function isId(queue: string): boolean {
  return /^[\da-f]{8}-[\da-f-]{27}$/i.test(queue);
}

/** The lowest service level first; those without one last, by name. */
function byTrouble(rows: readonly ReportRow[], level: number): ReportRow[] {
  const shareOf = (row: ReportRow) => row.serviceLevels[level]?.value ?? Infinity;
  const order = (one: ReportRow, other: ReportRow) => idOf(one).localeCompare(idOf(other), "en");
  return [...rows].sort((one, other) => {
    const [first, second] = [shareOf(one), shareOf(other)];
    return first === second ? order(one, other) : first - second;
  });
}

const OFFSET = /(?:Z|[+-]\d\d:\d\d)$/;

/** How starts are written: with their offset only where there is more than one, as where an hour comes twice. */
function startIn(rows: readonly ReportRow[]): (row: ReportRow) => string {
  const offsets = new Set(rows.map(({ from }) => OFFSET.exec(from ?? "")?.[0]));
  return ({ from, gaps }) => {
    const text = asText(from ?? "");
    return `${offsets.size > 1 ? text : text.replace(OFFSET, "").trimEnd()}${gapMark(gaps)}`;
  };
}

/** An instant with its offset, as people read it: 2026-03-02 09:00 +01:00. */
function asText(instant: string): string {
  return instant.replace("T", " ").replace(OFFSET, " $&");
}
