import type { IHeaders, KafkaMessage } from "kafkajs";

import type { Rejection } from "../../models/rejection";
import { headerBytes } from "./header-entries";
import type { Outgoing } from "./partition-writer";

/** What the headers of a dead letter say, besides those of its record. */
type Header = "reason" | "position" | "timestamp" | "path" | "detail" | "omittedBytes";

const PREFIX = "convofold.";
/** With what is said beside, more of key, value and headers may be more than a broker takes. */
const BYTES_MAX = 1_000_000;

/** A record that was not folded, as it came, with why in its headers. */
export function toDeadLetter(topic: string, rejection: Rejection, source: KafkaMessage): Outgoing {
  const { position, reason, path, detail } = rejection;
  const bytes = source.value?.length ?? 0;
  const headers: IHeaders = headersOf(source);
  const isOmitted = bytes + (source.key?.length ?? 0) + headerBytes(headers) > BYTES_MAX;
  const place = "offset" in position ? `${position.topic ?? ""}/${position.partition}/${position.offset}` : "";
  const { timestamp } = source;
  const omittedBytes = isOmitted ? String(bytes) : undefined;
  const said: Record<Header, string | undefined> = { omittedBytes, reason, position: place, timestamp, path, detail };
  for (const [name, value] of Object.entries(said)) if (value !== undefined) headers[`${PREFIX}${name}`] = value;
  return { topic, key: source.key, value: isOmitted ? null : source.value, headers };
}

/**
 * The headers that a message came with. Where a header is called as something is that every object has, the client takes that for a
 * first value of it.
 */
function headersOf({ headers = {} }: KafkaMessage): IHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? asTheyCame(value) : value]),
  );
}

function asTheyCame(values: readonly (Buffer | string)[]): (Buffer | string)[] | Buffer | string | undefined {
  const came = values.filter((value: unknown) => value === null || typeof value === "string" || Buffer.isBuffer(value));
  return came.length > 1 ? came : came[0];
}

/** What a header of a dead letter says; undefined where it has none of that name. */
export function headerOf({ headers }: KafkaMessage, name: Header): string | undefined {
  return headers?.[`${PREFIX}${name}`]?.toString();
}

/** The headers that the record of a dead letter came with. */
export function originalHeaders({ headers = {} }: KafkaMessage): IHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(PREFIX)));
}
