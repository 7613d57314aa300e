import { decodeRaw } from "../../src/consumers/files/log-source";
import { createRecordSplitter } from "../../src/consumers/files/record-splitter";
import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { recordsIn, type Decoded } from "../../src/models/decoded";

const READER = createRecordReader();

/** The records that the bytes of a file hold, read in one piece or cut at places. */
export function decodeBytes(bytes: Buffer, bytesMax: number, cuts: readonly number[] = []): Decoded[] {
  const splitter = createRecordSplitter(bytesMax);
  const edges = [0, ...[...cuts].sort((left, right) => left - right), bytes.length];
  const chunks = edges.slice(1).map((edge, index) => Buffer.from(bytes.subarray(edges[index], edge)));
  const records = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
  return records.flatMap((raw) => recordsIn(decodeRaw(READER, raw, "log", bytesMax)));
}
