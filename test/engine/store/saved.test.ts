import { deserialize, serialize } from "node:v8";

import fc from "fast-check";

import { compilePolicy } from "../../../src/app/policy";
import { createEngine, type Engine } from "../../../src/engine/engine";
import type { SavedEngine } from "../../../src/engine/store/saved";
import type { Decoded } from "../../../src/models/decoded";
import { BASE, hostileLog, hostileRecords, WITH_PAUSES, withLateOnes } from "../../support/hostile";
import { createMemoryOutputs, decodeAll } from "../../support/run";
import { runs } from "../../support/runs";
import { restore } from "../../support/restore";

const MINUTE = 60_000;
const POLICY = compilePolicy(
  { run: { sweep: 10 * MINUTE }, defaults: { warnBeforeHold: MINUTE, warnBeforeWrapUp: 5000 }, media: {}, queues: {} },
  { lateness: MINUTE },
);

/** The clock moves after some, and makes overdue what later records may show as pending again. */
function takeBefore(engine: Engine, records: readonly Decoded[]): void {
  for (const [index, record] of records.entries()) {
    engine.accept(record);
    if (index % 5 === 4) engine.advance(engine.latest() + 20 * MINUTE);
  }
}

/** What an engine emits of records that come after others, when it is put in the place of the one that took those. */
function foldAfter(
  before: readonly Decoded[],
  after: readonly Decoded[],
  succeed: (engine: Engine, saved: SavedEngine) => void,
) {
  const first = createEngine(POLICY, createMemoryOutputs().outputs);
  takeBefore(first, before);
  const { outputs, emitted } = createMemoryOutputs();
  const second = createEngine(POLICY, outputs);
  succeed(second, deserialize(serialize(first.save())) as SavedEngine);
  const held = second.packedBytes();
  second.acceptAll(after);
  const saved = second.save();
  second.advance(second.latest() + MINUTE);
  second.finish();
  return { emitted: { ...emitted }, saved, held, left: second.packedBytes() };
}

describe("an engine that goes on where another was", () => {
  it("emits what that would have emitted, whether conversations are read at once or when there is news of them", () => {
    let untouched = 0;
    const scenario = fc.record({
      records: hostileLog(WITH_PAUSES, 60).map(withLateOnes),
      chances: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
      cut: fc.nat(60),
    });
    fc.assert(
      fc.property(scenario, ({ records, chances, cut }) => {
        const decoded = hostileRecords(records, chances).filter((record) => record.kind === "observations");
        const [before, after] = [decoded.slice(0, cut), decoded.slice(cut)];
        const unbroken = createMemoryOutputs();
        const engine = createEngine(POLICY, unbroken.outputs);
        takeBefore(engine, before);
        const { measurements, deadlines, conversations } = unbroken.emitted;
        const counts = [measurements.length, deadlines.length, conversations.length];
        engine.acceptAll(after);
        const saved = engine.save();
        engine.advance(engine.latest() + MINUTE);
        engine.finish();
        const expected = {
          measurements: measurements.slice(counts[0]),
          deadlines: deadlines.slice(counts[1]),
          conversations: conversations.slice(counts[2]),
        };
        const loaded = foldAfter(before, after, (second, from) => second.load(from));
        const restored = foldAfter(before, after, restore);
        expect(loaded.emitted).toMatchObject(expected);
        expect(restored.emitted).toMatchObject(expected);
        // Records that were misrouted are counted by the engine, which one partition does not know.
        expect(loaded.saved).toEqual(saved);
        expect(restored.saved?.partitions).toEqual(saved?.partitions);
        expect(restored.left).toBe(loaded.left);
        if (after.length === 0 && restored.held > 0) untouched += 1;
      }),
      runs(200),
    );
    expect(untouched).toBeGreaterThan(0);
  });

  it("moves time in its partitions by their numbers, not as they were seen first", () => {
    const calls = [
      { id: "c1", state: "alerting", alertingTimeoutMs: 1000, startAlertingTime: new Date(BASE).toISOString() },
    ];
    const alerting = (partition: number) => ({
      partition,
      offset: 0,
      timestamp: BASE,
      value: { id: `v${String(partition)}`, participants: [{ id: "p1", purpose: "agent", calls }] },
    });
    const records = decodeAll([2, 0, 1].map(alerting));
    const { emitted } = foldAfter(records, [], (engine, saved) => {
      engine.load(saved);
    });
    const { outputs, emitted: unbroken } = createMemoryOutputs();
    const engine = createEngine(POLICY, outputs);
    engine.acceptAll(records);
    engine.advance(BASE + MINUTE);
    const overdue = (of: typeof emitted) =>
      of.deadlines.filter(({ status }) => status === "overdue").map(({ conversationId }) => conversationId);
    expect(overdue(unbroken)).toEqual(["v0", "v1", "v2"]);
    expect(overdue(emitted)).toEqual(["v0", "v1", "v2"]);
  });

  it("knows which deadlines were emitted as overdue and are pending again, as that does not follow from the records", () => {
    const alerting = (at: number, alertingTimeoutMs: number) => {
      const startAlertingTime = new Date(BASE).toISOString();
      const calls = [{ id: "c1", state: "alerting", alertingTimeoutMs, startAlertingTime }];
      const value = { id: "v1", participants: [{ id: "p1", purpose: "agent", calls }] };
      return { partition: 0, offset: at, timestamp: BASE + at, value };
    };
    const [early, later, last] = decodeAll([
      alerting(0, 1000),
      alerting(40_000, 3_600_000),
      alerting(50_000, 3_600_000),
    ]);
    if (early === undefined || later === undefined || last === undefined) throw new Error("not decoded");
    const engine = createEngine(POLICY, createMemoryOutputs().outputs);
    engine.accept(early);
    engine.advance(BASE + 30_000);
    engine.accept(later);
    const pending = (one: Engine) => one.save()?.partitions[0]?.[1].conversations[0]?.emittedPending;
    expect(pending(engine)).toEqual(["v1/c1/alerting"]);
    const restored = createEngine(POLICY, createMemoryOutputs().outputs);
    restore(restored, deserialize(serialize(engine.save())) as SavedEngine);
    restored.accept(last);
    expect(pending(restored)).toEqual(["v1/c1/alerting"]);
    const loaded = createEngine(POLICY, createMemoryOutputs().outputs);
    loaded.load(engine.save()!);
    loaded.accept(last);
    expect(pending(loaded)).toEqual(["v1/c1/alerting"]);
  });
});
