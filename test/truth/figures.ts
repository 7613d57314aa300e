import type { Communication } from "./communication";
import { closed, type ClosedSpan } from "./spans";

/** A number that is true of a communication. `origin` is there where it is certain. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly at: number;
  readonly origin?: "reported" | "observed" | "inferred" | "timedOut" | undefined;
  /** Whether it may be missing. */
  readonly optional?: boolean;
}

/** A number for each span: its length, dated at its end. */
export const spans = (name: string, all: readonly ClosedSpan[], origin?: Figure["origin"]): Figure[] =>
  all.map(({ from, to }) => ({ name, value: to - from, at: to, origin }));

/** One occurrence, if it was. */
export const count = (name: string, at: number | undefined): Figure[] =>
  at === undefined ? [] : [{ name, value: 1, at }];

/** The time that a communication was in a state before its connect. */
export function stages(one: Communication, state: string): ClosedSpan[] {
  return one.stages.flatMap((stage, index) => {
    const to = one.stages[index + 1]?.at ?? one.connected?.at ?? one.ended?.at;
    return stage.state === state ? closed([{ from: stage.at, to }]) : [];
  });
}
