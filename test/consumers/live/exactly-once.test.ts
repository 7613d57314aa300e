import fc from "fast-check";

import type { Outgoing } from "../../../src/consumers/live/port/port";
import { runLawfully } from "../../support/live-law";
import { partsOf, trialsOf, writing } from "../../support/live-steps";
import type { TrialOptions } from "../../support/live-trial";
import { runs } from "../../support/runs";
import { CALLS, FAULTS } from "../../support/faulty-log";

const trials = trialsOf([]);
const seen = new Map<string, number>();

async function runTrial(options: TrialOptions): Promise<void> {
  const { trial, committed } = await runLawfully(options);
  count("measurements", committed.measurements.length);
  count("deadlines", committed.deadlines.length);
  count("dead letters", committed.rejects.length);
  count("owners", trial.owners.length);
  for (const [call, fault] of trial.injector.injected) {
    count(call);
    count(fault);
  }
}

function count(name: string, times = 1): void {
  seen.set(name, (seen.get(name) ?? 0) + times);
}

/** Whether the property finds what was planted. */
async function isFound(plant: NonNullable<TrialOptions["plant"]>): Promise<boolean> {
  const property = fc.asyncProperty(trials, async (options) => runTrial({ ...options, plant }));
  const { failed } = await fc.check(property, { ...runs(200), endOnFailure: true });
  return failed;
}

describe("a partition that is served", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    seen.clear();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const { numRuns } = runs(200);
  const wholeTrial = async () => {
    await fc.assert(
      fc.asyncProperty(trials, async (options) => runTrial(options)),
      { numRuns },
    );
    // Time that passes seldom makes something overdue at the very call that fails; every other call fails in every run. Of
    // the rarest about ten are: a bound nearer to that would be missed by chance now and then.
    const injected = [
      ...CALLS.filter((call) => call !== "advance"),
      ...FAULTS,
      "measurements",
      "deadlines",
      "dead letters",
    ];
    expect(injected.filter((name) => !seen.has(name))).toEqual([]);
  };
  it(
    "emits what a replay emits, each revision once, whatever befalls its owners at any call",
    wholeTrial,
    Math.max(240_000, 200 * numRuns),
  );

  it.each<[string, NonNullable<TrialOptions["plant"]>]>([
    [
      "the position is not in the transaction of what was emitted",
      writing(async (writer, records, offset) => {
        const isPosition = ({ key }: Outgoing) => key === "@position";
        await writer.write(
          records.filter((record) => !isPosition(record)),
          undefined,
        );
        await writer.write(records.filter(isPosition), offset);
      }),
    ],
    [
      "what may have been written is written again",
      writing(async (writer, records, offset) => {
        await writer.write(records, offset).catch(async () => {
          await writer.open();
          await writer.write(records, offset);
        });
      }),
    ],
    [
      "an owner does not fence those before it",
      (log, owner) => ({
        ...partsOf(log),
        createWriter: (partition, options) =>
          log.createWriter(partition, { ...options, topics: { ...options.topics, state: `state of ${owner}` } }),
      }),
    ],
  ])("is found out where %s", async (_, plant) => {
    expect(await isFound(plant)).toBe(true);
  });
});
