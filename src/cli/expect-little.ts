import { setFlagsFromString } from "node:v8";

/**
 * Sets the process up for little work: of what runs a few times only, compiling it to run fast takes longer than it saves, and
 * what it makes is not worth looking through in small portions.
 */
export function expectLittle(): void {
  setFlagsFromString("--no-opt");
  setFlagsFromString("--semi-space-growth-factor=8");
}
