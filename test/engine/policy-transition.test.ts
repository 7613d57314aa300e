import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { Conversation } from "../../src/engine/store/conversation";
import { createEngine, type Engine } from "../../src/engine/engine";
import type { Fault } from "../../src/models/fault";
import { createMemoryOutputs, decodeAll } from "../support/run";
import { restore } from "../support/restore";
import { switchRecord } from "../support/switches";

const BASE = Date.UTC(2026, 2, 2, 9);
const iso = (at: number) => new Date(BASE + at).toISOString();

/** An agent is in a call, which was on hold for 30 s, until it ends. */
function call(offset: number, at: number, endsAt?: number) {
  const end = endsAt === undefined ? {} : { state: "disconnected", disconnectedTime: iso(endsAt) };
  const base = { id: "c", state: "connected", connectedTime: iso(0), held: at < 40_000, startHoldTime: iso(10_000) };
  const participants = [{ id: "p", purpose: "agent", queueId: "q", calls: [{ ...base, ...end }] }];
  return { partition: 0, offset, timestamp: BASE + at, value: { id: "v", participants } };
}
const [held, resumed, ended] = [call(0, 20_000), call(1, 40_000), call(3, 60_000, 60_000)];

function run() {
  const { outputs, emitted } = createMemoryOutputs();
  const faults: Fault[] = [];
  const create = () => createEngine(compilePolicy(EMPTY_POLICY), { ...outputs, fault: (one) => faults.push(one) });
  const engine = create();
  engine.acceptAll([switchRecord(0, 0, 0, "start"), ...decodeAll([held, resumed])]);
  return { engine, emitted, faults, create };
}

function switchAll(engine: Engine): void {
  engine.accept(switchRecord(0, 2, 1, "all"));
}

/** What stands of some records: the last of each id. */
function standing(records: readonly { readonly id: string; readonly retracted?: boolean | undefined }[]) {
  const last = new Map(records.map((record) => [record.id, record]));
  return [...last.values()].filter(({ retracted }) => retracted !== true);
}

const valuesOf = (records: ReturnType<typeof standing>) =>
  records.map((one) => [one.id, (one as { value?: number }).value, (one as { status?: string }).status]).sort();

describe("a fault as a conversation goes over to another policy", () => {
  const breakOnce = () =>
    jest.spyOn(Conversation.prototype, "renewMeasurements").mockImplementationOnce(() => {
      throw new TypeError("planted");
    });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("takes back what was emitted of it: nothing stands that no policy holds for", () => {
    const { engine, emitted, faults } = run();
    const before = standing(emitted.measurements).length;
    expect(before).toBeGreaterThan(0);
    breakOnce();
    switchAll(engine);

    expect(standing(emitted.measurements)).toEqual([]);
    expect(standing(emitted.deadlines)).toEqual([]);
    expect(faults).toMatchObject([{ conversationId: "v", error: { message: "planted" } }]);
    for (const records of [emitted.measurements, emitted.deadlines]) {
      const revisions = records.map(({ id, revision }) => `${id} ${revision}`);
      expect(new Set(revisions).size).toBe(revisions.length);
    }
  });

  it.each([false, true])("costs it nothing once there is news of it; restored between: %s", (isRestored) => {
    const { engine, emitted, create } = run();
    breakOnce();
    switchAll(engine);
    const next = isRestored ? create() : engine;
    if (isRestored) restore(next, engine.save()!);
    next.acceptAll(decodeAll([ended]));

    const plain = run();
    switchAll(plain.engine);
    plain.engine.acceptAll(decodeAll([ended]));
    expect(valuesOf(standing(emitted.measurements))).toEqual(valuesOf(standing(plain.emitted.measurements)));
    expect(valuesOf(standing(emitted.deadlines))).toEqual(valuesOf(standing(plain.emitted.deadlines)));
  });
});
