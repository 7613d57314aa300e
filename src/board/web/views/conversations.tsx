import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { ConversationRow } from "../../../models/board";
import { ask } from "../connect";
import { formatDuration, formatInstant, shortId } from "../format";
import { Filters } from "./conversation-filters";
import { Bad } from "../parts/state";
import { Table, type Column } from "../parts/table";
import { place, setQuery } from "../place";
import { zone } from "../settings";
import { newsCount, queueName, sinceMs, userName } from "../store";

interface Page {
  readonly conversations: readonly ConversationRow[];
  readonly next: string | null;
}

const REFRESH_MS = 2000;
const FILTERS = [["id"], ["queue", "queueId"], ["agent", "userId"], ["state"], ["overdue"]] as const;

/** The conversations, found by id, queue, agent and state. */
export function Conversations() {
  const cursors = useSignal<readonly string[]>([]);
  const { query } = place.value;
  const page = usePage(addressOf(query, cursors.value.at(-1)));
  const next = page?.next ?? null;
  const filter = (name: string, value: string) => {
    cursors.value = [];
    setQuery(name, value);
  };
  return (
    <>
      <h1 tabindex={-1}>Conversations</h1>
      <Filters query={query} onFilter={filter} />
      <Table
        caption="Conversations"
        columns={COLUMNS}
        rows={page?.conversations ?? []}
        keyOf={({ id }) => id}
        nothing={
          page === undefined
            ? "Looking…"
            : "No conversation is like this. The board keeps what is open and the latest that ended."
        }
      />
      <p class="pages">
        <button
          type="button"
          disabled={cursors.value.length === 0}
          onClick={() => (cursors.value = cursors.value.slice(0, -1))}
        >
          ← Back
        </button>
        <button type="button" disabled={next === null} onClick={() => (cursors.value = [...cursors.value, next ?? ""])}>
          More →
        </button>
      </p>
    </>
  );
}

function addressOf(query: URLSearchParams, cursor: string | undefined): string {
  const asked = new URLSearchParams();
  for (const [name, field = name] of FILTERS) {
    const value = query.get(name)?.trim();
    if (value) asked.set(field, name === "id" ? value.toLowerCase() : value);
  }
  if (cursor !== undefined) asked.set("cursor", cursor);
  return `conversations?${asked.toString()}`;
}

/** A page of the list, asked for again while there is news. */
function usePage(address: string): Page | undefined {
  const page = useSignal<Page | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    let seen = -1;
    const take = (answer: Page) => {
      if (!isOver) page.value = answer;
    };
    const look = () => {
      if (seen === newsCount.peek()) return;
      seen = newsCount.peek();
      void ask<Page>(address).then(take, () => undefined);
    };
    look();
    const timer = setInterval(look, REFRESH_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [address]);
  return page.value;
}

const COLUMNS: readonly Column<ConversationRow>[] = [
  {
    name: "Conversation",
    cell: ({ id }) => <a href={`/conversations/${encodeURIComponent(id)}`}>{shortId(id)}</a>,
    order: ({ id }) => id,
  },
  { name: "Now", cell: ({ phase }) => phase, order: ({ phase }) => phase },
  {
    name: "For",
    cell: ({ since, state }) => (state === "ended" ? "—" : formatDuration(sinceMs(since))),
    order: ({ since }) => since,
    isNumber: true,
  },
  { name: "Media", cell: ({ media }) => media.join(", "), order: ({ media }) => media.join() },
  {
    name: "Queues",
    cell: ({ queueIds }) => queueIds.map(queueName).join(", ") || "—",
    order: ({ queueIds }) => queueIds.map(queueName).join(),
  },
  {
    name: "Agents",
    cell: ({ userIds }) => userIds.map(userName).join(", ") || "—",
    order: ({ userIds }) => userIds.map(userName).join(),
  },
  { name: "Began", cell: ({ startTime }) => formatInstant(startTime, zone.value), order: ({ startTime }) => startTime },
  { name: "Last news", cell: ({ lastNews }) => formatInstant(lastNews, zone.value), order: ({ lastNews }) => lastNews },
  {
    name: "Breaches",
    cell: ({ overdue }) => <Bad count={overdue} words="broken promises" />,
    order: ({ overdue }) => overdue,
    isNumber: true,
  },
];
