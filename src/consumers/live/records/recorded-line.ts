import type { LogRecord } from "../port/port";
import { valueMember } from "./recorded-value";

/**
 * A record as a line of a recorded log. Where the line has the number of partitions, a replay rejects the record if its key is not its conversation,
 * as a service does.
 */
export function lineOf(
  topic: string,
  partition: number,
  { offset, timestamp, key, value }: LogRecord,
  partitions?: number,
): string {
  const place = `{"topic":${JSON.stringify(topic)},"partition":${partition},"offset":${offset},"timestamp":${timestamp}`;
  const named = key === null ? "null" : JSON.stringify(key.toString());
  const counted = partitions === undefined ? "" : `,"partitions":${partitions}`;
  return `${place},"key":${named}${counted},${valueMember(value)}}`;
}
