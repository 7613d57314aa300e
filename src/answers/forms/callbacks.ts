import { csvLine, textCell } from "../../models/csv";
import type { ListedCallback, ListedPromise } from "../callbacks/callback-list";

/** Where a warning is due, its words. */
const WARNINGS = {
  outside: "outside the calling window",
  unknown: "cannot be decided",
  closesEarly: "the calling window closes before the promise's tolerance is over",
  hasClosed: "the calling window of the promise has closed",
} as const;

/** A callback as it is written. Instants are ISO-8601 with the offset of the zone asked for; null is not known, or none. */
export type CallbackRow = ReturnType<typeof rowOf>;

/** Callbacks as they are written. */
export function callbackRows(callbacks: readonly ListedCallback[], format: (at: number) => string): CallbackRow[] {
  return callbacks.map((callback) => rowOf(callback, format));
}

function rowOf(callback: ListedCallback, format: (at: number) => string) {
  const { conversationId, participantId, communicationId, queueId, state, owed, callee } = callback;
  const instant = (at: number | undefined) => (at === undefined ? null : format(at));
  return {
    conversationId,
    participantId,
    communicationId: communicationId ?? null,
    queueId: queueId ?? null,
    state,
    owed: owed ?? null,
    requested: instant(callback.requestedAt),
    promises: callback.promises.map((promise) => ({
      made: instant(promise.madeAt),
      due: format(promise.dueAt),
      dueThere: promise.dueThere ?? null,
      status: promise.status ?? null,
      attempt: instant(promise.attemptAt),
      lateMs: promise.lateMs ?? null,
      window: promise.window ?? null,
      windowCloses: instant(promise.windowClosesAt),
      warning: warningOf(promise),
    })),
    attempts: callback.attempts.map(format),
    contact: instant(callback.contactAt),
    owner:
      callback.ownerExpiresAt === undefined
        ? null
        : { expires: format(callback.ownerExpiresAt), status: callback.ownerStatus ?? null },
    callee: { source: callee.source ?? null, zones: callee.names },
  };
}

function warningOf({ window, closesEarly, hasClosed }: ListedPromise): string | null {
  if (hasClosed) return WARNINGS.hasClosed;
  if (closesEarly) return WARNINGS.closesEarly;
  return window === "outside" || window === "unknown" ? WARNINGS[window] : null;
}

const HEADS = [
  "conversationId",
  "participantId",
  "communicationId",
  "queueId",
  "state",
  "owed",
  "requested",
  "zoneSource",
  "zones",
  "attempts",
  "contact",
  "ownerExpires",
  "ownerStatus",
  "promise",
  "made",
  "due",
  "dueThere",
  "status",
  "attempt",
  "lateMs",
  "window",
  "windowCloses",
  "warning",
];

/** Callbacks as CSV: a row for each promise; one row for a callback without any. */
export function callbacksAsCsv(rows: readonly CallbackRow[]): string {
  return [HEADS, ...rows.flatMap(cellsOf)].map((cells) => `${csvLine(cells)}\n`).join("");
}

function cellsOf(row: CallbackRow): string[][] {
  const own = [
    textCell(row.conversationId),
    textCell(row.participantId),
    textCell(row.communicationId ?? ""),
    textCell(row.queueId ?? ""),
    row.state,
    row.owed ?? "",
    row.requested ?? "",
    row.callee.source ?? "",
    row.callee.zones.join(" "),
    String(row.attempts.length),
    row.contact ?? "",
    row.owner?.expires ?? "",
    row.owner?.status ?? "",
  ];
  if (row.promises.length === 0) return [[...own, ...HEADS.slice(own.length).map(() => "")]];
  return row.promises.map(({ made, due, dueThere, status, attempt, lateMs, window, windowCloses, warning }, index) => [
    ...own,
    String(index + 1),
    ...[made, due, dueThere, status, attempt, lateMs, window, windowCloses, warning].map((value) =>
      String(value ?? ""),
    ),
  ]);
}
