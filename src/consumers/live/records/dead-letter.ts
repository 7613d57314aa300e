import type { Rejection } from "../../../models/rejection";
import { headerBytes } from "./header-entries";
import type { LogRecord, Outgoing, RecordHeaders } from "../port/port";

/** The headers that a dead letter has besides those of its record. */
type Header = "reason" | "position" | "timestamp" | "path" | "detail" | "omittedBytes" | "redriven";

const PREFIX = "convofold.";
/** A record whose key, value and headers are larger becomes a dead letter without its value: with the added headers a broker might refuse it. */
const BYTES_MAX = 1_000_000;

/** A record that was not folded, as it came, with the reason in its headers. */
export function toDeadLetter(topic: string, rejection: Rejection, source: LogRecord): Outgoing {
  const { position, reason, path, detail } = rejection;
  const bytes = source.value?.length ?? 0;
  const headers: Record<string, RecordHeaders[string]> = { ...source.headers };
  const isOmitted = bytes + (source.key?.length ?? 0) + headerBytes(headers) > BYTES_MAX;
  const place = "offset" in position ? `${position.topic ?? ""}/${position.partition}/${position.offset}` : "";
  const timestamp = String(source.timestamp);
  const omittedBytes = isOmitted ? String(bytes) : undefined;
  const added: Record<Exclude<Header, "redriven">, string | undefined> = {
    omittedBytes,
    reason,
    position: place,
    timestamp,
    path,
    detail,
  };
  for (const [name, value] of Object.entries(added)) if (value !== undefined) headers[`${PREFIX}${name}`] = value;
  return { topic, key: source.key, value: isOmitted ? null : source.value, headers };
}

/** A mark among the dead letters: the record of this position was sent to the input again. */
export function toRedrivenMark(topic: string, position: string): Outgoing {
  const name: Header = "redriven";
  return { topic, key: null, value: null, headers: { [`${PREFIX}${name}`]: position } };
}

/** The value of a header of a dead letter; undefined where it has none of that name. */
export function headerOf({ headers }: Pick<LogRecord, "headers">, name: Header): string | undefined {
  return headers?.[`${PREFIX}${name}`]?.toString();
}

/** The headers that the record of a dead letter came with. */
export function originalHeaders({ headers = {} }: Pick<LogRecord, "headers">): RecordHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(PREFIX)));
}
