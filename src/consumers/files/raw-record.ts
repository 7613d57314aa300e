import type { Obstacle } from "../../decoding/unwrap";
import type { PageCount } from "./piece";

/** One record's bytes as they stand in a log, or a range that is too large to be one. Lines count from 1. */
export interface RawRecord {
  /** The line in which it begins. */
  readonly line: number;
  /** Counts the documents that share a line, from 1; undefined where the line holds one. */
  readonly part: number | undefined;
  /** Where the record lies, with what else was read with it. */
  readonly bytes: Buffer | "tooLarge";
  readonly from: number;
  readonly until: number;
  /** What one that is too large begins with. */
  readonly head?: Buffer | undefined;
  /** Why one is refused, where that is not its own size. */
  readonly obstacle?: Obstacle | undefined;
  /** The page of which it is an element; undefined where it is a document of its own. */
  readonly page?: PageCount | undefined;
}
