import type { ConversationRow, DeadlineRow } from "../../models/board";
import type { ConversationRecord } from "../../models/view";

/** Which conversations a list is to have. */
export interface ConversationFilter {
  readonly state?: string | undefined;
  readonly queueId?: string | undefined;
  readonly userId?: string | undefined;
  /** What its id begins with. */
  readonly id?: string | undefined;
  readonly overdue?: boolean | undefined;
}

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

/** Those that are wanted, by id. */
export function listConversations(
  known: Iterable<{ readonly row: ConversationRow }>,
  filter: ConversationFilter,
): ConversationRow[] {
  const found: ConversationRow[] = [];
  for (const { row } of known) if (isWanted(row, filter)) found.push(row);
  return found.sort((one, other) => (one.id < other.id ? -1 : 1));
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

function isWanted(row: ConversationRow, { state, queueId, userId, id, overdue }: ConversationFilter): boolean {
  return (
    (state === undefined || row.state === state || row.phase === state) &&
    (queueId === undefined || row.queueIds.includes(queueId)) &&
    (userId === undefined || row.userIds.includes(userId)) &&
    (id === undefined || row.id.startsWith(id)) &&
    (overdue !== true || row.overdue > 0)
  );
}
