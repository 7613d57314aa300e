import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { createEngine } from "../../src/engine/engine";
import type { Bounds } from "../../src/models/bounds";
import { createMemoryOutputs, decodeAll, finalOf } from "../support/run";

const BASE = Date.UTC(2026, 2, 2, 9);
const SECOND = 1000;
const iso = (seconds: number) => new Date(BASE + seconds * SECOND).toISOString();

const record = (seconds: number, fields: object, id = "long") => ({
  timestamp: BASE + seconds * SECOND,
  value: {
    id,
    participants: [
      { id: "p", purpose: "agent", calls: [{ id: `k-${id}`, state: "connected", connectedTime: iso(0), ...fields }] },
    ],
  },
});

/** A call with many holds of two seconds each, one every four, and a second one beside it. */
function holds(times: number): object[] {
  const records: object[] = [record(0, { held: false }), record(0, { held: false }, "short")];
  for (let hold = 1; hold <= times; hold += 1) {
    records.push(record(4 * hold, { held: true, startHoldTime: iso(4 * hold) }), record(4 * hold + 2, { held: false }));
  }
  const end = 4 * times + 10;
  return [
    ...records,
    record(end, { state: "disconnected", disconnectedTime: iso(end) }),
    record(end, { state: "disconnected", disconnectedTime: iso(end) }, "short"),
  ];
}

function run(documents: readonly object[], bounds?: Bounds, lengths = documents.length) {
  const { outputs, emitted } = createMemoryOutputs();
  const engine = createEngine(compilePolicy(EMPTY_POLICY, {}), outputs, { ...(bounds && { bounds }) });
  const decoded = decodeAll(documents);
  for (let from = 0; from < decoded.length; from += lengths) engine.acceptAll(decoded.slice(from, from + lengths));
  const saved = engine.save();
  const packed = engine.packedBytes();
  const counts = engine.counts();
  engine.finish();
  return { ...emitted, counts, saved, packed };
}

const values = ({ measurements }: ReturnType<typeof run>, id: string) =>
  finalOf(measurements)
    .filter(({ conversationId }) => conversationId === id)
    .map(({ name, value }) => [name, value] as const);
const SUMS = ["tTalkComplete", "tHeldComplete", "nHolds", "tHandle"];

describe("a conversation past its bound", () => {
  it.each([
    ["of records", { records: 100, holds: 200_000 }],
    ["of holds", { records: 1_000_000, holds: 40 }],
  ])("%s loses no record and no hold, but no sum of it is emitted, and it is marked and counted", (_name, bounds) => {
    const documents = holds(120);
    const whole = run(documents);
    const bounded = run(documents, bounds);
    expect(bounded.rejections).toEqual([]);
    expect(whole.counts.pastBoundConversations).toBe(0);
    expect(bounded.counts.pastBoundConversations).toBe(1);
    expect(values(bounded, "long")).toEqual(values(whole, "long").filter(([name]) => !SUMS.includes(name)));
    expect(values(whole, "long").filter(([name]) => SUMS.includes(name)).length).toBeGreaterThan(2);
    expect(values(bounded, "short")).toEqual(values(whole, "short"));
    expect(bounded.conversations.map(({ id, incomplete }) => [id, incomplete])).toEqual([
      ["long", true],
      ["short", undefined],
    ]);
  });

  it("of records has its older ones sealed early", () => {
    const bounded = run(holds(120), { records: 100, holds: 200_000 });
    expect(bounded.counts.sealedObservations).toBeGreaterThan(100);
    expect(run(holds(120)).counts.sealedObservations).toBe(0);
  });

  it("is the same in batches of any length, and goes on from what was saved", () => {
    const documents = holds(120);
    const bounds = { records: 100, holds: 30 };
    const { saved: _saved, packed: _packed, ...whole } = run(documents, bounds);
    const { saved: _others, packed: _bytes, ...singly } = run(documents, bounds, 1);
    expect(singly).toEqual(whole);

    const half = run(documents.slice(0, -2), bounds);
    const { outputs, emitted } = createMemoryOutputs();
    const engine = createEngine(compilePolicy(EMPTY_POLICY, {}), outputs, { bounds });
    engine.load(half.saved!);
    engine.acceptAll(decodeAll(documents).slice(-2));
    expect(engine.counts().pastBoundConversations).toBe(1);
    expect(emitted.measurements.map(({ name }) => name)).not.toContain("tHeldComplete");
    expect(engine.view("long")?.incomplete).toBe(true);
  });
});
