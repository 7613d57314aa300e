import { compilePolicy, EMPTY_POLICY } from "../../../../src/app/policy";
import { GapMarks } from "../../../../src/consumers/live/gaps/gap-marks";
import { Outbox } from "../../../../src/consumers/live/fold/outbox";
import { PartitionGaps } from "../../../../src/consumers/live/gaps/partition-gaps";
import { createEngine } from "../../../../src/engine/engine";
import type { GapOptions } from "../../../../src/engine/gaps/log-gaps";
import type { ConversationRecord } from "../../../../src/models/view";
import { gap } from "../../../support/gaps";
import { TOPICS } from "../../../support/live-trial";
import { decodeAll } from "../../../support/run";
import { agent, t, type Json } from "../../../support/story";

interface Line {
  readonly type: string;
  readonly id: string;
  readonly conversationId?: string;
  readonly name?: string;
  readonly communicationId?: string;
  readonly gap?: true;
  readonly gaps?: readonly unknown[];
}

const silent = () => undefined;
const LISTENER = { onMeasured: silent, onCorrected: silent, onDeadline: silent, onRejected: silent, onFault: silent };

/** What marks the outputs of an engine whose conversations are evicted soon. */
function open(options: GapOptions) {
  const gaps = new PartitionGaps(["updates"], 0, options);
  const outbox = new Outbox(TOPICS, LISTENER);
  const policy = compilePolicy(EMPTY_POLICY, { lateness: 60_000 });
  const engine = createEngine(policy, outbox, { tracksChanges: true });
  const viewed: string[] = [];
  const view = (id: string) => {
    viewed.push(id);
    return engine.view(id);
  };
  const marks = new GapMarks({ view, standing: engine.standing }, gaps, () => engine.ids(0));
  const take = () => outbox.take(marks).map(({ value }) => JSON.parse(String(value)) as Line);
  const batch = (records: readonly Json[]) => {
    const decoded = decodeAll(records);
    gaps.take(decoded);
    engine.acceptAll(decoded);
    return take();
  };
  return { gaps, engine, marks, viewed, take, batch };
}

/** A snapshot of one agent's call, in a conversation. */
function snapshot(offset: number, id: string, clock: string, call: Json, own = "agent"): Json {
  const communication = { id: `${id}-${own}`, direction: "inbound", ...call };
  const value = { id, participants: [{ ...agent({ userId: own }), id: own, calls: [communication] }] };
  return { partition: 0, offset, timestamp: Date.parse(t(clock)), value };
}

/** The two snapshots of a call, from one clock to another. */
function call(offset: number, id: string, from: string, to: string, own?: string): Json[] {
  const live = { state: "connected", connectedTime: t(from) };
  const ended = { ...live, state: "disconnected", disconnectedTime: t(to), disconnectType: "client" };
  return [snapshot(offset, id, from, live, own), snapshot(offset + 1, id, to, ended, own)];
}

/** Two conversations that move stream time to an instant, and hold nothing back. */
const passing = (offset: number, clock: string): Json[] => [
  snapshot(offset, `x ${clock}`, clock, { state: "alerting" }),
  snapshot(offset + 1, `y ${clock}`, clock, { state: "alerting" }),
];

const ofCall = (lines: readonly Line[], id: string, name: string) =>
  lines.filter((line) => line.communicationId === id && line.name === name).map((line) => line.gap ?? false);

describe("marks of a partition", () => {
  it("are made without views of conversations that began when all gaps had ended", () => {
    const { batch, viewed } = open({ gaps: [gap("08:00:00", "08:10:00")] });
    const records = [...call(0, "c", "09:00:00", "09:01:00"), ...call(2, "c", "09:01:10", "09:01:50", "other")];
    for (const record of records) batch([record]);
    expect(viewed).toEqual(["c"]);
  });

  it("come to such a conversation when a later gap becomes known", () => {
    const { batch } = open({ gaps: [gap("08:00:00", "08:10:00")], offsetGaps: true });
    batch(call(0, "c", "09:00:00", "09:00:50"));
    const [first, last] = call(2, "c", "09:00:55", "09:01:30", "other");
    batch([first!]);
    expect(ofCall(batch([{ ...last, offset: 9 }]), "c-other", "tHandle")).toEqual([true]);
  });

  it("are written again in full for what another may have written, and not for what began since", () => {
    const { batch, marks } = open({ offsetGaps: true });
    batch(call(0, "old", "09:00:00", "09:01:00"));
    marks.restore();
    batch(call(2, "first", "09:01:00", "09:01:10"));
    batch(call(4, "new", "09:01:10", "09:01:20"));
    const live = { state: "connected", connectedTime: t("09:01:50") };
    const after = [snapshot(12, "old", "09:01:50", live, "other"), snapshot(13, "new", "09:01:50", live, "other")];
    const lines = batch(after);
    expect(ofCall(lines, "old-agent", "tHandle")).toEqual([false]);
    expect(ofCall(lines, "new-agent", "tHandle")).toEqual([]);
  });

  it("are those of a conversation as it is, where it was evicted and goes on in one batch", () => {
    const { batch } = open({ gaps: [gap("10:30:10", "10:30:20")] });
    batch(call(0, "c", "09:00:00", "09:01:00"));
    const lines = batch([...passing(2, "10:00:00"), ...call(4, "c", "10:30:00", "10:30:40", "other")]);
    expect(lines.map(({ type, id }) => `${type} ${id}`)).toContain("conversation c");
    expect(ofCall(lines, "c-other", "tHandle")).toEqual([true]);
  });

  it("come to numbers of earlier batches in the batch that evicts their conversation and shows the gap", () => {
    const { batch, engine } = open({ offsetGaps: true });
    const before = batch([
      ...call(0, "c", "09:00:00", "09:01:00"),
      snapshot(2, "z", "09:00:30", { state: "alerting" }),
    ]);
    const lines = batch(passing(10, "10:00:00"));
    expect([...engine.ids(0)]).not.toContain("c");
    expect(lines.find(({ id }) => id === "c")?.gaps).toHaveLength(1);
    const handled = (line: Line) => line.communicationId === "c-agent" && line.name === "tHandle";
    expect(lines.find(handled)).toEqual({ ...before.find(handled), gap: true });
  });
});

describe("a last view", () => {
  it("is marked with a gap that became known before it is written", () => {
    const { gaps, engine, batch, take } = open({ offsetGaps: true });
    batch([...call(0, "c", "09:00:00", "09:01:00"), snapshot(2, "z", "09:00:30", { state: "alerting" })]);
    engine.acceptAll(decodeAll(passing(3, "10:00:00")));
    gaps.take(decodeAll(passing(10, "10:00:01")));
    expect(take().find(({ id }) => id === "c")?.gaps).toHaveLength(1);
  });

  it("is none where it takes a view back", () => {
    const outbox = new Outbox(TOPICS, LISTENER);
    const { engine, batch } = open({});
    batch(call(0, "c", "09:00:00", "09:01:00"));
    const view = engine.view("c")!;
    const retracted: ConversationRecord = { ...view, retracted: true, participants: [], deadlines: [] };
    outbox.conversation(view, {});
    outbox.conversation(retracted, {});
    const seen: unknown[] = [];
    const ofBatch: GapMarks["ofBatch"] = (records, evicted) => {
      seen.push(...evicted.keys());
      return records;
    };
    expect(outbox.take({ ofBatch, ofLastView: (one) => one })).toHaveLength(2);
    expect(seen).toEqual([]);
  });
});
