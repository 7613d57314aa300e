import { useSignal } from "@preact/signals";

import type { ConversationRow } from "../../../models/board-rows";
import { formatDuration, formatInstant, shortId, UNKNOWN } from "../format";
import { Filters } from "./conversation-filters";
import { Bad, Lack } from "../parts/state";
import { rangeAsked, type Range } from "../parts/range-picker";
import { Table, type Column } from "../parts/table";
import { linkTo, place, setQuery } from "../place";
import { zone } from "../settings";
import { queueName, sinceMs, userName, usersNamed } from "../store";
import { useAsked } from "../use-asked";

interface Page {
  readonly conversations: readonly ConversationRow[];
  readonly next: string | null;
}

/** What is shown unless another state, or any, is asked for. */
const STATE_USUAL = "open";

/** The conversations, found by id, queue, agent and state. */
export function Conversations() {
  const cursors = useSignal<readonly string[]>([]);
  const { query } = place.value;
  const range = rangeAsked();
  const page = useAsked<Page>(addressOf(query, range, cursors.value.at(-1)));
  const next = page?.next ?? null;
  const filter = (name: string, value: string) => {
    cursors.value = [];
    setQuery(name, value);
  };
  return (
    <>
      <h1 tabindex={-1}>Conversations</h1>
      <Filters query={query} stateUsual={range === undefined ? STATE_USUAL : "any"} onFilter={filter} />
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

function addressOf(query: URLSearchParams, range: Range | undefined, cursor: string | undefined): string {
  const asked = new URLSearchParams({ order: "latest" });
  const value = (name: string) => query.get(name)?.trim() ?? "";
  const agent = value("agent");
  // A search by id, or of another time, is a search of all; everywhere else what is open is what can still be helped.
  const state = value("state") || (value("id") === "" && range === undefined ? STATE_USUAL : "any");
  const wanted = {
    id: value("id").toLowerCase(),
    queueId: value("queue"),
    userId: agent === "" ? "" : usersNamed(agent).slice(0, AGENTS_MAX).join(","),
    state: state === "any" ? "" : state,
    overdue: value("overdue"),
    from: range === undefined ? "" : new Date(range.from).toISOString(),
    to: range?.to === undefined ? "" : new Date(range.to).toISOString(),
    cursor: cursor ?? "",
  };
  for (const [name, text] of Object.entries(wanted)) if (text !== "") asked.set(name, text);
  return `conversations?${asked.toString()}`;
}

const AGENTS_MAX = 40;

const COLUMNS: readonly Column<ConversationRow>[] = [
  {
    name: "Conversation",
    cell: ({ id, mayLack }) => (
      <>
        <a href={linkTo(`/conversations/${encodeURIComponent(id)}`)}>{shortId(id)}</a>
        <Lack mayLack={mayLack} />
      </>
    ),
    order: ({ id }) => id,
  },
  { name: "Now", cell: ({ phase }) => phase, order: ({ phase }) => phase },
  {
    name: "Breaches",
    cell: ({ overdue }) => <Bad count={overdue} words="overdue deadlines" />,
    order: ({ overdue }) => overdue,
    isNumber: true,
  },
  {
    name: "For",
    cell: ({ since, state }) => (state === "ended" ? "—" : formatDuration(sinceMs(since))),
    order: ({ since }) => since,
    isNumber: true,
  },
  { name: "Media", cell: ({ media }) => media.join(", "), order: ({ media }) => media.join() },
  {
    name: "Queues",
    cell: ({ queueIds }) => few(queueIds.map(queueName)),
    order: ({ queueIds }) => queueIds.map(queueName).join(),
  },
  {
    name: "Agents",
    cell: ({ userIds }) => few(userIds.map(userName)),
    order: ({ userIds }) => userIds.map(userName).join(),
  },
  { name: "Began", cell: ({ startTime }) => formatInstant(startTime, zone.value), order: ({ startTime }) => startTime },
  { name: "Last news", cell: ({ lastNews }) => formatInstant(lastNews, zone.value), order: ({ lastNews }) => lastNews },
];

/** Names with commas between: both where two are short, else the first, and how many more. */
function few(texts: readonly string[]) {
  const both = texts.slice(0, 2).join(", ");
  const count = both.length > LETTERS_MAX ? 1 : 2;
  const more = texts.length > count ? ` +${texts.length - count}` : "";
  return (
    <span class="clip" title={texts.join(", ")}>
      {texts.length === 0 ? UNKNOWN : `${texts.slice(0, count).join(", ")}${more}`}
    </span>
  );
}

/** As many letters fit a column on a screen of 1,280 pixels. */
const LETTERS_MAX = 16;
