import { Kind } from "../../bytes/kind";
import type { Tape } from "../../bytes/tape";
import { zonesOfNumbers } from "../number-zones";

/** The zones of the numbers in a list that is a token; of anything else none. */
export function readZones(tape: Tape, list: number): string | undefined {
  if (tape.kind(list) !== Kind.list) return undefined;
  const numbers: unknown[] = [];
  const end = tape.next(list);
  for (let token = list + 1; token < end; token = tape.next(token)) {
    tape.look(token);
    numbers.push(tape.kind(token) === Kind.text ? tape.text() : undefined);
  }
  return zonesOfNumbers(numbers);
}
