import fc from "fast-check";

import type { Outgoing } from "../../../src/consumers/live/port/port";
import { POLICY_REACHES } from "../../../src/models/policy-switch";
import { runLawfully } from "../../support/live-law";
import { trialsOf, writing } from "../../support/live-steps";
import type { Step, TrialOptions } from "../../support/live-trial";
import { runs } from "../../support/runs";
import { KEPT_POLICIES } from "../../support/switches";

const another: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("policy" as const),
  policy: fc.integer({ min: 1, max: KEPT_POLICIES.length - 1 }),
  from: fc.constantFrom(...POLICY_REACHES),
});
const trials = trialsOf([{ weight: 2, arbitrary: another }]);

describe("a partition whose policy is switched", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const seen = { now: 0, all: 0, injected: 0 };
  async function runTrial(options: TrialOptions): Promise<void> {
    const { trial, committed } = await runLawfully(options);
    for (const { from } of committed.policies) if (from !== "start") seen[from] += 1;
    seen.injected += trial.injector.injected.length;
  }

  const { numRuns } = runs(200);
  it(
    "emits what a replay of its recording emits, each revision once, whatever befalls its owners around the switch",
    async () => {
      await fc.assert(
        fc.asyncProperty(trials, async (options) => runTrial(options)),
        { numRuns },
      );
      for (const times of Object.values(seen)) expect(times).toBeGreaterThan(numRuns / 10);
    },
    Math.max(240_000, 200 * numRuns),
  );

  it("is found out where the state does not keep the switch", async () => {
    const isSwitch = ({ key }: Outgoing) => /^p:[1-9]/.test(String(key));
    const plant: NonNullable<TrialOptions["plant"]> = writing(async (writer, records, offset) =>
      writer.write(
        records.filter((record) => !isSwitch(record)),
        offset,
      ),
    );
    const property = fc.asyncProperty(trials, async (options) => runTrial({ ...options, plant }));
    const { failed } = await fc.check(property, { ...runs(200), endOnFailure: true });
    expect(failed).toBe(true);
  });
});
