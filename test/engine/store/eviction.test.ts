import { finalOf, foldDocuments, type RunSettings, type Emitted } from "../../support/run";
import { agent, t, type Json } from "../../support/story";

const MINUTE = 60_000;

/** A snapshot of one agent's call, in a conversation. */
function snapshot(id: string, clock: string, call: Json, own = "agent"): Json {
  const communication = { id: `${id}-${own}`, direction: "inbound", ...call };
  return {
    partition: 0,
    timestamp: Date.parse(t(clock)),
    value: { id, participants: [{ ...agent({ userId: own }), id: own, calls: [communication] }] },
  };
}

const live = { state: "connected", connectedTime: t("09:00:00") };
const ended = { ...live, state: "disconnected", disconnectedTime: t("09:01:00"), disconnectType: "client" };

/** Two conversations that move stream time to an instant, and hold nothing back. */
const passing = (clock: string): Json[] => [
  snapshot(`x ${clock}`, clock, { state: "alerting" }),
  snapshot(`y ${clock}`, clock, { state: "alerting" }),
];

const run = (records: readonly Json[], settings: RunSettings = {}): Emitted =>
  foldDocuments(
    records.map((record, offset) => ({ ...record, offset })),
    { latenessMs: MINUTE, ...settings },
  );
const viewOf = (emitted: Emitted, id: string) => emitted.conversations.findLast((view) => view.id === id);
const handled = (emitted: Emitted, id: string) =>
  finalOf(emitted.measurements)
    .filter((record) => record.conversationId === id && record.name === "tHandle")
    .map(({ communicationId, value }) => [communicationId, value]);
const retracted = (emitted: Emitted) => emitted.measurements.filter((record) => record.retracted === true);
const markers = (ms: number) => ({ run: { markers: ms }, defaults: {}, media: {}, queues: {} });

describe("a conversation that was evicted", () => {
  const call = [snapshot("c", "09:00:00", live), snapshot("c", "09:01:00", ended)];

  it("keeps its view and its numbers when its last snapshot comes again", () => {
    const emitted = run([...call, ...passing("10:00:00"), snapshot("c", "10:30:00", ended)]);
    expect(emitted.counts.reopenedConversations).toBe(1);
    expect(retracted(emitted)).toEqual([]);
    expect(viewOf(emitted, "c")).toMatchObject({ state: "ended", startTime: t("09:00:00"), reopened: undefined });
    expect(viewOf(emitted, "c")?.participants).toHaveLength(1);
    expect(handled(emitted, "c")).toEqual([["c-agent", MINUTE]]);
  });

  it("keeps them when another communication opens it again", () => {
    const again = { state: "connected", connectedTime: t("10:30:00") };
    const over = { ...again, state: "disconnected", disconnectedTime: t("10:32:00") };
    const second = [snapshot("c", "10:30:00", again, "other"), snapshot("c", "10:32:00", over, "other")];
    const emitted = run([...call, ...passing("10:00:00"), ...second]);
    expect(viewOf(emitted, "c")).toMatchObject({ startTime: t("09:00:00"), reopened: true });
    expect(viewOf(emitted, "c")?.participants.map(({ participantId }) => participantId)).toEqual(["agent", "other"]);
    expect(handled(emitted, "c")).toEqual([
      ["c-agent", MINUTE],
      ["c-other", 2 * MINUTE],
    ]);
  });

  it.each([0, MINUTE])("takes after-call work that nothing announced, with a lateness of %i ms", (latenessMs) => {
    const wrapped = {
      ...ended,
      wrapup: { code: "w", endTime: t("09:02:30") },
      startAcwTime: t("09:01:00"),
      endAcwTime: t("09:02:30"),
    };
    const records = [...call, ...passing("09:02:00"), ...passing("09:02:20"), snapshot("c", "09:02:31", wrapped)];
    const emitted = run(records, { latenessMs });
    const patient = run(records, { latenessMs: 400 * 24 * 60 * MINUTE });
    const numbers = (of: Emitted) => finalOf(of.measurements).map(({ id, value, emitDate }) => [id, value, emitDate]);
    expect(numbers(emitted)).toEqual(numbers(patient));
    expect(handled(emitted, "c")).toEqual([["c-agent", 150_000]]);
  });

  it("goes on above its last revision, also once its record is gone", () => {
    const repeats = ["09:20:00", "09:40:00", "10:00:00"].flatMap((clock) => [
      ...passing(clock),
      snapshot("c", clock, ended),
    ]);
    const records = [...call, ...repeats, ...passing("10:30:00"), ...passing("11:00:00"), ...passing("12:30:00")];
    const again = { state: "connected", connectedTime: t("13:00:00") };
    const emitted = run([...records, snapshot("c", "13:00:00", again, "other"), ...passing("13:01:00")], {
      policy: markers(30 * MINUTE),
    });
    const revisions = emitted.conversations.filter(({ id }) => id === "c").map(({ revision }) => revision);
    expect(revisions.length).toBeGreaterThan(3);
    expect(revisions).toEqual([...revisions].sort((left, right) => left - right));
    expect(new Set(revisions).size).toBe(revisions.length);
    expect(emitted.counts.conversations).toBeGreaterThan(14);
    expect(viewOf(emitted, "c")?.participants).toHaveLength(1);
    expect(viewOf(emitted, "x 13:01:00")?.revision).toBeGreaterThan(4);
  });

  it("stays swept in its last view though a snapshot of what ended long ago follows", () => {
    const forgotten = { run: { sweep: 10 * MINUTE, markers: 0 }, defaults: {}, media: {}, queues: {} };
    const records = [snapshot("c", "09:00:00", live), ...passing("09:30:00"), snapshot("c", "09:40:00", ended)];
    const emitted = run([...records, ...passing("09:50:00")], { policy: forgotten });
    expect(viewOf(emitted, "c")).toMatchObject({ state: "swept", lastNews: t("09:00:00"), sweptTime: t("09:10:00") });
  });

  it("has its view written though a repeat long after is all that follows", () => {
    const emitted = run([
      ...call,
      snapshot("c", "20 09:00:00", ended),
      ...passing("20 10:00:00"),
      ...passing("20 11:00:00"),
    ]);
    expect(viewOf(emitted, "c")).toMatchObject({ state: "ended", startTime: t("09:00:00") });
    expect(viewOf(emitted, "c")?.participants).toHaveLength(1);
    expect(retracted(emitted)).toEqual([]);
  });
});

