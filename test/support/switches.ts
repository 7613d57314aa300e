import fc from "fast-check";

import { EMPTY_POLICY, valuesOf, type PolicyDocument } from "../../src/app/policy";
import type { CalendarEntry } from "../../src/models/calling-policy";
import type { Decoded } from "../../src/models/decoded";
import { POLICY_REACHES, type KeptPolicy, type PolicySwitch } from "../../src/models/policy-switch";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

const kept = (digest: string, document: Partial<PolicyDocument>): KeptPolicy => ({
  digest,
  values: valuesOf({ ...EMPTY_POLICY, ...document }, { lateness: MINUTE }),
});

/** Open for every other five minutes: some promises of a generated log lie inside, some outside. */
const EVERY_OTHER: CalendarEntry = {
  name: "everyOther",
  week: Array.from({ length: 7 }, () =>
    Array.from({ length: 144 }, (_, ten) => ({ from: 10 * ten, to: 10 * ten + 5 })),
  ),
  holidays: [],
};

/** Policies that differ in all that a switch may change. The hours of a generated log are long enough for each to show. */
export const KEPT_POLICIES: readonly KeptPolicy[] = [
  kept("first", {
    run: { sweep: 10 * MINUTE },
    defaults: { answerTarget: 20 * SECOND, holdMax: MINUTE, warnBeforeHold: 20 * SECOND, warnBeforeAnswer: 5 * SECOND },
  }),
  kept("longer", {
    run: { sweep: 30 * MINUTE, settle: 30 * SECOND, stuckAfterCallWork: 2 * HOUR },
    defaults: {
      answerTarget: HOUR,
      holdMax: HOUR,
      shortAbandon: null,
      callbackTolerance: HOUR,
      timerTolerance: MINUTE,
    },
  }),
  kept("shorter", {
    run: { sweep: 10 * MINUTE, firstSight: 0, totalsTolerance: MINUTE, stuckAfterCallWork: 2 * HOUR },
    defaults: {
      answerTarget: SECOND,
      holdMax: SECOND,
      callbackTolerance: 0,
      timerTolerance: 0,
      warnBeforeAlerting: 5000,
    },
    queues: { q1: { answerTarget: null, shortAbandon: 30 * SECOND, media: { chat: { holdMax: null } } } },
  }),
  kept("zones", {
    run: { sweep: 20 * MINUTE, stuckAfterCallWork: 2 * HOUR },
    defaults: { warnBeforeCallbackDue: 2 * MINUTE },
    calling: { calendars: [EVERY_OTHER], defaults: { callingCalendar: "everyOther", zone: "UTC" }, queues: {} },
  }),
];

/** One of them, by its place in the list. */
export function keptAt(index: number): KeptPolicy {
  const policy = KEPT_POLICIES[index];
  if (policy === undefined) throw new RangeError("there is no such policy");
  return policy;
}

/** The switch of a partition to one of them. */
export function switchTo(index: number, from: PolicySwitch["from"], offset: number, partition = 0): PolicySwitch {
  return { ...keptAt(index), partition, offset, from };
}

/** One of them at a place of a log, and for what. */
export interface SwitchPlan {
  readonly at: number;
  readonly policy: number;
  readonly from: PolicySwitch["from"];
}

/** Some switches within a log of so many records. */
export function switchPlans(records: number, maxLength = 3): fc.Arbitrary<readonly SwitchPlan[]> {
  const plan = fc.record({
    at: fc.nat(records),
    policy: fc.integer({ min: 1, max: KEPT_POLICIES.length - 1 }),
    from: fc.constantFrom(...POLICY_REACHES),
  });
  return fc.array(plan, { maxLength });
}

/** A line of a recording that switches the policy of a partition. */
export function switchRecord(partition: number, offset: number, policy: number, from: PolicySwitch["from"]): Decoded {
  const chosen = KEPT_POLICIES[policy];
  if (chosen === undefined) throw new RangeError("there is no such policy");
  return {
    kind: "ignored",
    position: { file: "log.ndjson", line: 1 },
    what: "policySwitch",
    policySwitch: { ...chosen, partition, offset, from },
  };
}

/** Records with switches between them, in each of some partitions. */
export function withSwitches(
  records: readonly Decoded[],
  plans: readonly SwitchPlan[],
  partitions: readonly number[] = [0, 1, 2],
): Decoded[] {
  const at = (place: number) =>
    plans.filter((plan) => plan.at === place).flatMap(({ policy, from }) => inAll(partitions, place, policy, from));
  return [
    ...inAll(partitions, 0, 0, "start"),
    ...records.flatMap((record, place) => [...at(place), record]),
    ...plans
      .filter((plan) => plan.at >= records.length)
      .flatMap(({ policy, from }) => inAll(partitions, records.length, policy, from)),
  ];
}

const inAll = (partitions: readonly number[], offset: number, policy: number, from: PolicySwitch["from"]) =>
  partitions.map((partition) => switchRecord(partition, offset, policy, from));
