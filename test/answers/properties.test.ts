import { isDeepStrictEqual } from "node:util";

import fc from "fast-check";

import { FinalsCollector } from "../../src/app/finals/finals-collector";
import { compilePolicy } from "../../src/app/policy";
import { readPolicyFile } from "../../src/app/policy-file";
import { ATTRIBUTIONS } from "../../src/answers/table-options";
import { TIME_NAMES } from "../../src/answers/cell";
import { DAY_RULES } from "../../src/answers/promises";
import { TABLE_DEADLINES, TABLE_MEASUREMENTS } from "../../src/answers/table-reads";
import { INTERVAL_LENGTHS } from "../../src/calendars/intervals";
import { simulate, USUAL_OPTIONS, type SimulationOptions } from "../../src/consumers/simulation/player";
import { decodeDocument } from "../../src/decoding/decode";
import { createEngine } from "../../src/engine/engine";
import { MEASUREMENTS } from "../../src/measurements/definitions";
import type { Decoded } from "../../src/models/decoded";
import type { FinalConversation } from "../../src/models/final-conversation";
import { tableOf, violations } from "../support/finals";

const RUNS = 6 * Number(process.env["PROPERTY_RUNS"] ?? 1);
const policy = compilePolicy(readPolicyFile("samples/policy.yaml"), { lateness: 400 * 86_400_000 });

function simulated(seed: number, more: Partial<SimulationOptions> = {}): Decoded[] {
  const lines = [...simulate({ ...USUAL_OPTIONS, seed, conversations: 25, scenarios: "all", ...more })];
  return lines.flatMap((output) =>
    "line" in output ? [decodeDocument(JSON.parse(output.line), { file: "log", line: 1 })] : [],
  );
}

function finalsOf(records: readonly Decoded[], by = policy): FinalConversation[] {
  const collector = new FinalsCollector();
  const engine = createEngine(by, collector);
  for (const record of records) engine.accept(record);
  engine.finish(undefined);
  return collector.finals();
}

/** Zones, each with an instant less than an hour before its clock is changed; and zones without a change. */
const placesInTime = fc.constantFrom<readonly [zone: string, startsAt: string]>(
  ["Europe/Berlin", "2026-03-29T00:30Z"],
  ["Europe/Berlin", "2026-10-25T00:20Z"],
  ["America/New_York", "2026-03-08T06:30Z"],
  ["America/New_York", "2026-11-01T05:20Z"],
  ["Australia/Lord_Howe", "2026-04-04T14:20Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:00Z"],
  ["Asia/Kathmandu", "2026-03-29T18:00Z"],
  ["UTC", "2026-12-31T23:30Z"],
);
/** Under this one, records that were overtaken by a second are late, and in no number. */
const impatient = compilePolicy(readPolicyFile("samples/policy.yaml"), { lateness: 1000 });
const dimensions = fc.subarray(["queue", "media", "agent", "direction", "wrapup"] as const);

