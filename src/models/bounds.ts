/** How large a conversation may grow. Past that no record is lost, but it is `incomplete`: sums of it are not emitted. */
export interface Bounds {
  /** How many records of it are kept apart; older ones are sealed early. */
  readonly records: number;
  /** How many holds its communications may have. */
  readonly holds: number;
}

/** The bounds unless others are given: far above what any conversation of the platform comes to. */
export const BOUNDS: Bounds = { records: 1_000_000, holds: 200_000 };
