import { partitionFor } from "../../engine/partitioner";
import type { Decoded } from "../../models/decoded";

const PREFIX = Buffer.from('{"topic":"');
const PARTITION = Buffer.from('","partition":');
const PREFIX_MAX = 200;

/**
 * The partition that a record of convofold's own form states at its beginning, without reading the rest; undefined where
 * the record does not begin so. Whoever decodes the record sees whether it was right.
 */
export function peekPartition(bytes: Buffer, from: number, until: number): number | undefined {
  if (!isAt(bytes, from, PREFIX)) return undefined;
  const end = Math.min(until, from + PREFIX_MAX);
  let at = from + PREFIX.length;
  while (at < end && bytes[at] !== 0x22 && bytes[at] !== 0x5c) at += 1;
  if (!isAt(bytes, at, PARTITION)) return undefined;
  at += PARTITION.length;
  let partition = 0;
  const digitsFrom = at;
  for (; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    partition = partition * 10 + digit;
  }
  return at > digitsFrom && at - digitsFrom < 7 && bytes[at] === 0x2c ? partition : undefined;
}

function isAt(bytes: Buffer, from: number, text: Buffer): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[from + index] !== text[index]) return false;
  return true;
}

/** The worker that a decoded record belongs to: that of its partition; the first where it is of none. */
export function ownerOf(record: Decoded, workers: number): number {
  if (record.kind === "ignored" && record.policySwitch !== undefined) return record.policySwitch.partition % workers;
  if (record.kind !== "observations") return 0;
  return (record.partition ?? partitionFor(record.conversationId)) % workers;
}
