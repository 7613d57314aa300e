import type { IHeaders, KafkaMessage, Message } from "kafkajs";

import type { LogRecord, Outgoing, RecordHeaders } from "../live/port/port";

/** A message of the client as a record. */
export function toLogRecord({ offset, timestamp, key, value, headers }: KafkaMessage): LogRecord {
  return { offset: BigInt(offset), timestamp: Number(timestamp), key, value, headers: toHeaders(headers) };
}

/**
 * The headers that a message came with. Where a header is called as something is that every object has, the client takes that for a
 * first value of it.
 */
function toHeaders(headers: IHeaders | undefined): RecordHeaders | undefined {
  if (headers === undefined || !Object.values(headers).some(Array.isArray)) return headers;
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? asTheyCame(value) : value]),
  );
}

function asTheyCame(values: readonly (Buffer | string)[]): RecordHeaders[string] {
  const came = values.filter((value: unknown) => value === null || typeof value === "string" || Buffer.isBuffer(value));
  return came.length > 1 ? came : came[0];
}

/** Records as messages of the client, for one partition. It writes headers without a value as such, though its types do not say so. */
export function toClientMessages(records: readonly Outgoing[], partition: number): Message[] {
  return records.map(({ topic: _, headers, ...one }) => ({
    ...one,
    partition,
    ...(headers && { headers: headers as IHeaders }),
  }));
}
