import type { QueueRow } from "../../../models/board-rows";
import { formatCount, formatDuration, formatShare, formatSpan } from "../format";
import { countColumn, durationColumn, levelColumn, shareColumn } from "../parts/columns";
import { RangePicker, rangeAsked } from "../parts/range-picker";
import { Bad, Lack, ServiceLevel, Tile } from "../parts/state";
import { Table, type Column } from "../parts/table";
import { linkTo, place, setQuery } from "../place";
import { queueName, sections, sinceMs } from "../store";
import { byTrouble } from "../trouble";
import { QueueChoice } from "./conversation-filters";
import { RangeView } from "./range";

/** What is said where there is no queue. */
export const NO_QUEUE_YET = "No queue has had any news yet.";

/** The queues, now and over the window, or over a time that is asked for. */
export function Queues() {
  const range = rangeAsked();
  return (
    <>
      <h1 tabindex={-1}>Queues</h1>
      <RangeChoice />
      {range === undefined ? (
        <Now />
      ) : (
        <RangeView range={range} queueId={place.value.query.get("queue") ?? undefined} />
      )}
    </>
  );
}

/** From when to when, and of which queue: now, unless a time is chosen. */
function RangeChoice() {
  const isPast = rangeAsked() !== undefined;
  return (
    <form class="filters" role="search" aria-label="Time" onSubmit={(event) => event.preventDefault()}>
      <RangePicker />
      {isPast && <QueueChoice value={place.value.query.get("queue") ?? ""} onChange={(id) => setQuery("queue", id)} />}
    </form>
  );
}

function Now() {
  const { queues, clock } = sections.value;
  return (
    <>
      <Totals />
      {queues === undefined ? (
        <p class="nothing">Waiting for the first numbers…</p>
      ) : (
        <Table
          caption="Queues"
          columns={columns(clock?.serviceLevelTarget)}
          rows={byTrouble(queues, clock?.serviceLevelTarget, rowName)}
          keyOf={(row) => row.queueId ?? ""}
          nothing={NO_QUEUE_YET}
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
      <Tile name="Waiting">{formatCount(totals?.waiting)}</Tile>
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
        <Bad count={totals?.breaches} words="overdue deadlines" />
      </Tile>
      <Tile name="Callbacks overdue">
        <Bad count={totals?.callbacksOverdue} words="overdue" />
      </Tile>
      {!isForWall && (
        <>
          <Tile name="In progress" note={totals === undefined ? "" : `${formatCount(totals.onHold)} on hold`}>
            {formatCount(totals?.inProgress)}
          </Tile>
          <Tile name="After-call work">{formatCount(totals?.afterCallWork)}</Tile>
        </>
      )}
    </dl>
  );
}

/** `, 51 of 64`; nothing where there is none to be a part of. */
function partOf(part: number | undefined, whole: number | undefined): string {
  return part === undefined || whole === undefined || whole === 0
    ? ""
    : `, ${formatCount(part)}\u00a0of\u00a0${formatCount(whole)}`;
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
      cell: ({ queueId, mayLack }) => (
        <>
          {queueId === null ? (
            rowName(queueId)
          ) : (
            <a href={linkTo(`/conversations?queue=${encodeURIComponent(queueId)}`)}>{rowName(queueId)}</a>
          )}
          <Lack mayLack={mayLack} />
        </>
      ),
      order: ({ queueId }) => rowName(queueId),
    },
    countColumn("Waiting", (row) => row.waiting),
    durationColumn("Longest wait", longestWaitMs),
    countColumn("In progress", (row) => row.inProgress),
    countColumn("On hold", (row) => row.onHold),
    countColumn("After-call work", (row) => row.afterCallWork),
    levelColumn(target),
    durationColumn("Average answer", (row) => row.averageAnswerMs),
    shareColumn(
      "Answered",
      (row) => row.answerRate,
      (row) => row.answered,
    ),
    shareColumn(
      "Abandoned",
      (row) => row.abandonRate,
      (row) => row.abandoned,
    ),
    countColumn("Callbacks due", (row) => row.callbacksDue),
    {
      name: "Overdue",
      cell: ({ callbacksOverdue }) => <Bad count={callbacksOverdue} words="overdue" />,
      order: ({ callbacksOverdue }) => callbacksOverdue,
      isNumber: true,
    },
    durationColumn("Last news", (row) => sinceMs(row.lastNews)),
  ];
}
