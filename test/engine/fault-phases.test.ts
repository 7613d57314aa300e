import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import type * as emissions from "../../src/engine/emit/emissions";
import { Conversation } from "../../src/engine/store/conversation";
import { createEngine, type Engine } from "../../src/engine/engine";
import { AppError } from "../../src/models/app-error";
import type { Decoded } from "../../src/models/decoded";
import type { Fault } from "../../src/models/fault";
import type { Policy } from "../../src/models/policy";
import { foldParticipant } from "../../src/reducers/participant";
import { createMemoryOutputs, decodeAll } from "../support/run";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BASE = Date.UTC(2026, 2, 2, 9);

const PHASES = [
  "before it is begun",
  "as it is taken",
  "in the fold",
  "in what is derived",
  "in what is emitted",
] as const;
type Phase = (typeof PHASES)[number];

function call(offset: number, id: string, at: number, state = "connected", queueId = "good") {
  const disconnectedTime = state === "disconnected" ? new Date(at).toISOString() : undefined;
  const one = { id: `k-${id}`, state, connectedTime: new Date(BASE).toISOString(), disconnectedTime };
  const value = { id, participants: [{ id: "p", purpose: "agent", queueId, calls: [one] }] };
  return { partition: 0, offset, timestamp: at, value };
}

/** A record in which a fault comes about as it is read so far: once its field is asked for. */
function poisoned(record: Decoded, field: "at" | "bodies"): Decoded {
  return Object.defineProperty({ ...record }, field, {
    get() {
      throw new TypeError("planted");
    },
  });
}

function open(policy: Partial<Policy> = {}, fold = foldParticipant) {
  const { outputs, emitted } = createMemoryOutputs();
  const faults: Fault[] = [];
  const compiled = compilePolicy(EMPTY_POLICY, { lateness: MINUTE, markers: MINUTE });
  const engine = createEngine(
    { ...compiled, ...policy },
    { ...outputs, fault: (fault) => faults.push(fault) },
    { fold, tracksChanges: true },
  );
  return { engine, emitted, faults };
}

/** An engine that has a fault in one phase of the work on what lies in the queue `bad`, and such a record. */
function plant(phase: Phase, record: Decoded) {
  const plain = compilePolicy(EMPTY_POLICY, {});
  const limitsFor: Policy["limitsFor"] = (queueId, mediaType) => {
    if (phase === "in what is derived" && queueId === "bad") throw new TypeError("planted");
    return plain.limitsFor(queueId, mediaType);
  };
  const fold: typeof foldParticipant = (participant, observation) => {
    if (phase === "in the fold" && observation.facts.queueId === "bad") throw new TypeError("planted");
    return foldParticipant(participant, observation);
  };
  mockEmitted.isBroken = phase === "in what is emitted";
  const bad =
    phase === "before it is begun"
      ? poisoned(record, "at")
      : phase === "as it is taken"
        ? poisoned(record, "bodies")
        : record;
  return { ...open({ limitsFor }, fold), bad };
}

/** What is emitted of the queue `bad`, or as a call of one conversation ends, where that is broken. */
const mockEmitted = { isBroken: false };
jest.mock("../../src/engine/emit/emissions", () => {
  const actual = jest.requireActual<typeof emissions>("../../src/engine/emit/emissions");
  const check = (change: Parameters<typeof emissions.toMeasurementRecord>[0]) => {
    const isOfEnd = change.subject.conversationId === "two" && change.name === "tTalkComplete";
    if (mockEmitted.isBroken && (isOfEnd || change.subject.queueId === "bad")) throw new TypeError("planted");
  };
  const toMeasurementEmission: typeof emissions.toMeasurementEmission = (change, revision) => {
    check(change);
    return actual.toMeasurementEmission(change, revision);
  };
  const toMeasurementRecord: typeof emissions.toMeasurementRecord = (change, revision) => {
    check(change);
    return actual.toMeasurementRecord(change, revision);
  };
  return { ...actual, toMeasurementEmission, toMeasurementRecord };
});

afterEach(() => {
  mockEmitted.isBroken = false;
  jest.restoreAllMocks();
});

