import type { LogRecord, RecordHeaders } from "./port";

/** The header of records that are played from a log. Their instants are not of this day: the clock says nothing of them. */
const PLAYED = "convofold-played";

/** What marks a record as played. */
export const PLAYED_HEADERS: RecordHeaders = { [PLAYED]: "1" };

/** Whether a record was played from a log; undefined of no record. */
export function isPlayed(record: Pick<LogRecord, "headers"> | undefined): boolean | undefined {
  return record && Object.hasOwn(record.headers ?? {}, PLAYED);
}
