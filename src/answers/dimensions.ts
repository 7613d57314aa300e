/** By what a table can be divided. */
export const DIMENSIONS = ["queue", "media", "agent", "direction", "wrapup"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Whose a fact is; undefined where that is not known. */
export type Dimensions = Readonly<Record<Dimension, string | undefined>>;

/** The values of a group, in the order in which the table is divided; null where it is not known. */
export type GroupValues = readonly (string | null)[];

/** The group that a fact belongs to. */
export function groupOf(by: readonly Dimension[], dimensions: Dimensions): GroupValues {
  return by.map((dimension) => dimensions[dimension] ?? null);
}
