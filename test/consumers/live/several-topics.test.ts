import { deserialize, serialize } from "node:v8";

import fc from "fast-check";

import type { Outgoing } from "../../../src/consumers/live/port/port";
import type { StatePosition } from "../../../src/consumers/live/state/state-kinds";
import { nameTopics } from "../../../src/consumers/live/port/topic-names";
import { timelyInputs } from "../../support/live-input";
import { runLawfully } from "../../support/live-law";
import { trialsOf, writing } from "../../support/live-steps";
import type { TrialOptions } from "../../support/live-trial";
import { runs } from "../../support/runs";
import { CALLS, FAULTS } from "../../support/faulty-log";

const topics = nameTopics(["in", "details"], "out");
/** The lateness of the trials is a minute. */
const trials = fc
  .tuple(trialsOf([], timelyInputs), fc.constantFrom(0, 6000, 50_000))
  .map(([options, aheadMs]): TrialOptions => ({ ...options, topics, aheadMs }));
const seen = new Set<string>();

async function runTrial(options: TrialOptions): Promise<void> {
  const { trial, committed } = await runLawfully(options);
  for (const pair of trial.injector.injected.flat()) seen.add(pair);
  for (const { topic } of committed.input) seen.add(topic);
}

async function isFound(plant: NonNullable<TrialOptions["plant"]>): Promise<boolean> {
  const property = fc.asyncProperty(trials, async (options) => runTrial({ ...options, plant }));
  const { failed } = await fc.check(property, { ...runs(400), endOnFailure: true });
  return failed;
}

describe("a partition of several topics that are folded together", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    seen.clear();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const { numRuns } = runs(100);
  const wholeTrial = async () => {
    await fc.assert(
      fc.asyncProperty(trials, async (options) => runTrial(options)),
      { numRuns },
    );
    const often = CALLS.filter((call) => !/advance|Deadlines|Rejects/.test(call));
    expect([...often, ...FAULTS, ...topics.inputs].filter((name) => !seen.has(name))).toEqual([]);
  };
  it(
    "ends with what a replay of all of them comes to, each revision once, whatever befalls its owners at any call",
    wholeTrial,
    Math.max(240_000, 2000 * numRuns),
  );

  /** Positions that say something else of the input than they should. */
  const positionsBy = (change: (position: StatePosition) => StatePosition) =>
    writing(async (writer, records, offsets) => {
      const changed = (record: Outgoing): Outgoing => {
        if (record.key !== "@position") return record;
        return { ...record, value: serialize(change(deserialize(record.value as Buffer) as StatePosition)) };
      };
      await writer.write(records.map(changed), offsets);
    });

  it.each<[string, NonNullable<TrialOptions["plant"]>]>([
    [
      "what was read is read again in another order",
      positionsBy((position) => {
        // Each topic at once: of two topics a run is twice its length, plus the number of its topic.
        const lengths = [0, 0];
        const runs = (position.runs ?? []) as readonly number[];
        for (const run of runs) lengths[run % 2] = (lengths[run % 2] ?? 0) + run - (run % 2);
        return { ...position, runs: lengths.flatMap((twice, topic) => (twice === 0 ? [] : [twice + topic])) };
      }),
    ],
  ])(
    "is found out where %s",
    async (_, plant) => {
      expect(await isFound(plant)).toBe(true);
    },
    240_000,
  );
});
