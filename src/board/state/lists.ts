import type { ConversationRow, DeadlineRow } from "../../models/board-rows";
import type { ConversationRecord } from "../../models/view";
import { isWithin } from "./range";

/** Which conversations a list is to have. */
export interface ConversationFilter {
  readonly state?: string | undefined;
  readonly queueId?: string | undefined;
  /** Any of these agents: an id, or the eight letters that a page shows of one without a name. */
  readonly userIds?: readonly string[] | undefined;
  /** What its id begins with. */
  readonly id?: string | undefined;
  readonly overdue?: boolean | undefined;
  /** Only those that went on within a time: from an instant, up to another. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** By id where nothing is said. */
  readonly order?: ConversationOrder | undefined;
}

/** In which order conversations are listed: by id, or by their last news, the newest first. */
export type ConversationOrder = "id" | "latest";

/** Which deadlines a list is to have. */
export interface DeadlineFilter {
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
}

/** A part of a list, and from where the next one goes on; null where there is none. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

const YEARS_TO_COME_MS = 1e15;

/** A conversation's place in an order of lists; places are compared as text, so later news have a smaller one. */
export function placeOfConversation(order: ConversationOrder): (row: ConversationRow) => string {
  if (order === "id") return ({ id }) => id;
  return ({ id, lastNews }) => `${String(YEARS_TO_COME_MS - Date.parse(lastNews)).padStart(16, "0")} ${id}`;
}

/** A deadline's place in the order of lists. */
export function placeOfDeadline({ dueAt, id }: DeadlineRow): string {
  return `${dueAt} ${id}`;
}

/** The part of a list, sorted by place, that lies behind a place. */
export function pageOf<Row>(
  rows: readonly Row[],
  placeOf: (row: Row) => string,
  after: string | undefined,
  count: number,
): Page<Row> {
  const from = after === undefined ? 0 : rows.findIndex((row) => placeOf(row) > after);
  const page = from < 0 ? [] : rows.slice(from, from + count);
  const last = page.at(-1);
  const isMore = from >= 0 && from + count < rows.length;
  return { rows: page, next: isMore && last !== undefined ? placeOf(last) : null };
}

/** Those that are wanted, in the order that is wanted. */
export function listConversations(
  known: Iterable<{ readonly row: ConversationRow }>,
  filter: ConversationFilter,
): ConversationRow[] {
  const found: ConversationRow[] = [];
  for (const { row } of known) if (isWanted(row, filter)) found.push(row);
  const placed = found.map((row) => [placeOfConversation(filter.order ?? "id")(row), row] as const);
  return placed.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

/** Those that are wanted, by due instant and id. */
export function listDeadlines(
  known: Iterable<{ readonly row: ConversationRow; readonly deadlines: ConversationRecord["deadlines"] }>,
  { status, kind }: DeadlineFilter,
): DeadlineRow[] {
  const found: DeadlineRow[] = [];
  for (const { row, deadlines } of known) {
    for (const { metAt = null, ...deadline } of deadlines) {
      const isWanted =
        (status === undefined || deadline.status === status) && (kind === undefined || deadline.kind === kind);
      if (isWanted) found.push({ conversationId: row.id, ...deadline, metAt });
    }
  }
  return found.sort((one, other) => (placeOfDeadline(one) < placeOfDeadline(other) ? -1 : 1));
}

function isWanted(
  row: ConversationRow,
  { state, queueId, userIds, id, overdue, from = -Infinity, to = Infinity }: ConversationFilter,
): boolean {
  return (
    (state === undefined || isInState(row, state)) &&
    (queueId === undefined || row.queueIds.includes(queueId)) &&
    (userIds === undefined || row.userIds.some((userId) => userIds.some((wanted) => isAgent(userId, wanted)))) &&
    (id === undefined || row.id.startsWith(id)) &&
    (overdue !== true || row.overdue > 0) &&
    isWithin(row, { from, to })
  );
}

/** So many letters of an id the board shows where an agent has no name. */
const LETTERS_SHOWN = 8;

const isAgent = (userId: string, wanted: string) =>
  userId === wanted || (wanted.length === LETTERS_SHOWN && userId.startsWith(wanted));

/** Whether it is in a state, or does that now; after-call work is open, too. */
function isInState(row: ConversationRow, state: string): boolean {
  return state === "open"
    ? row.state === "open" || row.state === "afterCallWork"
    : row.state === state || row.phase === state;
}
