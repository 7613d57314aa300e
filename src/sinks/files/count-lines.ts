import { forEachLine } from "./for-each-line";

/** How many lines a file has. */
export function countLines(file: string): number {
  let count = 0;
  forEachLine(file, () => (count += 1));
  return count;
}