describe("a conversation first seen wholly ended", () => {
  it("emits nothing where its end lies further back than the lateness, and is counted", () => {
    const emitted = run([...passing("10:00:00"), snapshot("old", "10:00:01", ended), ...passing("11:00:00")]);
    expect(emitted.outcomes.every((outcome) => outcome === "folded")).toBe(true);
    expect(emitted.counts.longEndedConversations).toBe(1);
    expect(viewOf(emitted, "old")).toBeUndefined();
    expect(emitted.measurements.filter(({ conversationId }) => conversationId === "old")).toEqual([]);
    expect(emitted.deadlines.filter(({ conversationId }) => conversationId === "old")).toEqual([]);
  });

  it("has its view taken back where that shows only after it was evicted", () => {
    const seen = snapshot("old", "10:00:01", { ...ended, disconnectedTime: undefined });
    const corrected = snapshot("old", "10:30:00", { ...ended, disconnectedTime: t("09:01:00") });
    const emitted = run([...passing("10:00:00"), seen, ...passing("10:30:00"), corrected, ...passing("11:00:00")]);
    const views = emitted.conversations.filter(({ id }) => id === "old");
    expect(views.map((view) => view.retracted)).toEqual([undefined, true]);
    expect(views[1]?.revision).toBeGreaterThan(views[0]?.revision ?? Infinity);
    expect(finalOf(emitted.measurements).filter(({ conversationId }) => conversationId === "old")).toEqual([]);
  });

  it("is taken in with a lateness that reaches back to its end", () => {
    const emitted = run([...passing("10:00:00"), snapshot("old", "10:00:01", ended)], { latenessMs: 60 * MINUTE });
    expect(emitted.counts.longEndedConversations).toBe(0);
    expect(handled(emitted, "old")).toEqual([["old-agent", MINUTE]]);
  });

  it("is taken in once something of it is alive", () => {
    const alive = snapshot("old", "10:00:02", { state: "connected", connectedTime: t("10:00:00") }, "other");
    for (const order of [
      [snapshot("old", "10:00:01", ended), alive],
      [alive, snapshot("old", "10:00:01", ended)],
    ]) {
      const emitted = run([...passing("10:00:00"), ...order]);
      expect(emitted.counts.longEndedConversations).toBe(0);
      expect(viewOf(emitted, "old")?.participants).toHaveLength(2);
    }
  });

  it("is not it while its after-call work is open", () => {
    const pending = { ...ended, startAcwTime: t("09:01:00"), afterCallWork: { state: "pending" } };
    const emitted = run([...passing("10:00:00"), snapshot("old", "10:00:01", pending)]);
    expect(emitted.counts.longEndedConversations).toBe(0);
    expect(viewOf(emitted, "old")?.state).toBe("afterCallWork");
  });
});

describe("a record that opens a swept conversation again", () => {
  it("leaves its numbers under the ids that they have once the time that passed with it has closed what was before", () => {
    const dialing = { state: "dialing", direction: "outbound" };
    const emitted = run(
      [snapshot("c", "09:00:00", dialing), ...passing("10:05:00"), snapshot("c", "10:40:00", dialing)],
      {
        policy: { run: { markers: 30 * MINUTE, sweep: 60 * MINUTE }, defaults: {}, media: {}, queues: {} },
      },
    );
    const ids = finalOf(emitted.measurements).map(({ id }) => id);
    expect(ids).toEqual(["c/c-agent/nOutbound"]);
  });
});