describe("a table of any log", () => {
  it("splits to the very sums that were measured, whatever the interval, zone and groups; its checks hold by every rule", async () => {
    let summed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.constantFrom(...INTERVAL_LENGTHS),
        placesInTime,
        dimensions,
        fc.boolean(),
        async (seed, interval, [zone, startsAt], by, isImpatient) => {
          const startAt = Date.parse(startsAt);
          const records = simulated(seed, { startAt, gapMs: 180_000, disorder: 10, duplicates: 3 });
          const finals = finalsOf(records, isImpatient ? impatient : policy);
          const gaps = [{ from: startAt + 1_200_000, to: startAt + 1_500_000, reason: "declared" as const }];
          const measured = (name: string) =>
            finals
              .flatMap(({ measurements }) => measurements.filter((one) => one.name === name))
              .reduce((sum, { value }) => sum + value, 0);
          const settings = { interval, zone, by, policy, gaps };
          for (const attribution of ATTRIBUTIONS) {
            const report = await tableOf(finals, { ...settings, attribution });
            expect(violations(report)).toEqual([]);
            expect(report.total.gaps).toEqual([1]);
            const sums = TIME_NAMES.map((name) => report.rows.reduce((sum, { times }) => sum + times[name].sumMs, 0));
            const names = ["tAnswered", "tTalkComplete", "tHeldComplete", "tAcw", "tHandle"];
            expect(sums).toEqual(names.map(measured));
            summed += sums.reduce((sum, ms) => sum + ms, 0);
          }
        },
      ),
      { numRuns: RUNS },
    );
    expect(summed).toBeGreaterThan(0);
  });

  it("is the same of the numbers and deadlines that it asks for alone, and of none less", async () => {
    const finals = [1, 2, 3, 4, 5].flatMap((seed) => finalsOf(simulated(seed)));
    const without = (drop: (name: string) => boolean) =>
      finals.map((one) => ({
        ...one,
        measurements: one.measurements.filter(({ name }) => !drop(name)),
        deadlines: one.deadlines.filter(({ kind }) => !drop(kind)),
      }));
    const tables = async (those: readonly FinalConversation[]) => {
      const rules = DAY_RULES.map((dayRule, at) => ({ attribution: ATTRIBUTIONS[at] ?? "final", dayRule }));
      return Promise.all(rules.map(async (rule) => tableOf(those, { ...rule, by: ["queue", "agent"], policy })));
    };
    const all = await tables(finals);
    const asked = new Set([...TABLE_MEASUREMENTS, ...TABLE_DEADLINES]);
    expect(await tables(without((name) => !asked.has(name)))).toEqual(all);
    const idle: string[] = [];
    for (const name of TABLE_MEASUREMENTS)
      if (isDeepStrictEqual(await tables(without((one) => one === name)), all)) idle.push(name);
    expect(idle).toEqual([]);
  });

  it("comes to the same with a number of any other name beside, and one without a view is no conversation that was read", async () => {
    const others = MEASUREMENTS.map(({ name }) => name).filter((name) => !TABLE_MEASUREMENTS.has(name));
    expect(others.length).toBeGreaterThan(10);
    const finals = finalsOf(simulated(7));
    const numbers = finals.flatMap(({ measurements }) => measurements);
    const extra = fc.record({
      name: fc.constantFrom(...others),
      like: fc.constantFrom(...numbers),
      value: fc.nat(10_000_000),
    });
    const settings = { by: ["queue", "media", "agent", "direction", "wrapup"] as const, policy };
    const all = await tableOf(finals, { ...settings, attribution: "final" });
    await fc.assert(
      fc.asyncProperty(fc.array(extra, { minLength: 1, maxLength: 20 }), async (extras) => {
        const added = (id: string) =>
          extras
            .filter(({ like }) => like.conversationId === id)
            .map(({ name, like, value }) => ({ ...like, id: like.id.replace(/[^/]+$/, name), name, value }));
        const more = finals.map((one) => ({ ...one, measurements: [...one.measurements, ...added(one.id)] }));
        const unseen = extras.map(({ name, like }, index) => {
          const id = `unseen-${String(index)}`;
          return {
            id,
            measurements: [{ ...like, id: `${id}/k/${name}`, conversationId: id, name }],
            deadlines: [],
            views: [],
          };
        });
        expect(await tableOf([...more, ...unseen], { ...settings, attribution: "final" })).toEqual(all);
      }),
      { numRuns: 2 * RUNS },
    );
  });

  it("knows the agent of every answered wait, and when all that is handled passed", async () => {
    const { total } = await tableOf(finalsOf(simulated(3)), { attribution: "split", policy });
    expect(total.waits).toMatchObject({ unpaired: 0, incomplete: 0 });
    expect(total.waits.answered).toBeGreaterThan(5);
    expect(TIME_NAMES.map((name) => total.times[name].undatedMs)).toEqual([0, 0, 0, 0, 0]);
  });

  it("is the same whatever the order of the log", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.constantFrom(...ATTRIBUTIONS),
        fc.infiniteStream(fc.nat(1_000_000)),
        async (seed, attribution, chance) => {
          const records = simulated(seed);
          const shuffled = records
            .map((record) => ({ record, key: chance.next().value as number }))
            .sort((one, other) => one.key - other.key);
          const settings = { attribution, by: ["queue", "agent", "wrapup"] as const, policy };
          const [one, other] = [finalsOf(records), finalsOf(shuffled.map(({ record }) => record))];
          expect(await tableOf(other.reverse(), settings)).toEqual(await tableOf(one, settings));
        },
      ),
      { numRuns: RUNS },
    );
  });
});
