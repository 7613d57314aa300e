import type { WarnedKind } from "./warned-kinds";

/** The policy's limits for one queue and medium. A limit that is not set is no limit. Milliseconds. */
export interface Limits {
  readonly answerTargetMs: number | undefined;
  readonly shortAbandonMs: number | undefined;
  readonly holdMaxMs: number | undefined;
  readonly securePauseMaxMs: number | undefined;
  readonly callbackToleranceMs: number;
  readonly ownerWindowMs: number | undefined;
  readonly timerToleranceMs: number;
  /** For each kind of deadline with a lead time, how long before its due instant it is called due soon. */
  readonly warnBefore: readonly (readonly [kind: WarnedKind, ms: number])[];
}
