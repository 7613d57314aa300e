import { deserialize, serialize } from "node:v8";

import fc from "fast-check";

import { compilePolicy } from "../../../src/app/policy";
import { createEngine } from "../../../src/engine/engine";
import type { Outputs } from "../../../src/engine/ports";
import { Reference } from "../../../src/engine/reference/reference";
import type { SavedEngine } from "../../../src/engine/store/saved";
import { BASE, hostileLog, hostileRecords, WITH_PAUSES, withLateOnes } from "../../support/hostile";
import { decodeAll } from "../../support/run";
import { runs } from "../../support/runs";
import { comparable, createStanding, takeInBatches } from "../../support/standing";

const MINUTE = 60_000;
const SWEPT = compilePolicy({ run: { sweep: 10 * MINUTE }, defaults: {}, media: {}, queues: {} }, { lateness: MINUTE });
/** Conversations are forgotten within minutes, and time follows no leap at once. */
const FORGETTING = compilePolicy(
  { run: { sweep: 10 * MINUTE, leap: MINUTE, markers: 5 * MINUTE }, defaults: {}, media: {}, queues: {} },
  { lateness: MINUTE },
);
const USUAL = compilePolicy({ run: {}, defaults: {}, media: {}, queues: {} }, {});

const scenario = fc.record({
  records: hostileLog(WITH_PAUSES, 60).map(withLateOnes),
  chances: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
  lengths: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 10 }),
});

/** A snapshot of a call that ends at an instant, or goes on. */
const snapshot = (offset: number, at: number, id: string, endAt: number | undefined) => {
  const end = endAt === undefined ? {} : { endTime: new Date(BASE + endAt).toISOString() };
  const state = endAt === undefined ? "connected" : "disconnected";
  const call = { id: `k-${id}`, state, connectedTime: new Date(BASE).toISOString(), ...end };
  const participants = [{ id: `p-${id}`, purpose: "customer", calls: [call] }];
  return { partition: 0, offset, timestamp: BASE + at, value: { id, participants } };
};

describe("an engine that emits finals", () => {
  it.each([
    ["the usual policy", USUAL, { superseded: 100 }],
    ["conversations that are swept after minutes", SWEPT, { superseded: 100 }],
  ])("emits once what stands of all changes, with %s", (_name, policy, least) => {
    const seen = { superseded: 0 };
    fc.assert(
      fc.property(scenario, ({ records, chances, lengths }) => {
        const decoded = hostileRecords(records, chances);
        const [changes, finals] = [createStanding(), createStanding()];
        takeInBatches(createEngine(policy, changes.outputs), decoded, lengths);
        takeInBatches(createEngine(policy, finals.outputs, { emits: "finals" }), decoded, lengths);
        expect(comparable(finals.standing())).toEqual(comparable(changes.standing()));
        seen.superseded += finals.all.filter((line) => line.startsWith("superseded")).length;
      }),
      runs(400),
    );
    expect(seen.superseded).toBeGreaterThan(least.superseded);
  });

  it("emits the same in the same order however records are cut into batches, and whoever goes on where it was", () => {
    fc.assert(
      fc.property(scenario, ({ records, chances, lengths }) => {
        const decoded = hostileRecords(records, chances);
        const [singly, together, resumed] = [createStanding(), createStanding(), createStanding()];
        const finals = (outputs: Outputs) => createEngine(SWEPT, outputs, { emits: "finals" });
        takeInBatches(finals(singly.outputs), decoded, [1]);
        takeInBatches(finals(together.outputs), decoded, [decoded.length]);
        takeInBatches(finals(resumed.outputs), decoded, lengths, (engine) => {
          const next = finals(resumed.outputs);
          next.load(deserialize(serialize(engine.save())) as SavedEngine);
          return next;
        });
        expect(together.all).toEqual(singly.all);
        expect(resumed.all).toEqual(singly.all);
      }),
      runs(300),
    );
  });

  it("emits a conversation when it has been quiet for half a minute, and anew after news of it", () => {
    const records = [
      snapshot(0, 0, "a", undefined),
      snapshot(1, 5000, "a", 5000),
      snapshot(2, 20_000, "b", undefined),
      snapshot(3, 35_001, "b", undefined),
      snapshot(4, 40_000, "a", 4000),
      snapshot(5, 80_000, "b", undefined),
    ];
    const kept = createStanding();
    const engine = createEngine(USUAL, kept.outputs, { emits: "finals" });
    const emittedAt = decodeAll(records).map((record) => {
      const before = kept.all.length;
      engine.accept(record);
      return kept.all.slice(before).map((line) => /"name":"(tConnected)","value":(\d+)|superseded.*/.exec(line)?.[0]);
    });
    const named = emittedAt.map((lines) => lines.filter((line) => line !== undefined));
    expect(named).toEqual([
      [],
      [],
      [],
      ['"name":"tConnected","value":5000'],
      ["superseded a 2"],
      ['"name":"tConnected","value":5000'],
    ]);
  });

  it("emits nothing that the same record supersedes", () => {
    const records = [
      snapshot(0, 0, "a", undefined),
      // Long after that was forgotten; nothing confirms it before the next record, which lets it rest.
      snapshot(1, 20 * MINUTE, "a", 20 * MINUTE),
      snapshot(2, 21 * MINUTE, "b", undefined),
    ];
    const kept = createStanding();
    const engine = createEngine(FORGETTING, kept.outputs, { emits: "finals" });
    engine.acceptAll(decodeAll(records));
    engine.finish();
    expect(kept.all.filter((line) => line.startsWith("superseded"))).toEqual([]);
    const ids = [...kept.standing().keys()];
    expect(ids.filter((id) => id.includes("k-a/tConnected"))).toEqual(["measurement a/k-a/tConnected"]);
    expect(ids.filter((id) => id.includes("~2"))).toEqual([]);
  });

  it("keeps the view of what was forgotten, also where what came under its id turns out to have ended long before", () => {
    const first = (offset: number, at: number, id: string) => snapshot(offset, at, id, undefined);
    const later = (offset: number, call: object) => ({
      ...first(offset, 100 * MINUTE, "a"),
      value: { id: "a", participants: [{ id: "q", purpose: "customer", calls: [{ id: "k-q", ...call }] }] },
    });
    const over = { state: "disconnected", disconnectedTime: new Date(BASE).toISOString() };
    const records = decodeAll([
      first(0, 0, "a"),
      first(1, 20 * MINUTE, "b"),
      first(2, 20 * MINUTE, "c"),
      later(3, { state: "connected" }),
      later(4, over),
    ]);
    const reference = new Reference(FORGETTING);
    for (const record of records) reference.take(record);
    const kept = createStanding();
    takeInBatches(createEngine(FORGETTING, kept.outputs, { emits: "finals" }), records, [1]);
    expect(kept.standing().get("conversation a")).toMatchObject({
      state: "swept",
      participants: [{ participantId: "p-a" }],
    });
    expect(comparable(kept.standing())).toEqual(comparable(reference.finals(reference.latest())));
  });
});
