import { Lengths } from "./lengths";
import { emptyLevelCounts, type LevelCounts } from "./service-levels";

/** The lengths of time that a table shows. `answer` is the wait of those who were answered. */
export const TIME_NAMES = ["answer", "talk", "hold", "afterCallWork", "handle"] as const;
export type TimeName = (typeof TIME_NAMES)[number];

/** The counts of waits that a table shows. */
export const WAIT_COUNTS = [
  "waitingAtStart",
  "offered",
  "answered",
  "abandoned",
  "shortAbandoned",
  "flowedOut",
  "cancelled",
  "waitingAtEnd",
  "unpaired",
  "incomplete",
] as const;
export type WaitCount = (typeof WAIT_COUNTS)[number];

/** What can become of a callback promise. */
export const PROMISE_COUNTS = ["promised", "kept", "late", "missed", "overdue", "withdrawn", "open"] as const;
export type PromiseCount = (typeof PROMISE_COUNTS)[number];

/** Sums of one length of time. The lengths themselves are kept so that ranks are exact: in the cells of intervals, not again in totals. */
export interface TimeSums {
  sumMs: number;
  count: number;
  /** Of the sum, what is known as a sum only: it is not split. */
  undatedMs: number;
  readonly lengths: Lengths;
}

/** All that is counted of one group in one interval, or in all of them. */
export interface Cell {
  readonly waits: Record<WaitCount, number>;
  readonly times: Readonly<Record<TimeName, TimeSums>>;
  readonly promises: Record<PromiseCount, number>;
  readonly levels: LevelCounts;
  /** Communications that were on hold so often as is known, and their holds. */
  heldCommunications: number;
  holds: number;
  /** Conversations in which somebody of the centre worked, and how many did, summed. */
  conversations: number;
  agents: number;
  /** The gaps, by number, that may have touched what is counted here. */
  readonly gaps: Set<number>;
}

/** A cell in which nothing is counted. */
export function emptyCell(): Cell {
  const zeros = <Name extends string>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  const times = TIME_NAMES.map((name) => [name, { sumMs: 0, count: 0, undatedMs: 0, lengths: new Lengths() }] as const);
  return {
    waits: zeros(WAIT_COUNTS),
    times: Object.fromEntries(times) as unknown as Record<TimeName, TimeSums>,
    promises: zeros(PROMISE_COUNTS),
    levels: emptyLevelCounts(),
    heldCommunications: 0,
    holds: 0,
    conversations: 0,
    agents: 0,
    gaps: new Set(),
  };
}
