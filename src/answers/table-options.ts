import type { Intervals } from "../calendars/intervals";
import type { Gap } from "../models/gap";
import type { Dimension } from "./dimensions";
import type { Window } from "./grid";
import type { DayRule } from "./promises";
import type { LevelFormula } from "./service-levels";

/** To which interval a number belongs. */
export const ATTRIBUTIONS = ["split", "start", "final"] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];

/** What each rule says, in words that stand beside its numbers. */
export const ATTRIBUTION_MEANING: Readonly<Record<Attribution, string>> = {
  split: "lengths of time are divided over the intervals in which they passed; counts stand at their own instants",
  start: "everything stands in the interval in which it began: a wait at its entry, work at its start",
  final: "everything stands in the interval in which it became final, as the platform does (emitDate)",
};

/** The limits that a queue and medium have for waits, in ms; undefined where they are off. */
export interface WaitLimits {
  readonly answerTargetMs: number | undefined;
  readonly shortAbandonMs: number | undefined;
}

/** What a table is to show. */
export interface TableOptions {
  readonly intervals: Intervals;
  readonly window: Window;
  readonly by: readonly Dimension[];
  readonly attribution: Attribution;
  readonly dayRule: DayRule;
  readonly formulas: readonly LevelFormula[];
  /** The gaps in the data. They are numbered in this order, from 1 on. */
  readonly gaps: readonly Gap[];
  readonly limitsFor: (queueId: string | undefined, mediaType: string) => WaitLimits;
}
