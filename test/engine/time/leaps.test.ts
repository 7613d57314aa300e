import { foldDocuments, type RunSettings, type Emitted } from "../../support/run";
import { agent, calls, t, type Json } from "../../support/story";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A record of a conversation in partition 0: an agent's call. */
function said(id: string, clock: string, more: Json = {}): Json {
  const { timestamp } = calls(clock, agent({}));
  const communication = { id: `${id}-call`, state: "connected", connectedTime: t("09:00:00"), ...more };
  return {
    partition: 0,
    timestamp,
    value: { id, participants: [agent({ userId: "u", calls: [communication] })] },
  };
}

const ended = (clock: string) => ({ state: "disconnected", disconnectedTime: t(clock), disconnectType: "client" });

const numbered = (records: readonly Json[]) => records.map((record, offset) => ({ ...record, offset }));
const fold = (records: readonly Json[], settings: RunSettings = {}): Emitted =>
  foldDocuments(numbered(records), { latenessMs: HOUR, ...settings });
const suspects = (emitted: Emitted) =>
  emitted.conversations.filter(({ timeSuspect }) => timeSuspect === true).map(({ id }) => id);
const late = (emitted: Emitted) => emitted.outcomes.filter((outcome) => outcome === "late").length;

describe("a record that leaps ahead of stream time", () => {
  const usual = [
    said("a", "09:00:10"),
    said("b", "09:00:20"),
    said("a", "09:05:00", ended("09:05:00")),
    said("b", "09:06:00", ended("09:06:00")),
    said("c", "09:07:00"),
    said("d", "09:08:00"),
  ];

  it.each([0, 1, 2, 3, 4, 5, 6])("makes nothing late and is marked, wherever it lies (%i)", (place) => {
    const emitted = fold(usual.toSpliced(place, 0, said("ahead", "4 09:00:00")));
    expect(late(emitted)).toBe(0);
    expect(suspects(emitted)).toEqual(["ahead"]);
    expect(emitted.counts.timeSuspects).toBe(1);
    const handled = emitted.measurements.filter(({ name }) => name === "tHandle").map(({ value }) => value);
    expect(handled).toEqual([300_000, 360_000]);
  });

  it("drags nothing along though ten records of its conversation agree", () => {
    const ahead = Array.from({ length: 10 }, (_, index) =>
      said("ahead", `4 09:00:${String(10 + index)}`, { muted: index % 2 === 0 }),
    );
    const emitted = fold([...usual.slice(0, 2), ...ahead, ...usual.slice(2)]);
    expect([late(emitted), suspects(emitted)]).toEqual([0, ["ahead"]]);
  });

  it("is confirmed by another conversation that reaches as far, and what lies behind is late then", () => {
    const emitted = fold([...usual, said("e", "4 09:00:00"), said("f", "4 09:00:00"), said("late", "09:10:00")]);
    expect([late(emitted), suspects(emitted)]).toEqual([1, []]);
  });

  it("is confirmed only as far as the other reaches", () => {
    const emitted = fold([...usual, said("e", "6 09:00:00"), said("f", "4 09:00:00"), said("g", "4 08:30:00")]);
    expect([late(emitted), suspects(emitted)]).toEqual([0, ["e"]]);
    expect(late(fold([...usual, said("e", "6 09:00:00"), said("f", "4 09:00:00"), said("g", "09:10:00")]))).toBe(1);
  });

  it("is not confirmed by its own conversation while another is open", () => {
    const emitted = fold([...usual, said("e", "4 09:00:00"), said("e", "4 09:01:00", { muted: true }), usual[5] ?? {}]);
    expect([late(emitted), suspects(emitted)]).toEqual([0, ["e"]]);
  });

  it("counts once stream time comes within the limit of it", () => {
    const emitted = fold([...usual, said("e", "11:00:00"), said("d", "10:05:00"), said("d", "09:30:00")]);
    expect([late(emitted), suspects(emitted)]).toEqual([1, []]);
  });

  it("never judges a deadline of another conversation", () => {
    const waiting = said("a", "09:00:10", { state: "alerting", alertingTimeoutMs: 10_000, connectedTime: undefined });
    const emitted = fold([waiting, said("b", "09:00:11"), said("ahead", "4 09:00:00")]);
    expect(emitted.deadlines.filter(({ conversationId }) => conversationId === "a")).toEqual([]);
  });
});

describe("a quiet weekend", () => {
  const friday = [said("a", "6 17:00:00"), said("a", "6 17:02:00", ended("6 17:02:00"))];

  it("passes in a partition where all had ended and one conversation begins", () => {
    const monday = [said("b", "9 08:00:00"), said("b", "9 08:00:30", { muted: true })];
    const emitted = fold([...friday, ...monday, said("late", "6 17:05:00")]);
    expect([late(emitted), suspects(emitted)]).toEqual([1, []]);
  });

  it("passes in a partition with a single conversation", () => {
    const only = [said("a", "6 17:00:00"), said("a", "9 08:00:00"), said("a", "9 08:00:30", { muted: true })];
    const emitted = fold([...only, said("late", "6 17:05:00")]);
    expect([late(emitted), suspects(emitted)]).toEqual([1, []]);
  });

  it("does not pass by a repeat: neither of the same record nor of its content", () => {
    const monday = said("b", "9 08:00:00");
    const emitted = fold([...friday, monday, monday, said("b", "9 08:00:30"), said("c", "6 17:05:00")]);
    expect([late(emitted), suspects(emitted)]).toEqual([0, ["b"]]);
  });

  it("passes where records lie further apart than the limit", () => {
    const sparse = ["2 10:00:00", "2 14:00:00", "2 18:00:00", "3 09:00:00", "3 15:00:00"].map((clock, index) =>
      said(`s${String(index)}`, clock),
    );
    const emitted = fold([...sparse, said("late", "2 10:00:00")], { latenessMs: DAY / 2 });
    expect([late(emitted), suspects(emitted)]).toEqual([1, ["s4"]]);
  });
});
