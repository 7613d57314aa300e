import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { createEngine } from "../../src/engine/engine";
import { createMemoryOutputs, decodeAll } from "../support/run";

const BASE = Date.UTC(2026, 2, 2, 9);
const iso = (seconds: number) => new Date(BASE + seconds * 1000).toISOString();

const record = (seconds: number, fields: object) => {
  const call = { id: "k", state: "connected", connectedTime: iso(0), held: false, ...fields };
  const value = { id: "long", participants: [{ id: "p", purpose: "agent", calls: [call] }] };
  return { timestamp: BASE + seconds * 1000, value };
};

/** A call with more records than one part of its history has, then a hold of 30 s, and news long after that. */
const CALL = decodeAll([
  ...Array.from({ length: 64 }, (_, second) => record(second, { muted: second % 2 === 1 })),
  record(100, { held: true }),
  record(130, {}),
  record(400, { muted: true }),
  record(410, {}),
  record(420, { muted: true }),
  record(500, { state: "disconnected", disconnectedTime: iso(500), disconnectType: "peer" }),
]);

function totalsOf(batch: number): Record<string, number | undefined> {
  const { outputs, emitted } = createMemoryOutputs();
  const engine = createEngine(compilePolicy(EMPTY_POLICY, { lateness: 60_000 }), outputs);
  for (let from = 0; from < CALL.length; from += batch) engine.acceptAll(CALL.slice(from, from + batch));
  engine.finish();
  expect(engine.counts().sealedObservations).toBeGreaterThan(60);
  const last = new Map(emitted.measurements.map((one) => [one.name, one.value]));
  return Object.fromEntries(["tTalkComplete", "tHeldComplete", "nHolds"].map((name) => [name, last.get(name)]));
}

describe("older records that are folded for good", () => {
  it.each([1, 3, 7, CALL.length])("are in the totals, in batches of %d", (batch) => {
    expect(totalsOf(batch)).toEqual({ tTalkComplete: 470_000, tHeldComplete: 30_000, nHolds: 1 });
  });
});
