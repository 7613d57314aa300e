import fc from "fast-check";

import { nameTopics } from "../../../src/consumers/live/port/topic-names";
import { timelyInputs } from "../../support/live-input";
import { runLawfully } from "../../support/live-law";
import { trialsOf } from "../../support/live-steps";
import type { TrialOptions } from "../../support/live-trial";
import { runs } from "../../support/runs";
import { CALLS, FAULTS } from "../../support/faulty-log";

const FAULTS_LEAST = runs(1000).numRuns;
const TRIALS_MAX = 2 * FAULTS_LEAST;
const several = nameTopics(["in", "details"], "out");

/** Trials of one input topic and of two, in turn, as a seed has them. */
function trialsFrom(seed: number): readonly TrialOptions[] {
  const single = fc.sample(trialsOf([]), { seed, numRuns: 10 });
  const both = fc.sample(trialsOf([], timelyInputs), { seed, numRuns: 10 });
  return [...single, ...both.map((options) => ({ ...options, topics: several, aheadMs: 6000 }))];
}

/** How many faults of each kind each call had. */
class Tally {
  private readonly counts = new Map<string, Map<string, number>>();
  total = 0;

  note(call: string, fault: string): void {
    const row = this.counts.get(call) ?? new Map<string, number>();
    this.counts.set(call, row.set(fault, (row.get(fault) ?? 0) + 1));
    this.total += 1;
  }

  calls(): readonly string[] {
    return [...this.counts.keys()];
  }

  /** A line for each call or phase. */
  lines(): string {
    const width = Math.max(...CALLS.map(({ length }) => length));
    const line = (call: string) =>
      FAULTS.map((fault) => `${fault} ${this.counts.get(call)?.get(fault) ?? 0}`).join(", ");
    return CALLS.map((call) => `${call.padEnd(width)}  ${line(call)}\n`).join("");
  }
}

describe("a thousand faults", () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] }));
  afterEach(() => jest.useRealTimers());

  it(
    "at any call of the port and any phase leave what a replay comes to, each revision once",
    async () => {
      const tally = new Tally();
      let trials = 0;
      for (let seed = 1; tally.total < FAULTS_LEAST && trials < TRIALS_MAX; seed += 1)
        for (const options of trialsFrom(seed)) {
          const { trial } = await runLawfully(options);
          for (const [call, fault] of trial.injector.injected) tally.note(call, fault);
          trials += 1;
        }
      process.stdout.write(`${tally.total} faults in ${trials} trials\n${tally.lines()}`);
      expect(tally.total).toBeGreaterThanOrEqual(FAULTS_LEAST);
      // Time that passes seldom makes something overdue at the very call that fails.
      expect(CALLS.filter((call) => call !== "advance" && !tally.calls().includes(call))).toEqual([]);
    },
    Math.max(600_000, 600 * FAULTS_LEAST),
  );
});
