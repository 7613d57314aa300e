import { deserialize, serialize } from "node:v8";

import fc from "fast-check";

import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import type { Emits } from "../../src/engine/history/context";
import { createEngine, type Engine } from "../../src/engine/engine";
import { Reference } from "../../src/engine/reference/reference";
import type { SavedEngine } from "../../src/engine/store/saved";
import { AppError } from "../../src/models/app-error";
import type { Decoded } from "../../src/models/decoded";
import { BASE, hostileLog, hostileRecords, ONE_HOUR, WITH_PAUSES, withLateOnes } from "../support/hostile";
import { createMemoryOutputs, decodeAll, finalTruth } from "../support/run";
import { runs } from "../support/runs";
import { comparable, createStanding, takeInBatches } from "../support/standing";
import { KEPT_POLICIES, switchPlans, switchRecord, withSwitches } from "../support/switches";
import { restore } from "../support/restore";

const [SECOND, MINUTE] = [1000, 60_000];
const RECORDS = 60;
/** What a run has where the log does not say otherwise. */
const OWN = compilePolicy(EMPTY_POLICY);
const BOTH: readonly Emits[] = ["finals", "changes"];

const scenarioOf = (times: typeof WITH_PAUSES) =>
  fc.record({
    records: hostileLog(times, RECORDS).map(withLateOnes),
    chances: fc.array(fc.nat(99), { minLength: RECORDS, maxLength: RECORDS }),
    lengths: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 10 }),
    plans: switchPlans(RECORDS),
  });

/** Each record without an instant says something of its own: whether it repeats another depends on what is held apart. */
const withoutUndated = (records: readonly Decoded[]) =>
  records.filter((record) => record.kind !== "observations" || record.at !== undefined);

const iso = (at: number) => new Date(BASE + at).toISOString();

/** A customer waits in a queue from the begin of the log on, until an agent answers or not. */
const waiting = (id: string, offset: number, at: number, answeredAt?: number) => {
  const acd = { id: `${id}-acd`, purpose: "acd", queue: { id: "q" } };
  const isOver = answeredAt !== undefined;
  const ended = isOver ? { state: "disconnected", disconnectedTime: iso(answeredAt), disconnectType: "transfer" } : {};
  const calls = [{ id: `${id}-call`, state: "connected", connectedTime: iso(0), ...ended }];
  const agent = { id: `${id}-agent`, purpose: "agent", queue: { id: "q" } };
  const answer = isOver
    ? [{ ...agent, calls: [{ id: `${id}-a`, state: "connected", connectedTime: iso(answeredAt) }] }]
    : [];
  return { partition: 0, offset, timestamp: BASE + at, value: { id, participants: [{ ...acd, calls }, ...answer] } };
};

const answers = (emitted: {
  readonly deadlines: readonly { kind: string; conversationId: string; status?: string | undefined }[];
}) =>
  emitted.deadlines
    .filter(({ kind }) => kind === "answer")
    .map(({ conversationId, status }) => `${conversationId} ${status}`);

const decodeOne = (document: unknown): Decoded => decodeAll([document])[0]!;

/** Answered after 30 s: late by the first policy, in time by the second. */
const known = decodeOne(waiting("known", 0, SECOND));
const knownAnswered = decodeOne(waiting("known", 1, 40 * SECOND, 30 * SECOND));
const later = decodeOne(waiting("later", 2, 41 * SECOND, 30 * SECOND));

function foldRecords(records: readonly Decoded[]) {
  const { outputs, emitted } = createMemoryOutputs();
  const engine = createEngine(OWN, outputs);
  engine.acceptAll(records);
  return { engine, emitted };
}

