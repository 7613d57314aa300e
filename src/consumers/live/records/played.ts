import type { LogRecord, Outgoing, RecordHeaders } from "../port/port";
import type { TopicNames } from "../port/topic-names";

/** The header of records that are played from a log. Their instants are in the past: the clock must not make their deadlines overdue. */
const PLAYED = "convofold-played";

/** Marks a record as played. */
export const PLAYED_HEADERS: RecordHeaders = { [PLAYED]: "1" };

/** Marks views of conversations whose latest records were played: boards then do not count from the present time. */
export function markViews(messages: readonly Outgoing[], topics: TopicNames, isPlayed: boolean): Outgoing[] {
  if (!isPlayed) return [...messages];
  return messages.map((message) =>
    message.topic === topics.conversations ? { ...message, headers: PLAYED_HEADERS } : message,
  );
}

/** Whether a record was played from a log; undefined of no record. */
export function isPlayed(record: Pick<LogRecord, "headers"> | undefined): boolean | undefined {
  return record && Object.hasOwn(record.headers ?? {}, PLAYED);
}
