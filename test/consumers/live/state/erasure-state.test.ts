import { compilePolicy, EMPTY_POLICY } from "../../../../src/app/policy";
import { eraseStates, findStates } from "../../../../src/consumers/live/state/erasure-state";
import type { Outgoing } from "../../../../src/consumers/live/port/port";
import { encodeChanges, encodeConversation, StateReader } from "../../../../src/consumers/live/state/state-codec";
import { readContents } from "../../../../src/consumers/live/state/state-values";
import { createEngine, type Engine } from "../../../../src/engine/engine";
import type { SavedConversation } from "../../../../src/engine/store/saved";
import type { Erasure } from "../../../../src/models/erasure";
import { createMemoryOutputs, decodeAll } from "../../../support/run";
import { agent, t, type Json } from "../../../support/story";

const MINUTE = 60_000;
const POLICY = compilePolicy(EMPTY_POLICY, { lateness: MINUTE });
const KIND = { semantics: "s", policy: "p", partitions: 1, input: "in", group: "g" };
const USER = "u-1";

function snapshot(id: string, clock: string, call: Json, userId: string): Json {
  const communication = { id: `${id}-call`, direction: "inbound", ...call };
  const participants = [{ ...agent({ userId }), id: `${id}-agent`, calls: [communication] }];
  return { partition: 0, timestamp: Date.parse(t(clock)), value: { id, participants } };
}

const live = { state: "connected", connectedTime: t("09:00:00") };
const ended = { ...live, state: "disconnected", disconnectedTime: t("09:01:00"), disconnectType: "client" };
const CALL = [snapshot("c", "09:00:00", live, USER), snapshot("c", "09:01:00", ended, USER)];
/** Two conversations that move stream time far enough for the call to be evicted. */
const PASSING = ["x", "y"].map((id) => snapshot(id, "10:00:00", { state: "alerting" }, "u-2"));

/** A state topic: what its reader has read of messages. */
function readerOf(...batches: readonly (readonly Outgoing[])[]): StateReader {
  const reader = new StateReader("");
  for (const { key, value } of batches.flat())
    reader.take({ key: Buffer.from(key ?? ""), value: value === null ? null : Buffer.from(value) });
  return reader;
}

/** A worker that folded some records and was stopped: what it emitted, and what it wrote into the state topic. */
function foldAndStop(records: readonly Json[]) {
  const { outputs, emitted } = createMemoryOutputs();
  const engine = createEngine(POLICY, outputs, { tracksChanges: true });
  engine.acceptAll(decodeAll(records));
  const keep = (id: string, saved: SavedConversation) => encodeConversation("s", id, saved);
  return { emitted, state: encodeChanges("s", engine.takeChanges(0, keep), { ...KIND, offset: 9n }) };
}

/** Erases from what a worker wrote. */
function erased(state: readonly Outgoing[], erasure: Erasure): StateReader {
  const before = readerOf(state);
  const states = findStates(before, erasure);
  const writtenUpTo = Math.max(0, ...states.conversations.values(), ...states.evicted.values());
  return readerOf(state, eraseStates("s", before.checkpoint, states, erasure, writtenUpTo));
}

/** What a worker emits of records that come once it has restored a state. */
function goOn(state: StateReader, records: readonly Json[]) {
  const { outputs, emitted } = createMemoryOutputs();
  const engine: Engine = createEngine(POLICY, outputs);
  engine.restore(0, state.partition()!, readContents);
  engine.acceptAll(decodeAll(records));
  engine.finish();
  return emitted;
}

const late = (userId: string) => [
  snapshot("c", "10:00:30", { ...ended, wrapup: { code: "w", endTime: t("10:00:30") } }, userId),
];

describe("a state of which something is erased", () => {
  it.each([
    ["that was evicted, of an erased user", [...CALL, ...PASSING], { conversations: [], users: [USER] }],
    ["that is erased itself, and was evicted", [...CALL, ...PASSING], { conversations: ["c"], users: [] }],
    ["that is erased while it is in memory", CALL, { conversations: ["c"], users: [] }],
  ])("has a late record of a conversation %s emitted above all that was emitted of it", (_, records, ids) => {
    const erasure = { conversations: new Set(ids.conversations), users: new Set(ids.users) };
    const { emitted, state } = foldAndStop(records);
    const written = emitted.measurements.filter(({ conversationId }) => conversationId === "c");
    const highest = Math.max(...written.map(({ revision }) => revision));
    expect(highest).toBeGreaterThan(0);
    const after = erased(state, erasure);
    expect(after.partition()?.evicted.map(([id]) => id)).toEqual([]);
    expect(after.partition()?.conversations.map(({ id }) => id)).not.toContain("c");
    const again = goOn(after, late("u-3"));
    const revisions = again.measurements.filter(({ conversationId }) => conversationId === "c");
    expect(revisions.length).toBeGreaterThan(0);
    for (const { revision } of revisions) expect(revision).toBeGreaterThan(highest);
    expect(again.conversations.find(({ id }) => id === "c")?.revision).toBeGreaterThan(highest);
  });

  it("stays as it is where nothing of it is erased, and where it was erased before", () => {
    const { state } = foldAndStop([...CALL, ...PASSING]);
    const reader = readerOf(state);
    const nobody = { conversations: new Set(["z"]), users: new Set(["u-9"]) };
    expect(eraseStates("s", reader.checkpoint, findStates(reader, nobody), nobody, 0)).toEqual([]);
    const erasure = { conversations: new Set(["c"]), users: new Set<string>() };
    const after = erased(state, erasure);
    expect(eraseStates("s", after.checkpoint, findStates(after, erasure), erasure, 0)).toEqual([]);
  });
});