describe("a policy that is switched within a partition", () => {
  it("holds from now on for what is first seen then; what was known keeps the one before", () => {
    const { engine, emitted } = foldRecords([
      switchRecord(0, 0, 0, "start"),
      known,
      switchRecord(0, 1, 1, "now"),
      knownAnswered,
      later,
    ]);
    expect(answers(emitted)).toEqual(["known late", "later met"]);
    expect(engine.view("known")?.policy).toBe("first");
    expect(engine.view("later")?.policy).toBe("longer");
  });

  it("corrects what was emitted of all that is held, under higher revisions, where it holds for all", () => {
    const { engine, emitted } = foldRecords([
      switchRecord(0, 0, 0, "start"),
      known,
      knownAnswered,
      later,
      switchRecord(0, 3, 1, "all"),
    ]);
    expect(answers(emitted)).toEqual(["known late", "later late", "known met", "later met"]);
    const revisions = emitted.deadlines.filter(({ kind }) => kind === "answer").map(({ revision }) => revision);
    expect(revisions).toEqual([2, 1, 3, 2]);
    expect(engine.view("known")?.policy).toBe("longer");
  });

  it("lets what was evicted before go over with the next news of it", () => {
    const ended = (id: string, offset: number, at: number) => {
      const { value, ...place } = waiting(id, offset, at, 30 * SECOND);
      const calls = [
        { id: `${id}-a`, state: "disconnected", connectedTime: iso(30 * SECOND), disconnectedTime: iso(at) },
      ];
      const [first] = value.participants;
      return {
        ...place,
        value: { id, participants: [first, { id: `${id}-agent`, purpose: "agent", queue: { id: "q" }, calls }] },
      };
    };
    const [gone, moving, again] = decodeAll([
      ended("gone", 0, 40 * SECOND),
      waiting("moving", 1, 5 * MINUTE),
      ended("gone", 3, 40 * SECOND + 1),
    ]) as [Decoded, Decoded, Decoded];
    const { engine, emitted } = foldRecords([switchRecord(0, 0, 0, "start"), gone, moving]);
    expect(engine.counts().evictionRecords).toBe(1);
    engine.accept(switchRecord(0, 2, 1, "all"));
    expect(answers(emitted).filter((line) => line.startsWith("gone"))).toEqual(["gone late"]);
    engine.accept(decodeAll([waiting("moving", 2, 5 * MINUTE + 1)])[0]!);
    engine.accept(again);
    expect(answers(emitted).filter((line) => line.startsWith("gone"))).toEqual(["gone late"]);
    const fresh = decodeAll([{ ...ended("gone", 4, 5 * MINUTE), timestamp: BASE + 5 * MINUTE }])[0]!;
    engine.accept(fresh);
    expect(answers(emitted).filter((line) => line.startsWith("gone"))).toEqual(["gone late", "gone met"]);
  });

  it("is left aside where the run was given a policy", () => {
    const { outputs, emitted } = createMemoryOutputs();
    const engine = createEngine(
      { ...compilePolicy({ ...EMPTY_POLICY, defaults: { answerTarget: 60 * SECOND } }), isFixed: true },
      outputs,
    );
    engine.acceptAll([switchRecord(0, 0, 0, "start"), known, switchRecord(0, 1, 2, "all"), knownAnswered]);
    expect(answers(emitted)).toEqual(["known met"]);
  });

  it("stops a run that does not begin with the one before, or that would need what is no longer there", () => {
    const { values } = KEPT_POLICIES[1]!;
    const longer = { ...values, run: { ...values.run, lateness: 2 * MINUTE } };
    const needsHistory = { ...switchRecord(0, 1, 1, "now") } as Extract<Decoded, { kind: "ignored" }>;
    const policySwitch = { ...needsHistory.policySwitch!, values: longer };
    for (const records of [
      [known, switchRecord(0, 1, 1, "now")],
      [switchRecord(0, 0, 0, "start"), known, { ...needsHistory, policySwitch }],
    ])
      expect(() => foldRecords(records)).toThrow(AppError);
  });

  it("counts once where a recording has it twice", () => {
    const switches = [switchRecord(0, 0, 0, "start"), switchRecord(0, 1, 1, "now")];
    const { engine } = foldRecords([...switches, known, ...switches]);
    expect(engine.save()?.partitions[0]?.[1].policies).toHaveLength(2);
  });
});

describe("an engine whose partitions switch policies", () => {
  it.each([
    ["an hour", ONE_HOUR],
    ["pauses", WITH_PAUSES],
  ])("comes to what the reference comes to, over %s", (_times, times) => {
    let switched = 0;
    fc.assert(
      fc.property(scenarioOf(times), ({ records, chances, lengths, plans }) => {
        const decoded = withSwitches(withoutUndated(hostileRecords(records, chances)), plans);
        const reference = new Reference(OWN);
        for (const record of decoded) reference.take(record);
        const expected = comparable(reference.finals(reference.latest()));
        for (const emits of BOTH) {
          const emitted = createStanding();
          takeInBatches(createEngine(OWN, emitted.outputs, { emits }), decoded, lengths);
          expect(comparable(emitted.standing())).toEqual(expected);
        }
        switched += plans.length;
      }),
      runs(100),
    );
    expect(switched).toBeGreaterThan(50);
  });

  it("emits the same however its records are cut into batches", () => {
    fc.assert(
      fc.property(scenarioOf(WITH_PAUSES), ({ records, chances, lengths, plans }) => {
        const decoded = withSwitches(hostileRecords(records, chances), plans);
        for (const emits of BOTH) {
          const [singly, together] = [createStanding(), createStanding()];
          takeInBatches(createEngine(OWN, singly.outputs, { emits }), decoded, [1]);
          takeInBatches(createEngine(OWN, together.outputs, { emits }), decoded, lengths);
          expect(together.all).toEqual(singly.all);
        }
      }),
      runs(100),
    );
  });

  it("goes on where another was, which conversations go over a few at a time", () => {
    const scenario = fc.tuple(scenarioOf(WITH_PAUSES), fc.nat(RECORDS), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(scenario, ([{ records, chances, plans }, cut, few]) => {
        const decoded = withSwitches(hostileRecords(records, chances), plans);
        const whole = createMemoryOutputs();
        const unbroken = createEngine(OWN, whole.outputs);
        unbroken.acceptAll(decoded);
        const parts = createMemoryOutputs();
        let engine = createEngine(OWN, parts.outputs);
        for (const [index, record] of decoded.entries()) {
          engine = takeAsService(engine, record, few);
          if (index === cut) {
            const next = createEngine(OWN, parts.outputs);
            restore(next, deserialize(serialize(engine.save())) as SavedEngine);
            engine = next;
          }
        }
        unbroken.finish();
        engine.finish();
        expect(finalTruth(parts.emitted)).toEqual(finalTruth(whole.emitted));
      }),
      runs(100),
    );
  });
});

/** Takes a record; a switch as a service does, which lets few conversations go over at once. */
function takeAsService(engine: Engine, record: Decoded, few: number): Engine {
  const change = record.kind === "ignored" ? record.policySwitch : undefined;
  if (change === undefined) engine.accept(record);
  else {
    engine.switchPolicy(change);
    while (engine.switchSome(change.partition, few).left > 0);
  }
  return engine;
}
