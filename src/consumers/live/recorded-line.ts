import type { LogRecord } from "./port";

/**
 * A record as a line of a recorded log. Its value is written as it is where it is JSON on one line; else as text. Where the number of
 * partitions is told, whoever reads the line holds the record to its key, as a service does.
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
  return `${place},"key":${named}${counted},"value":${value === null ? "null" : embed(value.toString())}}`;
}

function embed(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return /[\n\r]/.test(text) ? JSON.stringify(parsed) : text;
  } catch {
    return JSON.stringify(text);
  }
}
