import type { PolicyValues, RunField } from "./policy-values";

/** For what another policy holds: what is first seen from now on, or all that is kept, too. */
export const POLICY_REACHES = ["now", "all"] as const;
export type PolicyReach = (typeof POLICY_REACHES)[number];

/** A policy as it is kept, with the digest by which outputs name it. */
export interface KeptPolicy {
  readonly digest: string;
  readonly values: PolicyValues;
}

/** From where on a policy holds in a partition of the input, and for what. It is an input like a record. */
export interface PolicySwitch extends KeptPolicy {
  readonly partition: number;
  /** It holds before the record at this offset. */
  readonly offset: number;
  /** `start`: it is the one that the partition began with. */
  readonly from: PolicyReach | "start";
}

/** Whether it is one and the same switch: a recording may hold it twice. */
export function isSameSwitch(one: PolicySwitch, other: PolicySwitch): boolean {
  return one.offset === other.offset && one.from === other.from && one.digest === other.digest;
}

/** What decides what is accepted, and where a conversation ends: what was decided by it is not decided anew. */
const OF_HISTORY = ["lateness", "markers", "leap"] as const satisfies readonly RunField[];
/** Pauses up to the shorter of these are not kept. */
const OF_PAUSES = ["stuckConversation", "stuckAfterCallWork"] as const satisfies readonly RunField[];

/**
 * The fields in which a policy differs from those before it, the last of which holds, and that need history: records that are no longer
 * there, or were rejected. What is first seen from now on needs less than what is kept.
 */
export function fieldsOfHistory(
  before: readonly PolicyValues[],
  { run }: PolicyValues,
  from: PolicyReach,
): readonly RunField[] {
  const last = before.at(-1)?.run;
  const ofHistory = OF_HISTORY.filter((name) => last !== undefined && last[name] !== run[name]);
  // What is kept may go by any of those before.
  const shortest = Math.max(...before.map((one) => Math.min(...OF_PAUSES.map((name) => one.run[name]))));
  return [...ofHistory, ...(from === "all" ? OF_PAUSES.filter((name) => run[name] < shortest) : [])];
}