describe("a fault in the work on a record", () => {
  const good = decodeAll([
    call(0, "one", BASE),
    call(1, "two", BASE + 1000),
    call(3, "one", BASE + MINUTE, "disconnected"),
  ]);
  const [ending, going] = decodeAll(
    ["disconnected", "connected"].map((state) => call(2, "two", BASE + 2000, state, "bad")),
  );
  const place = { partition: 0, offset: 2 };

  it.each(
    PHASES.flatMap((phase) => [0, 1, 2, 3].flatMap((at) => [1, 2, 4].map((length) => [phase, at, length] as const))),
  )("%s costs that record alone, at place %i, in batches of %i", (phase, at, length) => {
    const { engine, emitted, faults, bad } = plant(phase, (phase === "in what is derived" ? going : ending)!);
    const all = [...good.slice(0, at), bad, ...good.slice(at)];
    const outcomes: string[] = [];
    for (let from = 0; from < all.length; from += length)
      engine.acceptAll(all.slice(from, from + length), (_index, outcome) => outcomes.push(outcome));
    engine.finish();

    expect(outcomes).toEqual(all.map((one) => (one === bad ? "rejected" : "folded")));
    expect(emitted.rejections).toEqual([{ position: place, reason: "internal" }]);
    expect(faults).toMatchObject([
      { stage: "record", position: place, conversationId: "two", error: { message: "planted" } },
    ]);
    const without = open();
    without.engine.acceptAll(good);
    without.engine.finish();
    expect(emitted.measurements).toEqual(without.emitted.measurements);
    expect(emitted.measurements.length).toBeGreaterThan(0);
    expect(emitted.conversations.map(({ faulted: _mark, ...view }) => view)).toEqual(without.emitted.conversations);
    expect(engine.counts()).toEqual({ ...without.engine.counts(), faultedConversations: 1 });
  });

  it("costs only those records that have one, be they side by side, first or last", () => {
    const { engine, emitted } = open();
    const all = Array.from(
      { length: 6 },
      (_, index) => decodeAll([call(index, `c${String(index)}`, BASE + index)])[0]!,
    );
    const bad = [0, 1, 3, 5];
    engine.acceptAll(
      all.map((one, index) => (bad.includes(index) ? poisoned(one, index === 3 ? "bodies" : "at") : one)),
    );
    expect(emitted.rejections.map(({ position }) => "offset" in position && position.offset)).toEqual(bad);
    expect(engine.counts()).toMatchObject({ conversations: 2, faultedConversations: 4 });
  });

  it("is none of that record where what came before it cannot be written", () => {
    const { outputs } = createMemoryOutputs();
    const conversation = () => undefined;
    const measurement = () => {
      throw new TypeError("the output is broken");
    };
    const engine = createEngine(compilePolicy(EMPTY_POLICY, {}), { ...outputs, conversation, measurement });
    const undated = {
      partition: 0,
      offset: 5,
      value: { id: "two", participants: [{ id: "p", calls: [{ id: "k", state: "alerting" }] }] },
    };
    expect(() => engine.acceptAll([...good, ...decodeAll([undated])])).toThrow("the output is broken");
  });

  it.each([
    ["a failing world", new AppError("kafkaFailed", "The cluster is gone.", "Wait.")],
    ["a full memory", new RangeError("Array buffer allocation failed")],
    ["work that was called off", new DOMException("stopped", "AbortError")],
  ])("is none as a record is taken where it is %s", (_name, error) => {
    const { engine, emitted } = open();
    const bad = Object.defineProperty({ ...going! }, "at", {
      get() {
        throw error;
      },
    });
    expect(() => engine.acceptAll([bad])).toThrow(error);
    expect(emitted.rejections).toEqual([]);
  });
});

