import { createRecordReader, type RecordReader } from "../../src/decoding/bytes/record-reader";
import { decodeRecords } from "../../src/decoding/decode";
import type { FoldParticipant } from "../../src/engine/history/context";
import type { Decoded } from "../../src/models/decoded";
import type { Position } from "../../src/models/position";
import { foldParticipant } from "../../src/reducers/participant";

/** What is tried. Another one, with a fault in it, is for those who want to see the fault found. */
export interface Subject {
  /** The reader that parses whole documents. */
  readonly decode: (bytes: Buffer, place: Position) => readonly Decoded[];
  /** The reader of bytes. */
  readonly createReader: () => Pick<RecordReader, "readAll">;
  readonly fold: FoldParticipant;
  /** Milliseconds that only go forward. */
  readonly clock: () => number;
}

/** The real one. */
export const REAL: Subject = {
  decode: decodeRecords,
  createReader: createRecordReader,
  fold: foldParticipant,
  clock: () => performance.now(),
};
