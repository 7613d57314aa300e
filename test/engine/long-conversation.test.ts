import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { createRandom } from "../../src/consumers/simulation/random";
import { createEngine } from "../../src/engine/engine";
import { foldParticipant } from "../../src/reducers/participant";
import { createMemoryOutputs, decodeAll, finalTruth, foldDocuments } from "../support/run";
import { agent, calls, t } from "../support/story";

/** A conversation longer than any that a test generates elsewhere: its records lie in several parts. */

const COUNT = 700;
const start = Date.parse(t("09:00:00"));
const clock = (ms: number) => new Date(start + ms).toISOString();
const connected = { state: "connected", connectedTime: t("09:00:00") };
const documents = Array.from({ length: COUNT }, (_, index) => {
  const isHeld = Math.floor(index / 3) % 2 === 1;
  const hold = isHeld ? { held: true, startHoldTime: clock(Math.floor(index / 3) * 3000) } : { held: false };
  const record = calls("09:00:00", agent({ ...connected, ...hold, muted: index % 5 === 0 }));
  return { ...record, timestamp: start + index * 1000 };
});

describe("a conversation of many records", () => {
  const expected = finalTruth(foldDocuments(documents));

  it("ends with the same numbers when records come late by any number of others, and twice", () => {
    const random = createRandom(11, 1);
    for (const reach of [2, 40, COUNT]) {
      const delayed = documents
        .map((document, index) => ({ document, place: index + (random.chance(10) ? random.int(0, reach) : 0) }))
        .sort((left, right) => left.place - right.place)
        .map(({ document }) => document);
      expect(finalTruth(foldDocuments(delayed))).toEqual(expected);
      const twice = delayed.flatMap((document) => (random.chance(5) ? [document, document] : [document]));
      expect(finalTruth(foldDocuments(twice))).toEqual(expected);
    }
  });

  it("ends with the same numbers when it is sealed while it goes on", () => {
    const sealed = foldDocuments(documents, { latenessMs: 5000 });
    expect(sealed.counts.sealedObservations).toBeGreaterThan(COUNT / 2);
    const truth = finalTruth(sealed) as { measurements: unknown };
    expect(truth.measurements).toEqual((expected as { measurements: unknown }).measurements);
  });

  it("is folded few times more, and emitted once, where all of its records come in reverse", () => {
    const fold = (records: readonly object[]) => {
      const { outputs, emitted } = createMemoryOutputs();
      let folds = 0;
      const engine = createEngine(compilePolicy(EMPTY_POLICY, {}), outputs, {
        emits: "finals",
        fold: (...step) => {
          folds += 1;
          return foldParticipant(...step);
        },
      });
      engine.acceptAll(decodeAll(records));
      engine.finish();
      return {
        folds,
        measurements: emitted.measurements.map(({ revision: _revision, evidence: _evidence, ...rest }) => rest),
      };
    };
    const [inOrder, reversed] = [fold(documents), fold(documents.toReversed())];
    expect(reversed.measurements).toEqual(inOrder.measurements);
    expect(reversed.measurements.length).toBeGreaterThan(COUNT / 10);
    expect(reversed.folds).toBeLessThan(inOrder.folds * 3);
  });
});

describe("a conversation of many participants", () => {
  /** Agents who are alerted one after the other, and do not answer. */
  const attempts = (count: number) =>
    Array.from({ length: 2 * count }, (_, index) => {
      const place = Math.floor(index / 2);
      const end = { state: "disconnected", disconnectType: "client", disconnectedTime: clock(index * 1000) };
      const call = {
        id: `call-${String(place)}`,
        direction: "inbound",
        ...(index % 2 === 0 ? { state: "alerting" } : end),
      };
      const one = { id: `agent-${String(place)}`, purpose: "agent", userId: "u1", queueId: "q1", calls: [call] };
      return { ...calls("09:00:00", one), timestamp: start + index * 1000 };
    });

  const finalsOf = (records: readonly object[]) => {
    const { outputs, emitted } = createMemoryOutputs();
    const engine = createEngine(compilePolicy(EMPTY_POLICY, {}), outputs, { emits: "finals" });
    engine.acceptAll(decodeAll(records));
    engine.finish();
    return emitted.measurements.map(({ revision: _revision, evidence: _evidence, ...rest }) => rest);
  };

  it("ends with the same numbers in whatever order its records come", () => {
    const records = attempts(400);
    const expected = finalsOf(records);
    expect(expected).toHaveLength(1201);
    const random = createRandom(3, 1);
    const delayed = records
      .map((document, index) => ({ document, place: index + (random.chance(5) ? random.int(0, 500) : 0) }))
      .sort((left, right) => left.place - right.place)
      .map(({ document }) => document);
    expect(finalsOf(delayed)).toEqual(expected);
    expect(finalsOf(records.toReversed())).toEqual(expected);
  });

  it("costs as much for each participant as one of few", () => {
    const cpuOf = (count: number) => {
      const records = decodeAll(attempts(count));
      const engine = createEngine(compilePolicy(EMPTY_POLICY, {}), createMemoryOutputs().outputs, { emits: "finals" });
      const before = process.cpuUsage();
      engine.acceptAll(records);
      engine.finish();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    cpuOf(1000);
    // Where each is compared with all others, sixteen times as many cost a hundred times as much.
    expect(cpuOf(16_000) / cpuOf(1000)).toBeLessThan(50);
  }, 60_000);
});
