import { keptPolicy } from "../../../src/app/effective-policy";
import { EMPTY_POLICY } from "../../../src/app/policy";
import { createMessageDecoder, type MessageDecoder } from "../../../src/consumers/live/records/message-decoder";
import type { FoldOptions } from "../../../src/consumers/live/fold/fold-options";
import { PartitionFold } from "../../../src/consumers/live/fold/partition-fold";
import type { LogRecord, Outgoing } from "../../../src/consumers/live/port/port";
import { encodeFence, StateReader } from "../../../src/consumers/live/state/state-codec";
import { nameTopics } from "../../../src/consumers/live/port/topic-names";
import { Conversation } from "../../../src/engine/store/conversation";
import type { Fault } from "../../../src/models/fault";
import { PolicyChoice } from "../../../src/consumers/live/policy/policy-choice";
import type * as policyValues from "../../../src/models/policy-values";

/** A fault is planted in what a policy says of one queue. */
jest.mock("../../../src/models/policy-values", () => {
  const actual = jest.requireActual<typeof policyValues>("../../../src/models/policy-values");
  const policyWith: typeof policyValues.policyWith = (values, digest) => {
    const plain = actual.policyWith(values, digest);
    const limitsFor: typeof plain.limitsFor = (queueId, mediaType) => {
      if (queueId === "bad") throw new TypeError("planted");
      return plain.limitsFor(queueId, mediaType);
    };
    return { ...plain, limitsFor };
  };
  return { ...actual, policyWith };
});

const BASE = Date.UTC(2026, 2, 2, 9);
const topics = nameTopics("updates", "convofold");

function message(offset: number, id: string, queueId: string, fields: object = {}): LogRecord {
  const connectedTime = new Date(BASE).toISOString();
  const call = { id: `k-${id}`, state: "connected", connectedTime, ...fields };
  const value = JSON.stringify({ id, participants: [{ id: "p", purpose: "agent", queueId, calls: [call] }] });
  return {
    key: Buffer.from(id),
    value: Buffer.from(value),
    timestamp: BASE + offset * 1000,
    offset: BigInt(offset),
  };
}

/** A worker's fold of one partition, with a fault in what it does for one queue. */
function open(decoder: MessageDecoder = createMessageDecoder(1 << 20)) {
  const faults: Fault[] = [];
  const rejected: string[] = [];
  const silent = () => undefined;
  const options: FoldOptions = {
    topics,
    policies: new PolicyChoice({ own: keptPolicy(EMPTY_POLICY), from: undefined, mayReturn: false }),
    kind: { semantics: "1", partitions: 1, input: "in", group: "g" },
    decoder,
    misrouted: "reject",
    onRecords: silent,
    onBehind: silent,
    onStage: silent,
    onMeasured: silent,
    onCorrected: silent,
    onDeadline: silent,
    onRejected: ({ reason }) => rejected.push(reason),
    onFault: (fault) => faults.push(fault),
  };
  const fold = new PartitionFold(0, options);
  const committed = <Counted>(counted: readonly Counted[]) => {
    fold.committed();
    return counted;
  };
  return { fold, faults: () => committed(faults), rejected: () => committed(rejected) };
}

const ended = { state: "disconnected", disconnectedTime: new Date(BASE + 9000).toISOString() };
const LOG = [
  message(0, "one", "good"),
  message(1, "two", "good"),
  message(2, "one", "bad"),
  message(3, "two", "good", ended),
  message(4, "one", "good", ended),
];
const valuesOf = (outgoing: readonly Outgoing[], topic: string) =>
  outgoing.filter((one) => one.topic === topic).map(({ value }) => value?.toString());

/** Restores what was written to the state topic. */
function restored(written: readonly Outgoing[]) {
  const next = open();
  const reader = new StateReader("nonce");
  const state = [...written.filter(({ topic }) => topic === topics.state), encodeFence(topics.state, "nonce")];
  for (const { key, value } of state) {
    const bytes = value === null ? null : Buffer.from(value);
    reader.take({ key: Buffer.from(key ?? ""), value: bytes });
  }
  next.fold.restore(reader);
  return next;
}

/** A worker's fold whose decoder gives a record that cannot be taken. */
function openPoisoned() {
  const plain = createMessageDecoder(1 << 20);
  const decode: MessageDecoder["decode"] = (topic, partition, message) =>
    plain.decode(topic, partition, message).map(({ record, isRoutedByKey }) => {
      const at = { get: () => refuseToTake() };
      return { record: message.offset === 2n ? Object.defineProperty({ ...record }, "at", at) : record, isRoutedByKey };
    });
  return open({ decode });
}
function refuseToTake(): never {
  throw new TypeError("planted");
}

describe("a record that cannot even be taken", () => {
  it.each([1, 2, 5])("goes to the dead letters, and all else goes on: in batches of %i", (length) => {
    const { fold, faults } = openPoisoned();
    const outgoing: Outgoing[] = [];
    for (let from = 0; from < LOG.length; from += length)
      outgoing.push(
        ...fold.fold("updates", LOG.slice(from, from + length), BigInt(Math.min(LOG.length, from + length))),
      );
    expect(outgoing.filter(({ topic }) => topic === topics.rejects)).toMatchObject([
      { value: LOG[2]!.value, headers: { "convofold.reason": "internal" } },
    ]);
    expect(faults()).toMatchObject([{ stage: "record", position: { offset: 2 } }]);
    const without = open().fold.fold("updates", [...LOG.slice(0, 2), ...LOG.slice(3)], 5n);
    expect(valuesOf(outgoing, topics.measurements)).toEqual(valuesOf(without, topics.measurements));
  });
});

