import type { CallbackRow } from "../../../models/board-rows";
import { formatCount, formatDuration, formatInstant, UNKNOWN } from "../format";
import { State, type Standing } from "../parts/state";
import { Table, type Column } from "../parts/table";
import { linkTo } from "../place";
import { zone } from "../settings";
import { queueName, sections, sinceMs, userName } from "../store";

/** The callbacks that are owed. */
export function Callbacks() {
  const { callbacks, totals } = sections.value;
  return (
    <>
      <h1 tabindex={-1}>Callbacks</h1>
      <p class="quiet">
        Customers are shown by the end of their id: no name and no number reaches the board. Of a number only its time
        zones may be known, where the policy asks for them.
      </p>
      {callbacks !== undefined && totals !== undefined && totals.callbacks > callbacks.length && (
        <p>
          The {formatCount(callbacks.length)} that are due first, of {formatCount(totals.callbacks)}.
        </p>
      )}
      <Table
        caption="Callbacks"
        columns={COLUMNS}
        rows={callbacks ?? []}
        keyOf={({ id }) => id}
        nothing={callbacks === undefined ? "Waiting for the first numbers…" : "No callback is owed."}
      />
    </>
  );
}

const STANDINGS = new Map<string, Standing>(
  Object.entries<Standing>({ met: "good", late: "warn", overdue: "bad", missed: "bad" }),
);

/**
 * Until when the customer may be called: pressing from the warning on, and trouble once it is past. A promise that does not surely lie in a
 * window says so, and until when it may still be kept in the last one before.
 */
function CallUntil({ window, windowCloses, warnFrom }: CallbackRow) {
  if (window === null) return <>{UNKNOWN}</>;
  const closed = sinceMs(windowCloses);
  if (window !== "inside") {
    const last =
      closed === null ? "" : closed >= 0 ? ", window closed" : `: ${formatInstant(windowCloses, zone.value)}`;
    const isTrouble = closed !== null && closed >= 0;
    return <State standing={isTrouble ? "bad" : "warn"}>{`${WINDOW_WORDS[window]}${last}`}</State>;
  }
  if (closed === null) return <>{UNKNOWN}</>;
  if (closed >= 0) return <State standing="bad">window closed</State>;
  const isPressing = (sinceMs(warnFrom) ?? -1) >= 0;
  return (
    <State standing={isPressing ? "warn" : "plain"} {...(isPressing && { words: "the window closes soon" })}>
      {formatInstant(windowCloses, zone.value)}
    </State>
  );
}

const WINDOW_WORDS = { outside: "outside the window", unknown: "cannot be decided" } as const;

const COLUMNS: readonly Column<CallbackRow>[] = [
  {
    name: "Customer",
    cell: ({ customer, conversationId }) => (
      <a href={linkTo(`/conversations/${encodeURIComponent(conversationId)}`)}>…{customer}</a>
    ),
    order: ({ customer }) => customer,
  },
  { name: "Queue", cell: ({ queueId }) => queueName(queueId), order: ({ queueId }) => queueName(queueId) },
  { name: "Due", cell: ({ dueAt }) => formatInstant(dueAt, zone.value), order: ({ dueAt }) => dueAt },
  { name: "Call until", cell: CallUntil, order: ({ windowCloses }) => windowCloses },
  { name: "Owner", cell: ({ owner }) => userName(owner), order: ({ owner }) => owner },
  {
    name: "Owner until",
    cell: ({ ownerUntil }) => formatInstant(ownerUntil, zone.value),
    order: ({ ownerUntil }) => ownerUntil,
  },
  { name: "Attempts", cell: ({ attempts }) => attempts, order: ({ attempts }) => attempts, isNumber: true },
  { name: "State", cell: ({ state }) => state, order: ({ state }) => state },
  {
    name: "Promise",
    cell: ({ status, promises }) => (
      <State standing={STANDINGS.get(status ?? "") ?? "plain"}>
        {status ?? UNKNOWN}
        {promises > 1 ? `, moved ${promises - 1} ×` : ""}
      </State>
    ),
    order: ({ status }) => status,
  },
  {
    name: "Late by",
    cell: ({ dueAt, attempts }) => {
      const late = sinceMs(dueAt);
      return attempts === 0 && late !== null && late > 0 ? formatDuration(late) : UNKNOWN;
    },
    order: ({ dueAt }) => sinceMs(dueAt),
    isNumber: true,
    isFirstOnPhone: true,
  },
];