describe("a conversation that cannot be saved", () => {
  const records = decodeAll([call(0, "one", BASE), call(1, "two", BASE)]);
  const keep = (id: string) => id;

  /** `Conversation.save` as it is, but for one. */
  function breakSaving(id: string) {
    const save = Object.getOwnPropertyDescriptor(Conversation.prototype, "save")?.value as Conversation["save"];
    return jest.spyOn(Conversation.prototype, "save").mockImplementation(function (this: Conversation) {
      if (this.id === id) throw new TypeError("planted");
      return save.call(this);
    });
  }
  const SAVE_FAULT = { stage: "save", position: undefined, conversationId: "two", error: { message: "planted" } };

  it("leaves nothing to go on from without it; it goes on in memory, marked, and is saved once that works", () => {
    const { engine, emitted, faults } = open();
    engine.acceptAll(records);
    const broken = breakSaving("two");
    expect(engine.save()).toBeUndefined();
    expect(engine.save()).toBeUndefined();
    expect(faults).toMatchObject([SAVE_FAULT]);
    expect(engine.counts().faultedConversations).toBe(1);
    engine.acceptAll(decodeAll([call(2, "two", BASE + MINUTE, "disconnected")]));
    broken.mockRestore();
    expect(
      engine
        .save()
        ?.partitions[0]?.[1].conversations.map(({ id }) => id)
        .sort(),
    ).toEqual(["one", "two"]);
    engine.finish();
    expect(emitted.rejections).toEqual([]);
    expect(emitted.conversations.map(({ id, state, faulted }) => [id, state, faulted])).toEqual([
      ["one", "open", undefined],
      ["two", "ended", true],
    ]);
  });

  it("is named among what changed, and tried again until it can be kept; the others are kept meanwhile", () => {
    const { engine, faults } = open();
    engine.acceptAll(records);
    const changes = (kept = keep) => engine.takeChanges(0, kept).conversations;
    const cannot = (id: string) => {
      if (id === "two") throw new TypeError("planted");
      return id;
    };
    expect(changes(cannot)).toEqual([
      ["one", "one"],
      ["two", "unsaved"],
    ]);
    expect(changes(cannot)).toEqual([["two", "unsaved"]]);
    expect(faults).toMatchObject([SAVE_FAULT]);
    expect(changes()).toEqual([["two", "two"]]);
    expect(changes()).toEqual([]);
    engine.acceptAll(decodeAll([call(2, "two", BASE + MINUTE)]));
    changes(cannot);
    expect(faults).toHaveLength(2);
    expect(engine.counts().faultedConversations).toBe(1);
  });
});

describe("conversations on which faults came about", () => {
  const MANY = 1500;
  const twice = <Item>(items: readonly Item[]) => [...items, ...items];
  const isBad: typeof foldParticipant = (participant, observation) => {
    if (observation.facts.queueId === "bad") throw new TypeError("planted");
    return foldParticipant(participant, observation);
  };
  const ids = Array.from({ length: MANY }, (_, index) => `c${String(index)}`);
  let offset = 0;
  const poison = (id: string, at = BASE) => call((offset += 1), id, at, "connected", "bad");
  const goOn = (engine: Engine, documents: readonly unknown[]) => {
    engine.acceptAll(decodeAll(documents));
    return engine.counts().faultedConversations;
  };

  it.each([
    ["are held", ids.map((id) => call((offset += 1), id, BASE))],
    ["are known by nothing else", []],
  ])("are each counted once, however many they are, where they %s", (_name, first) => {
    const { engine } = open({}, isBad);
    engine.acceptAll(decodeAll(first));
    expect(
      goOn(
        engine,
        twice(ids).map((id) => poison(id)),
      ),
    ).toBe(MANY);
    const next = open({}, isBad).engine;
    next.load(engine.save()!);
    expect(
      goOn(
        next,
        ids.map((id) => poison(id)),
      ),
    ).toBe(MANY);
  });

  it("are marked while they are known, and forgotten some time after", () => {
    const { engine } = open({}, isBad);
    goOn(engine, [call(1, "held", BASE), poison("held"), poison("gone"), call(4, "other", BASE + 1)]);
    expect(engine.takeChanges(0, () => "").faults.marks.map(([id]) => id)).toEqual(["held", "gone"]);
    goOn(engine, [call(5, "other", BASE + 3 * HOUR), call(6, "third", BASE + 3 * HOUR)]);
    expect(engine.view("held")?.faulted).toBe(true);
    expect(engine.takeChanges(0, () => "").faults).toEqual({ conversations: 2, marks: [["gone", undefined]] });
    expect(goOn(engine, [poison("held", BASE + 3 * HOUR), poison("gone", BASE + 3 * HOUR)])).toBe(3);
  });
});
