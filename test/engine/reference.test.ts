import fc from "fast-check";

import { compilePolicy } from "../../src/app/policy";
import { createEngine } from "../../src/engine/engine";
import { Reference } from "../../src/engine/reference/reference";
import type { Decoded } from "../../src/models/decoded";
import type { Policy } from "../../src/models/policy";
import { hostileLog, hostileRecords, ONE_HOUR, WITH_PAUSES, withLateOnes } from "../support/hostile";
import { runs } from "../support/runs";
import { comparable, createStanding, takeInBatches } from "../support/standing";

const MINUTE = 60_000;
const policyOf = (run: object, latenessMs?: number): Policy =>
  compilePolicy({ run, defaults: {}, media: {}, queues: {} }, latenessMs === undefined ? {} : { lateness: latenessMs });
const POLICIES = {
  usual: policyOf({}),
  swept: policyOf({ sweep: 10 * MINUTE }, MINUTE),
  leaping: policyOf({ sweep: 10 * MINUTE, leap: MINUTE }, MINUTE),
  forgetting: policyOf({ sweep: 10 * MINUTE, leap: MINUTE, markers: 5 * MINUTE }, MINUTE),
};

const scenarioOf = (times: typeof WITH_PAUSES) =>
  fc.record({
    records: hostileLog(times, 60).map(withLateOnes),
    chances: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
    lengths: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 10 }),
  });

function byReference(policy: Policy, records: readonly Decoded[]) {
  const reference = new Reference(policy);
  for (const record of records) reference.take(record);
  return comparable(reference.finals(reference.latest()));
}

describe("the engine and the reference", () => {
  it.each(
    Object.entries(POLICIES).flatMap(([name, policy]) => [
      [name, "one hour", policy, ONE_HOUR] as const,
      [name, "pauses", policy, WITH_PAUSES] as const,
    ]),
  )("come to the same finals, with the policy %s and %s", (_name, _times, policy, times) => {
    fc.assert(
      fc.property(scenarioOf(times), ({ records, chances, lengths }) => {
        const decoded = hostileRecords(records, chances);
        const expected = byReference(policy, decoded);
        for (const emits of ["finals", "changes"] as const) {
          const emitted = createStanding();
          takeInBatches(createEngine(policy, emitted.outputs, { emits }), decoded, lengths);
          expect(comparable(emitted.standing())).toEqual(expected);
        }
      }),
      runs(200),
    );
  });
});
