import type { QueueRow } from "../../../models/board";
import { formatDuration, formatShare, formatSpan, UNKNOWN } from "../format";
import { Bad, Of, ServiceLevel, Tile } from "../parts/state";
import { Table, type Column } from "../parts/table";
import { linkTo } from "../place";
import { queueName, sections, sinceMs } from "../store";
import { byTrouble } from "../trouble";

/** The queues, now and over the window. */
export function Queues() {
  const { queues, clock } = sections.value;
  return (
    <>
      <h1 tabindex={-1}>Queues</h1>
      <Totals />
      {queues === undefined ? (
        <p class="nothing">Waiting for the first numbers…</p>
      ) : (
        <Table
          caption="Queues"
          columns={columns(clock?.serviceLevelTarget)}
          rows={byTrouble(queues, clock?.serviceLevelTarget, rowName)}
          keyOf={(row) => row.queueId ?? ""}
          nothing="No queue has had any news yet."
        />
      )}
      <p class="quiet">
        Service level, answered and abandoned are of the last {formatSpan(clock?.windowMs)}. — means not known, 0 means
        none. Queues with trouble stand first.
      </p>
    </>
  );
}

/** The numbers above the tables: first those that a wall shows. */
export function Totals({ isForWall = false }: { readonly isForWall?: boolean }) {
  const { totals, clock } = sections.value;
  const target = clock?.serviceLevelTarget;
  return (
    <dl class="tiles">
      <Tile name="Waiting">{totals?.waiting ?? UNKNOWN}</Tile>
      <Tile name="Longest wait">{formatDuration(longestWaitMs(totals))}</Tile>
      <Tile
        name="Service level"
        note={`target ${formatShare(target)}${partOf(totals?.answeredInTarget, totals?.judged)}`}
      >
        <ServiceLevel share={totals?.serviceLevel} target={target} />
      </Tile>
      <Tile name="Abandoned" note={partOf(totals?.abandoned, totals && totals.answered + totals.abandoned).slice(2)}>
        {formatShare(totals?.abandonRate)}
      </Tile>
      <Tile name="Breaches now">
        <Bad count={totals?.breaches} words="broken promises" />
      </Tile>
      <Tile name="Callbacks overdue">
        <Bad count={totals?.callbacksOverdue} words="overdue" />
      </Tile>
      {!isForWall && (
        <>
          <Tile name="In progress" note={totals === undefined ? "" : `${totals.onHold} on hold`}>
            {totals?.inProgress ?? UNKNOWN}
          </Tile>
          <Tile name="After-call work">{totals?.afterCallWork ?? UNKNOWN}</Tile>
        </>
      )}
    </dl>
  );
}

/** `, 51 of 64`; nothing where there is none to be a part of. */
function partOf(part: number | undefined, whole: number | undefined): string {
  return part === undefined || whole === undefined || whole === 0 ? "" : `, ${part} of ${whole}`;
}

/** How long the longest has waited: a known none where nobody waits. */
export function longestWaitMs(
  row: { readonly waiting: number; readonly longestWaitSince: string | null } | undefined,
): number | null {
  if (row === undefined) return null;
  return row.waiting === 0 ? 0 : sinceMs(row.longestWaitSince);
}

/** What a row is called; one holds all that has no queue. */
export function rowName(queueId: string | null): string {
  return queueId === null ? "(no queue)" : queueName(queueId);
}

function columns(target: number | undefined): Column<QueueRow>[] {
  return [
    {
      name: "Queue",
      cell: ({ queueId }) =>
        queueId === null ? (
          rowName(queueId)
        ) : (
          <a href={linkTo(`/conversations?queue=${encodeURIComponent(queueId)}`)}>{rowName(queueId)}</a>
        ),
      order: ({ queueId }) => rowName(queueId),
    },
    count("Waiting", (row) => row.waiting),
    duration("Longest wait", longestWaitMs),
    count("In progress", (row) => row.inProgress),
    count("On hold", (row) => row.onHold),
    count("After-call work", (row) => row.afterCallWork),
    {
      name: `Service level (target ${formatShare(target)})`,
      cell: ({ serviceLevel, answeredInTarget, judged }) => (
        <ServiceLevel share={serviceLevel} target={target} of={[answeredInTarget, judged]} />
      ),
      order: ({ serviceLevel }) => serviceLevel,
      isNumber: true,
      isFirstOnPhone: true,
    },
    duration("Average answer", (row) => row.averageAnswerMs),
    share(
      "Answered",
      (row) => row.answerRate,
      (row) => row.answered,
    ),
    share(
      "Abandoned",
      (row) => row.abandonRate,
      (row) => row.abandoned,
    ),
    count("Callbacks due", (row) => row.callbacksDue),
    {
      name: "Overdue",
      cell: ({ callbacksOverdue }) => <Bad count={callbacksOverdue} words="overdue" />,
      order: ({ callbacksOverdue }) => callbacksOverdue,
      isNumber: true,
    },
    duration("Last news", (row) => sinceMs(row.lastNews)),
  ];
}

function count(name: string, of: (row: QueueRow) => number): Column<QueueRow> {
  return { name, cell: of, order: of, isNumber: true };
}

function duration(name: string, of: (row: QueueRow) => number | null): Column<QueueRow> {
  return { name, cell: (row) => formatDuration(of(row)), order: of, isNumber: true };
}

function share(
  name: string,
  of: (row: QueueRow) => number | null,
  partOfRow: (row: QueueRow) => number,
): Column<QueueRow> {
  const cell = (row: QueueRow) => (
    <>
      {formatShare(of(row))}
      <Of part={partOfRow(row)} whole={row.answered + row.abandoned} />
    </>
  );
  return { name, cell, order: of, isNumber: true };
}
