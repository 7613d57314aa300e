import type { QueueRow } from "../../../models/board";
import { formatDuration, formatShare, UNKNOWN } from "../format";
import { Bad, ServiceLevel, Tile } from "../parts/state";
import { Table, type Column } from "../parts/table";
import { queueName, sections, sinceMs } from "../store";

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
          rows={byName(queues)}
          keyOf={(row) => row.queueId}
          nothing="No queue has had any news yet."
        />
      )}
      <p class="quiet">
        Rates are taken over the last {formatDuration(clock?.windowMs)} of the data. — is not known; 0 is none.
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
      <Tile name="Longest wait">{formatDuration(sinceMs(totals?.longestWaitSince))}</Tile>
      <Tile name="Service level" note={`target ${formatShare(target)}`}>
        <ServiceLevel share={totals?.serviceLevel} target={target} />
      </Tile>
      <Tile name="Abandoned">{formatShare(totals?.abandonRate)}</Tile>
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

/** Queues in the order of their names. */
export function byName(queues: readonly QueueRow[]): QueueRow[] {
  return [...queues].sort((one, other) => queueName(one.queueId).localeCompare(queueName(other.queueId), "en"));
}

function columns(target: number | undefined): Column<QueueRow>[] {
  return [
    {
      name: "Queue",
      cell: ({ queueId }) => <a href={`/conversations?queue=${encodeURIComponent(queueId)}`}>{queueName(queueId)}</a>,
      order: ({ queueId }) => queueName(queueId),
    },
    count("Waiting", (row) => row.waiting),
    duration("Longest wait", (row) => sinceMs(row.longestWaitSince)),
    count("In progress", (row) => row.inProgress),
    count("On hold", (row) => row.onHold),
    count("After-call work", (row) => row.afterCallWork),
    {
      name: `Service level (target ${formatShare(target)})`,
      cell: ({ serviceLevel }) => <ServiceLevel share={serviceLevel} target={target} />,
      order: ({ serviceLevel }) => serviceLevel,
      isNumber: true,
    },
    duration("Average answer", (row) => row.averageAnswerMs),
    share("Answered", (row) => row.answerRate),
    share("Abandoned", (row) => row.abandonRate),
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

function share(name: string, of: (row: QueueRow) => number | null): Column<QueueRow> {
  return { name, cell: (row) => formatShare(of(row)), order: of, isNumber: true };
}
