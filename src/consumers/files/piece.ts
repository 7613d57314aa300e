import type { Obstacle } from "../../decoding/unwrap";

/** A document as a record, an element of one that is a page, or what is too large to be either. */
export interface Piece {
  readonly bytes: Buffer | "tooLarge";
  /** What the one that is too large begins with: a recorded line says there where its record lay. */
  readonly head?: Buffer | undefined;
  /** Why it is refused, where that is not its own size. */
  readonly obstacle?: Obstacle | undefined;
  /** The page of which it is an element. */
  readonly page?: PageCount;
}

/** Numbers the records of a page as they are read. */
export interface PageCount {
  records: number;
}
