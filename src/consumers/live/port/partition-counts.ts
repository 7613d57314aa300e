import { AppError } from "../../../models/app-error";

/** How many partitions each of some topics has. Throws `AppError` where they differ: partitions of one number are folded together. */
export function equalCountOf(counts: ReadonlyMap<string, number>, advice: string): number {
  const [first = 0, ...others] = counts.values();
  if (others.every((count) => count === first)) return first;
  const each = [...counts].map(([topic, count]) => `"${topic}" has ${count}`).join(", ");
  throw new AppError("topicWrong", `Topics that are folded together must have as many partitions: ${each}.`, advice);
}
