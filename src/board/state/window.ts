import { addLevelCounts, countWait, emptyLevelCounts, type LevelCounts } from "../../answers/service-levels";
import type { WaitOutcome } from "./contributions";

/** Sums of a queue over a span of time. */
export interface WaitSums {
  offered: number;
  answered: number;
  abandoned: number;
  shortAbandoned: number;
  answerMs: number;
  /** How many of them may lack records. */
  lacking: number;
  /** Of what service levels are made. */
  levels: LevelCounts;
}

const MINUTE_MS = 60_000;

/** Sums by queue and minute, so that a window can move on; outcomes can be taken out again, as corrections need. */
export class WaitWindow {
  private readonly minutes = new Map<number, Map<string, WaitSums>>();

  constructor(private readonly windowMs: number) {}

  /** Adds an outcome, or takes it out again (`times` −1). */
  add(outcome: WaitOutcome, times: 1 | -1): void {
    const minute = Math.floor(outcome.at / MINUTE_MS);
    const queues = this.minutes.get(minute) ?? new Map<string, WaitSums>();
    this.minutes.set(minute, queues);
    const sums = queues.get(outcome.queueId) ?? emptySums();
    queues.set(outcome.queueId, sums);
    countOutcome(sums, outcome, times);
  }

  /** Lets go of what the window has left behind. */
  moveTo(asOf: number): void {
    const first = this.firstMinute(asOf);
    for (const minute of this.minutes.keys()) if (minute < first) this.minutes.delete(minute);
  }

  /** Sums by queue over the minutes of the window that ends with an instant. */
  sums(asOf: number): Map<string, WaitSums> {
    const first = this.firstMinute(asOf);
    const total = new Map<string, WaitSums>();
    for (const [minute, queues] of this.minutes) {
      if (minute < first) continue;
      for (const [queueId, sums] of queues) total.set(queueId, addSums(total.get(queueId) ?? emptySums(), sums));
    }
    return total;
  }

  private firstMinute(asOf: number): number {
    return Math.floor((asOf - this.windowMs) / MINUTE_MS) + 1;
  }
}

/** Adds an outcome to sums, or takes it out again (`times` −1). */
export function countOutcome(sums: WaitSums, outcome: WaitOutcome, times: 1 | -1): void {
  sums.offered += times;
  if (outcome.outcome === "answered") {
    sums.answered += times;
    sums.answerMs += times * outcome.waitMs;
  }
  if (outcome.outcome === "abandoned") sums.abandoned += times;
  if (outcome.mayLack) sums.lacking += times;
  if (outcome.isShort) sums.shortAbandoned += times;
  countWait(sums.levels, outcome, times);
}

/** Nothing counted yet. */
export function emptySums(): WaitSums {
  return {
    offered: 0,
    answered: 0,
    abandoned: 0,
    shortAbandoned: 0,
    answerMs: 0,
    lacking: 0,
    levels: emptyLevelCounts(),
  };
}

/** Two stretches, or queues, together. */
export function addSums(one: WaitSums, other: WaitSums): WaitSums {
  return {
    offered: one.offered + other.offered,
    answered: one.answered + other.answered,
    abandoned: one.abandoned + other.abandoned,
    shortAbandoned: one.shortAbandoned + other.shortAbandoned,
    answerMs: one.answerMs + other.answerMs,
    lacking: one.lacking + other.lacking,
    levels: addLevelCounts(one.levels, other.levels),
  };
}

/** One number of another, or null where there is none to divide by. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
