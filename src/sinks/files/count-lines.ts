import { endOfLine, forEachBlock } from "./for-each-line";

/** How many lines a file has. */
export function countLines(file: string): number {
  let count = 0;
  forEachBlock(file, (lines) => {
    for (let from = 0; from < lines.length; from = endOfLine(lines, from)) count += 1;
  });
  return count;
}
