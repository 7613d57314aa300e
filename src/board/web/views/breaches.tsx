import type { BreachRow } from "../../../models/board-rows";
import { formatCount, formatDuration, formatInstant, inWords, shortId, UNKNOWN } from "../format";
import { State } from "../parts/state";
import { Table, type Column } from "../parts/table";
import { linkTo } from "../place";
import { zone } from "../settings";
import { queueName, sections, sinceMs, userName } from "../store";

/** The promises that are broken now. */
export function Breaches() {
  const { breaches, totals } = sections.value;
  const all = totals?.breaches ?? 0;
  return (
    <>
      <h1 tabindex={-1}>Breaches now</h1>
      <p class="quiet">Deadlines that are past and not met, the longest overdue first.</p>
      {breaches !== undefined && all > breaches.length && (
        <p>
          The {formatCount(breaches.length)} that are overdue for longest, of {formatCount(all)}.
        </p>
      )}
      <Table
        caption="Breaches now"
        columns={COLUMNS}
        rows={breaches ?? []}
        keyOf={({ id }) => id}
        nothing={breaches === undefined ? "Waiting for the first numbers…" : "✓ No deadline is overdue."}
      />
    </>
  );
}

const COLUMNS: readonly Column<BreachRow>[] = [
  { name: "Rule", cell: ({ kind }) => inWords(kind), order: ({ kind }) => kind },
  {
    name: "Conversation",
    cell: ({ conversationId }) => (
      <a href={linkTo(`/conversations/${encodeURIComponent(conversationId)}`)}>{shortId(conversationId)}</a>
    ),
    order: ({ conversationId }) => conversationId,
  },
  {
    name: "Party",
    cell: ({ purpose, userId }) =>
      userId === null ? (purpose ?? UNKNOWN) : `${purpose ?? "agent"} ${userName(userId)}`,
    order: ({ userId, purpose }) => userId ?? purpose,
  },
  { name: "Medium", cell: ({ mediaType }) => mediaType ?? UNKNOWN, order: ({ mediaType }) => mediaType },
  { name: "Queue", cell: ({ queueId }) => queueName(queueId), order: ({ queueId }) => queueName(queueId) },
  { name: "Due", cell: ({ dueAt }) => formatInstant(dueAt, zone.value), order: ({ dueAt }) => dueAt },
  {
    name: "Over by",
    cell: ({ dueAt }) => (
      <State standing="bad" words="overdue">
        {formatDuration(sinceMs(dueAt))}
      </State>
    ),
    order: ({ dueAt }) => sinceMs(dueAt),
    isNumber: true,
    isFirstOnPhone: true,
  },
];