describe("a conversation whose state cannot be written", () => {
  afterEach(() => jest.restoreAllMocks());

  /** A checkpoint in which one of the two conversations could not be saved. */
  function checkpointed() {
    const first = open();
    const outgoing = first.fold.fold("updates", LOG.slice(0, 2), 2n);
    const save = Object.getOwnPropertyDescriptor(Conversation.prototype, "save")?.value as Conversation["save"];
    jest.spyOn(Conversation.prototype, "save").mockImplementation(function (this: Conversation) {
      if (this.id === "two") throw new TypeError("planted");
      return save.call(this);
    });
    const { state } = first.fold.checkpoint();
    jest.restoreAllMocks();
    return { first, outgoing, state };
  }

  it("is reported as a fault and kept in memory; once it can be written, nothing is missing after a restore", () => {
    const { first, outgoing, state } = checkpointed();
    expect(first.faults()).toMatchObject([{ stage: "save", conversationId: "two" }]);
    const later = first.fold.checkpoint().state;
    const next = restored([...outgoing, ...state, ...later, ...first.fold.position()]);
    next.fold.fold("updates", LOG.slice(3), 5n);
    expect(next.faults()).toEqual([]);
    expect(next.rejected()).toEqual([]);
    expect(next.fold.counts().faultedConversations).toBe(1);
  });

  it("emits nothing wrong after a restore without it: what comes for it goes to the dead letters; the others go on", () => {
    const { first, outgoing, state } = checkpointed();
    const next = restored([...outgoing, ...state, ...first.fold.position()]);
    const emitted = next.fold.fold("updates", LOG.slice(3), 5n);
    expect(next.faults()).toMatchObject([{ stage: "record", conversationId: "two", position: { offset: 3 } }]);
    const keys = emitted.filter(({ topic }) => topic === topics.measurements).map(({ key }) => String(key));
    expect(new Set(keys)).toEqual(new Set(["one"]));
    expect(emitted.filter(({ topic }) => topic === topics.rejects)).toMatchObject([{ value: LOG[3]!.value }]);
  });
});

describe("a fault in a record of a topic", () => {
  it("sends its bytes to the dead letters with all else that its batch comes to, and is reported once", () => {
    const { fold, faults, rejected } = open();
    const outgoing = fold.fold("updates", LOG, 5n);
    const dead = outgoing.filter(({ topic }) => topic === topics.rejects);
    expect(dead).toHaveLength(1);
    expect(dead[0]).toMatchObject({ key: LOG[2]!.key, value: LOG[2]!.value });
    expect(dead[0]?.headers).toMatchObject({ "convofold.reason": "internal", "convofold.position": "updates/0/2" });
    expect(rejected()).toEqual(["internal"]);
    expect(faults()).toMatchObject([{ stage: "record", conversationId: "one", position: { partition: 0, offset: 2 } }]);

    const without = open().fold.fold(
      "updates",
      LOG.filter(({ offset }) => offset !== 2n),
      5n,
    );
    expect(valuesOf(outgoing, topics.measurements)).toEqual(valuesOf(without, topics.measurements));
    expect(valuesOf(outgoing, topics.measurements).length).toBeGreaterThan(2);
    expect(fold.counts().faultedConversations).toBe(1);
  });

  it("does not come back with the state: who restores it goes on behind it", () => {
    const first = open();
    const emitted = first.fold.fold("updates", LOG.slice(0, 3), 3n);
    const { state } = first.fold.checkpoint();
    const next = restored([...state, ...first.fold.position(), ...emitted]);
    expect(next.fold.next).toBe(3n);
    const outgoing = next.fold.fold("updates", LOG.slice(3), 5n);
    expect(next.faults()).toEqual([]);
    expect(valuesOf(outgoing, topics.rejects)).toEqual([]);
    expect(next.fold.counts().faultedConversations).toBe(1);
    expect(next.fold.newViews().map(({ value }) => (JSON.parse(String(value)) as { faulted?: true }).faulted)).toEqual([
      undefined,
      true,
    ]);
  });

  it("is contained again, in silence, where it is read again up to what was emitted", () => {
    const first = open();
    first.fold.fold("updates", LOG.slice(0, 1), 1n);
    const { state } = first.fold.checkpoint();
    first.fold.fold("updates", LOG.slice(1, 3), 3n);
    const next = restored([...state, ...first.fold.position()]);
    expect(next.fold.next).toBe(1n);
    const outgoing = next.fold.fold("updates", LOG.slice(1), 5n);
    expect(valuesOf(outgoing, topics.rejects)).toEqual([]);
    expect(next.faults()).toEqual([]);
    expect(next.rejected()).toEqual([]);
    const straight = open().fold;
    straight.fold("updates", LOG.slice(0, 3), 3n);
    expect(valuesOf(outgoing, topics.measurements)).toEqual(
      valuesOf(straight.fold("updates", LOG.slice(3), 5n), topics.measurements),
    );
  });
});
