import fc from "fast-check";

import { compilePolicy } from "../../src/app/policy";
import { createEngine } from "../../src/engine/engine";
import type { Outputs } from "../../src/engine/ports";
import { AppError } from "../../src/models/app-error";
import type { Decoded } from "../../src/models/decoded";
import type { Fault } from "../../src/models/fault";
import type { Policy } from "../../src/models/policy";
import { isSamePosition } from "../../src/models/position";
import type { Observation } from "../../src/models/observation";
import { foldParticipant } from "../../src/reducers/participant";
import { hostileLog, hostileRecords, WITH_PAUSES, withLateOnes } from "../support/hostile";
import { createMemoryOutputs, decodeAll } from "../support/run";
import { runs } from "../support/runs";

const MINUTE = 60_000;
const BASE = Date.UTC(2026, 2, 2, 9);
const LEAPING = { run: { sweep: 10 * MINUTE, leap: MINUTE, markers: 5 * MINUTE }, defaults: {}, media: {}, queues: {} };

/** A fold that has a fault, and limits that have another. */
const faultyFold: typeof foldParticipant = (participant, observation) => {
  if (isPoison(observation)) throw new TypeError("planted in the fold");
  return foldParticipant(participant, observation);
};
const isPoison = ({ facts }: Observation) => facts.errorCode !== undefined && facts.muted === true;
const faultyPolicy = (policy: Policy): Policy => ({
  ...policy,
  limitsFor(queueId, mediaType) {
    if (queueId === "q2" && mediaType === "callback") throw new TypeError("planted in the limits");
    return policy.limitsFor(queueId, mediaType);
  },
});

/** All that a faulty engine emits of a log cut into batches of some lengths. */
function foldFaulty(records: readonly Decoded[], lengths: readonly number[], without: readonly Decoded[] = []) {
  const { outputs, emitted } = createMemoryOutputs();
  const faults: Fault[] = [];
  const policy = faultyPolicy(compilePolicy(LEAPING, { lateness: MINUTE }));
  const listener: Outputs = { ...outputs, fault: (fault) => faults.push(fault) };
  const engine = createEngine(policy, listener, { fold: faultyFold });
  const outcomes: string[] = [];
  const left = records.filter((record) => !without.includes(record));
  let from = 0;
  for (let turn = 0; from < left.length; turn += 1) {
    const batch = left.slice(from, from + (lengths[turn % lengths.length] ?? 1));
    const named = (index: number) => JSON.stringify(batch[index]?.position);
    engine.acceptAll(batch, (index, outcome) => outcomes.push(`${named(index)} ${outcome}`));
    from += batch.length;
  }
  const counts = engine.counts();
  engine.advance(engine.latest() + MINUTE);
  engine.finish();
  return { ...emitted, outcomes, faults, counts };
}

/** What is emitted, without what speaks of the faults. */
function withoutFaults({ faults: _faults, ...emitted }: ReturnType<typeof foldFaulty>) {
  const { faultedConversations: _faulted, misroutedRecords: _misrouted, ...counts } = emitted.counts;
  return {
    ...emitted,
    counts,
    outcomes: emitted.outcomes.filter((outcome) => !outcome.endsWith(" rejected")),
    rejections: emitted.rejections.filter(({ reason }) => reason !== "internal"),
    conversations: emitted.conversations.map(({ faulted: _mark, ...view }) => view),
  };
}

describe("a fault in the work on a record", () => {
  it("costs that record alone: all else comes out as if it had not been in the log, in batches of any length", () => {
    const seen = { inFold: 0, inLimits: 0, evicted: 0, reopened: 0, late: 0, several: 0, misrouted: 0 };
    const scenario = fc.record({
      records: hostileLog(WITH_PAUSES, 60).map(withLateOnes),
      chances: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
      lengths: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 10 }),
    });
    fc.assert(
      fc.property(scenario, ({ records, chances, lengths }) => {
        const decoded = hostileRecords(records, chances);
        const whole = foldFaulty(decoded, [decoded.length]);
        expect(foldFaulty(decoded, [1])).toEqual(whole);
        expect(foldFaulty(decoded, lengths)).toEqual(whole);

        const internal = whole.rejections.filter(({ reason }) => reason === "internal");
        expect(whole.faults.map(({ position }) => position)).toEqual(internal.map(({ position }) => position));
        const poisoned = decoded.filter((record) =>
          internal.some(({ position }) => isSamePosition(position, record.position)),
        );
        const good = foldFaulty(decoded, [decoded.length], poisoned);
        expect(good.faults).toEqual([]);
        expect(withoutFaults(whole)).toEqual(withoutFaults(good));

        seen.inFold += whole.faults.filter(({ error }) => String(error).endsWith("fold")).length;
        seen.inLimits += whole.faults.filter(({ error }) => String(error).endsWith("limits")).length;
        seen.several += Number(internal.length > 1);
        seen.evicted += whole.counts.evictedConversations;
        seen.reopened += whole.counts.reopenedConversations;
        seen.misrouted += whole.counts.misroutedRecords;
        seen.late += whole.outcomes.filter((outcome) => outcome.endsWith("late")).length;
      }),
      runs(250),
    );
    for (const [name, times] of Object.entries(seen)) expect([name, times > 0]).toEqual([name, true]);
  });
});

