import fc from "fast-check";

import type { PartitionLog, PartitionWriter } from "../../src/consumers/live/port/port";
import { inputs } from "./live-input";
import type { Step, TrialOptions } from "./live-trial";
import { FAULTS, type FaultPlan } from "./faulty-log";

const owner = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) });
/** What befalls a partition without a fault. */
const STEPS: readonly fc.WeightedArbitrary<Step>[] = [
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("produce" as const),
      records: fc.integer({ min: 1, max: 6 }),
      aborted: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) }),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant("feed" as const),
      owner,
      topic: fc.nat(1),
      records: fc.integer({ min: 1, max: 9 }),
      back: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("tick" as const), owner }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(500, 3000, 12_000, 240_000, 1_800_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("idle" as const), ms: fc.constantFrom(1000, 30_000, 300_000, 3_600_000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("open" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("drop" as const), owner }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wake" as const), index: fc.nat(3) }) },
];

const plan: fc.Arbitrary<FaultPlan> = fc.array(fc.tuple(fc.nat(25), fc.constantFrom(...FAULTS)), { maxLength: 12 });

/** Trials of a partition, with some further steps among the usual ones. */
export function trialsOf(
  more: readonly fc.WeightedArbitrary<Step>[],
  records: fc.Arbitrary<TrialOptions["records"]> = inputs,
): fc.Arbitrary<TrialOptions> {
  return fc.record({
    records,
    steps: fc.array(fc.oneof(...STEPS, ...more), { minLength: 10, maxLength: 50 }),
    plan,
    sliceRecords: fc.integer({ min: 1, max: 8 }),
    hasClock: fc.boolean(),
  });
}

/** A log whose writers write in another way. */
export const writing =
  (write: (writer: PartitionWriter, ...given: Parameters<PartitionWriter["write"]>) => Promise<void>) =>
  (log: PartitionLog): PartitionLog => ({
    ...partsOf(log),
    createWriter(partition, options) {
      const writer = log.createWriter(partition, options);
      return {
        open: async () => writer.open(),
        write: async (records, offset) => write(writer, records, offset),
        close: async () => writer.close(),
      };
    },
  });

/** The calls of a log, some of which may be replaced. */
export const partsOf = (log: PartitionLog): PartitionLog => ({
  createWriter: (partition, options) => log.createWriter(partition, options),
  read: async (reading, take) => log.read(reading, take),
  boundsOf: async (topic) => log.boundsOf(topic),
  offsetsAt: async (topic, at) => log.offsetsAt(topic, at),
  retentionOf: async (topic) => log.retentionOf(topic),
});
