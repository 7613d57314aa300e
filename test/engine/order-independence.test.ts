import fc from "fast-check";

import { runs } from "../support/runs";

import { finalTruth, foldDocuments, type Emitted } from "../support/run";
import { hostileLog, ONE_HOUR, WITH_PAUSES, type HostileRecord } from "../support/hostile";

const MINUTE = 60_000;
const documentsOf = (records: readonly HostileRecord[]) => records.map(({ document }) => document);

describe("final outputs (promise P2)", () => {
  it("do not depend on the order of the records, nor on how often they come", () => {
    const scenario = hostileLog(ONE_HOUR, 30).chain((records) =>
      fc.record({
        records: fc.constant(records),
        shuffled: fc.shuffledSubarray(records, { minLength: records.length }),
        repeats: fc.subarray(records),
      }),
    );
    fc.assert(
      fc.property(scenario, ({ records, shuffled, repeats }) => {
        const expected = finalTruth(foldDocuments(documentsOf(records)));
        expect(finalTruth(foldDocuments(documentsOf(shuffled)))).toEqual(expected);
        expect(finalTruth(foldDocuments([...documentsOf(shuffled), ...documentsOf(repeats)]))).toEqual(expected);
      }),
      runs(400),
    );
  });

  it("do not depend on it with a lateness of one minute either, through sealing, eviction and its records", () => {
    const exercised = { sealed: 0, evicted: 0, reopened: 0 };
    const count = (emitted: Emitted) => {
      exercised.sealed += emitted.counts.sealedObservations;
      exercised.evicted += emitted.counts.evictedConversations;
      exercised.reopened += emitted.counts.reopenedConversations;
      return emitted;
    };
    const scenario = hostileLog(WITH_PAUSES, 40).chain((records) =>
      fc.record({
        records: fc.constant(records),
        delays: fc.array(fc.integer({ min: 0, max: MINUTE }), { minLength: records.length, maxLength: records.length }),
        otherDelays: fc.array(fc.integer({ min: 0, max: MINUTE }), {
          minLength: records.length,
          maxLength: records.length,
        }),
      }),
    );
    const settings = {
      latenessMs: MINUTE,
      policy: { run: { sweep: 10 * MINUTE }, defaults: {}, media: {}, queues: {} },
    };
    fc.assert(
      fc.property(scenario, ({ records, delays, otherDelays }) => {
        const expected = finalTruth(count(foldDocuments(documentsOf(records), settings)));
        const late = (by: readonly number[]) => delayed(records, by);
        expect(finalTruth(count(foldDocuments(documentsOf(late(delays)), settings)))).toEqual(expected);
        const both = delayed([...records, ...records], [...delays, ...otherDelays]);
        expect(finalTruth(count(foldDocuments(documentsOf(both), settings)))).toEqual(expected);
      }),
      runs(400),
    );
    expect(exercised.sealed).toBeGreaterThan(500);
    expect(exercised.evicted).toBeGreaterThan(100);
    expect(exercised.reopened).toBeGreaterThan(10);
  });

  it("are the same with one more record, wherever in the order it comes", () => {
    const scenario = hostileLog(ONE_HOUR, 20).chain((records) =>
      fc.record({ records: fc.constant(records), moved: fc.nat(records.length - 1) }),
    );
    fc.assert(
      fc.property(scenario, ({ records, moved }) => {
        const [record] = records.slice(moved, moved + 1);
        const others = records.filter((_, index) => index !== moved);
        if (record === undefined) return;
        const expected = finalTruth(foldDocuments(documentsOf(records)));
        for (let place = 0; place <= others.length; place += 1) {
          const order = [...others.slice(0, place), record, ...others.slice(place)];
          expect(finalTruth(foldDocuments(documentsOf(order)))).toEqual(expected);
        }
      }),
      runs(60),
    );
  });
});

/** Records in the order in which they arrive when each is on its way for a while. */
function delayed(records: readonly HostileRecord[], delays: readonly number[]): HostileRecord[] {
  return records
    .map((record, index) => ({ record, arrivesAt: record.at + (delays[index] ?? 0) }))
    .sort((left, right) => left.arrivesAt - right.arrivesAt)
    .map(({ record }) => record);
}