describe("a fault as time passes", () => {
  const alerting = (id: string, queue: string, offset: number, at: number, alertingTimeoutMs = 8000) => ({
    partition: 0,
    offset,
    timestamp: at,
    value: {
      id,
      participants: [
        { id: "p", purpose: "agent", queueId: queue, calls: [{ id: `k-${id}`, state: "alerting", alertingTimeoutMs }] },
      ],
    },
  });

  function run(isBroken: { now: boolean }) {
    const { outputs, emitted } = createMemoryOutputs();
    const faults: Fault[] = [];
    const plain = compilePolicy({ run: {}, defaults: {}, media: {}, queues: {} }, {});
    const policy: Policy = {
      ...plain,
      limitsFor(queueId, mediaType) {
        if (isBroken.now && queueId === "bad") throw new TypeError("planted");
        return plain.limitsFor(queueId, mediaType);
      },
    };
    const engine = createEngine(policy, { ...outputs, fault: (fault) => faults.push(fault) });
    return { engine, emitted, faults };
  }

  it("excludes its conversation: what was emitted of it stands, the others go on, and news of it heal it", () => {
    const isBroken = { now: false };
    const { engine, emitted, faults } = run(isBroken);
    engine.acceptAll(decodeAll([alerting("bad1", "bad", 0, BASE), alerting("good1", "good", 1, BASE)]));

    isBroken.now = true;
    engine.advance(BASE + MINUTE);
    expect(emitted.deadlines.map(({ conversationId, status }) => [conversationId, status])).toEqual([
      ["good1", "overdue"],
    ]);
    expect(faults).toMatchObject([{ stage: "time", position: undefined, conversationId: "bad1" }]);
    engine.advance(BASE + 2 * MINUTE);
    expect(faults).toHaveLength(1);
    expect(engine.counts().faultedConversations).toBe(1);

    isBroken.now = false;
    engine.acceptAll(decodeAll([alerting("bad1", "bad", 2, BASE + MINUTE, 9000)]));
    expect(emitted.deadlines.map(({ conversationId, status }) => [conversationId, status])).toEqual([
      ["good1", "overdue"],
      ["bad1", "overdue"],
    ]);
    engine.finish();
    expect(emitted.conversations.map(({ id, faulted }) => [id, faulted])).toEqual([
      ["bad1", true],
      ["good1", undefined],
    ]);
  });

  it("costs a conversation its view at the end, and no other", () => {
    const isBroken = { now: false };
    const { engine, emitted, faults } = run(isBroken);
    engine.acceptAll(decodeAll([alerting("bad1", "bad", 0, BASE), alerting("good1", "good", 1, BASE)]));
    isBroken.now = true;
    engine.finish();
    expect(emitted.conversations.map(({ id }) => id)).toEqual(["good1"]);
    expect(faults).toMatchObject([{ stage: "view", conversationId: "bad1" }]);
    expect(engine.view("bad1")).toBeUndefined();
    expect(faults).toHaveLength(1);
  });

  it("costs a conversation what would be said of what stands, and no other", () => {
    const isBroken = { now: false };
    const { engine, faults } = run(isBroken);
    engine.acceptAll(decodeAll([alerting("bad1", "bad", 0, BASE), alerting("good1", "good", 1, BASE)]));
    engine.advance(BASE + MINUTE);
    expect(engine.standing("bad1").length).toBeGreaterThan(0);
    isBroken.now = true;
    expect(engine.standing("bad1")).toEqual([]);
    expect(engine.standing("good1").length).toBeGreaterThan(0);
    expect(engine.standing("bad1")).toEqual([]);
    expect(faults).toMatchObject([{ stage: "view", conversationId: "bad1" }]);
    expect(engine.counts().faultedConversations).toBe(1);
  });

  it("is remembered by whoever goes on from what was saved", () => {
    const isBroken = { now: true };
    const first = run(isBroken);
    first.engine.acceptAll(decodeAll([alerting("bad1", "bad", 0, BASE), alerting("good1", "good", 1, BASE)]));
    const second = run(isBroken);
    second.engine.load(first.engine.save()!);
    expect(second.engine.counts().faultedConversations).toBe(1);
    isBroken.now = false;
    second.engine.acceptAll(decodeAll([alerting("bad1", "bad", 2, BASE)]));
    expect(second.engine.view("bad1")?.faulted).toBe(true);
    expect(second.faults).toEqual([]);
  });
});

describe("what is no fault of a record", () => {
  it.each([
    ["a failing world", new AppError("kafkaFailed", "The cluster is gone.", "Wait.")],
    ["a full memory", new RangeError("Array buffer allocation failed")],
    ["work that was called off", new DOMException("stopped", "AbortError")],
  ])("ends the run: %s", (_name, error) => {
    const fold = () => {
      throw error;
    };
    const { outputs, emitted } = createMemoryOutputs();
    const engine = createEngine(compilePolicy(LEAPING, {}), outputs, { fold });
    const [record] = decodeAll([
      { timestamp: BASE, value: { id: "c", participants: [{ id: "p", calls: [{ id: "k", state: "alerting" }] }] } },
    ]);
    expect(() => engine.acceptAll([record!])).toThrow(error);
    expect(emitted.rejections).toEqual([]);
  });

  it("ends the run where an output cannot be written", () => {
    const { outputs } = createMemoryOutputs();
    const broken: Outputs = {
      ...outputs,
      measurement() {
        throw new Error("disk full");
      },
    };
    const engine = createEngine(compilePolicy(LEAPING, {}), broken);
    const call = (state: string, at: number) => ({
      timestamp: at,
      value: {
        id: "c",
        participants: [
          { id: "p", purpose: "agent", calls: [{ id: "k", state, connectedTime: new Date(BASE).toISOString() }] },
        ],
      },
    });
    expect(() => engine.acceptAll(decodeAll([call("connected", BASE), call("disconnected", BASE + MINUTE)]))).toThrow(
      "disk full",
    );
  });
});
