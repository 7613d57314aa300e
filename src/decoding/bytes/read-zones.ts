import { zonesOfNumbers } from "../number-zones";
import { Kind } from "./kind";
import type { Scanner } from "./scanner";

/** The zones of the numbers in a list that comes next, at a depth; of anything else none. */
export function readZones(scanner: Scanner, depth: number): string | undefined {
  if (scanner.kind() !== Kind.list) {
    scanner.skip(depth);
    return undefined;
  }
  const numbers: unknown[] = [];
  scanner.open(0x5b);
  for (let isFirst = true; scanner.nextElement(isFirst); isFirst = false) {
    const isText = scanner.kind() === Kind.text;
    scanner.skip(depth);
    numbers.push(isText && !scanner.failed ? scanner.textValue() : undefined);
  }
  return zonesOfNumbers(numbers);
}
