import type { IHeaders, KafkaMessage } from "kafkajs";

import type { LogRecord, RecordHeaders } from "../live/port";

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

/** The headers of a record as the client takes them: it writes those without a value as such, though its types do not say so. */
export function toClientHeaders(headers: RecordHeaders): IHeaders {
  return headers as IHeaders;
}
