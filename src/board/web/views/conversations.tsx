import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { ConversationRow } from "../../../models/board";
import { ask } from "../connect";
import { formatDuration, formatInstant, shortId } from "../format";
import { Bad } from "../parts/state";
import { Table, type Column } from "../parts/table";
import { place, setQuery } from "../place";
import { zone } from "../settings";
import { names, newsCount, queueName, sections, sinceMs, userName } from "../store";

interface Page {
  readonly conversations: readonly ConversationRow[];
  readonly next: string | null;
}

const REFRESH_MS = 2000;
const FILTERS = [["id"], ["queue", "queueId"], ["agent", "userId"], ["state"], ["overdue"]] as const;

/** The conversations, found by id, queue, agent and state. */
export function Conversations() {
  const page = useSignal<Page | undefined>(undefined);
  const cursors = useSignal<readonly string[]>([]);
  const { query } = place.value;
  const asked = new URLSearchParams();
  for (const [name, field = name] of FILTERS) {
    const value = query.get(name)?.trim();
    if (value) asked.set(field, name === "id" ? value.toLowerCase() : value);
  }
  const cursor = cursors.value.at(-1);
  if (cursor !== undefined) asked.set("cursor", cursor);
  const address = `conversations?${asked.toString()}`;
  useEffect(() => {
    let isOver = false;
    let seen = -1;
    const look = () => {
      if (isOver || seen === newsCount.peek()) return;
      seen = newsCount.peek();
      void ask<Page>(address).then(
        (answer) => {
          if (!isOver) page.value = answer;
        },
        () => undefined,
      );
    };
    look();
    const timer = setInterval(look, REFRESH_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [address]);
  const filter = (name: string, value: string) => {
    cursors.value = [];
    setQuery(name, value);
  };
  return (
    <>
      <h1 tabIndex={-1}>Conversations</h1>
      <Filters query={query} onFilter={filter} />
      <Table
        caption="Conversations"
        columns={COLUMNS}
        rows={page.value?.conversations ?? []}
        keyOf={({ id }) => id}
        nothing={
          page.value === undefined
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
        <button
          type="button"
          disabled={page.value?.next == null}
          onClick={() => (cursors.value = [...cursors.value, page.value?.next ?? ""])}
        >
          More →
        </button>
      </p>
    </>
  );
}

function Filters({
  query,
  onFilter,
}: {
  readonly query: URLSearchParams;
  readonly onFilter: (name: string, value: string) => void;
}) {
  const queues = sections.value.queues ?? [];
  const value = (name: string) => query.get(name) ?? "";
  const agents = Object.entries(names.value.users);
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>
        Id begins with
        <input type="search" value={value("id")} onInput={({ currentTarget }) => onFilter("id", currentTarget.value)} />
      </label>
      <label>
        Queue
        <select value={value("queue")} onChange={({ currentTarget }) => onFilter("queue", currentTarget.value)}>
          <option value="">any</option>
          {queues.map(({ queueId }) => (
            <option key={queueId} value={queueId}>
              {queueName(queueId)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Agent
        <input
          list="agents"
          value={value("agent")}
          placeholder="id"
          onChange={({ currentTarget }) => onFilter("agent", currentTarget.value)}
        />
        <datalist id="agents">
          {agents.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </datalist>
      </label>
      <label>
        State
        <select value={value("state")} onChange={({ currentTarget }) => onFilter("state", currentTarget.value)}>
          {[
            "",
            "open",
            "waiting",
            "alerting",
            "talking",
            "on hold",
            "after-call work",
            "scheduled",
            "ended",
            "abandoned",
          ].map((one) => (
            <option key={one} value={one}>
              {one === "" ? "any" : one}
            </option>
          ))}
        </select>
      </label>
      <label class="tick">
        <input
          type="checkbox"
          checked={value("overdue") === "true"}
          onChange={({ currentTarget }) => onFilter("overdue", currentTarget.checked ? "true" : "")}
        />
        Only with breaches
      </label>
    </form>
  );
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
