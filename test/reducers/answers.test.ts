import type { MeasurementRecord } from "../../src/models/measurement";
import { finalOf, foldDocuments, type Emitted } from "../support/run";
import { SHAPES, type Party, type Shape } from "../support/shapes";
import { event, limits, measured, ms, seconds, statuses, t, type Json } from "../support/story";

const policy = limits({ answerTarget: 20_000 });

const waiting = (id: string, from: string, more: Json = {}): Party => ({
  id,
  purpose: "acd",
  queueId: "q1",
  state: "connected",
  connectedTime: t(from),
  ...more,
});
const left = (wait: Party, at: string, disconnectType = "transfer"): Party => ({
  ...wait,
  state: "disconnected",
  endTime: t(at),
  disconnectType,
});
const alerted = (id: string, more: Json = {}): Party => ({
  id,
  purpose: "agent",
  userId: `user of ${id}`,
  queueId: "q1",
  state: "alerting",
  ...more,
});
const connected = (agent: Party, at: string): Party => ({ ...agent, state: "connected", connectedTime: t(at) });

/** Folds the records in order, reversed, and each twice: the same must come of it. */
function foldAnyhow(records: readonly Json[]): Emitted {
  const emitted = foldDocuments(records, { policy });
  const numbers = (one: Emitted) =>
    finalOf(one.measurements).map(({ id, value, emitDate, queueId, origin }) => ({
      id,
      value,
      emitDate,
      queueId,
      origin,
    }));
  for (const other of [[...records].reverse(), [...records, ...records]])
    expect(numbers(foldDocuments(other, { policy }))).toEqual(numbers(emitted));
  return emitted;
}

const numbersNamed = (emitted: Emitted, name: string): MeasurementRecord[] =>
  finalOf(emitted.measurements).filter((record) => record.name === name);
const answeredBy = (emitted: Emitted) =>
  numbersNamed(emitted, "tAnswered").map(({ participantId, value }) => [participantId, value]);

describe.each(SHAPES)("who answered, in %s", (_, at: Shape) => {
  const wait = waiting("acd", "09:00:00");
  const agent = alerted("a");

  it("is the agent who connects before the queue's end, by a clock that differs", () => {
    const emitted = foldAnyhow([
      at("09:00:00", wait),
      at("09:00:05", wait, agent),
      at("09:00:10", wait, connected(agent, "09:00:10")),
      at("09:00:11.500", left(wait, "09:00:11.500"), connected(agent, "09:00:10")),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([ms(11_500, "09:00:10")]);
    expect(measured(emitted, "tFlowOut")).toEqual([]);
    expect(statuses(emitted, "answer")).toEqual(["met"]);
  });

  it("is the agent who connects a while after the queue's end, in time or late", () => {
    const emitted = (end: string, connect: string) =>
      foldAnyhow([
        at("09:00:00", wait),
        at(end, left(wait, end), agent),
        at(connect, left(wait, end), connected(agent, connect)),
      ]);
    expect(measured(emitted("09:00:10", "09:00:11.200"), "tAnswered")).toEqual([seconds(10, "09:00:11.200")]);
    expect(statuses(emitted("09:00:10", "09:00:11.200"), "answer")).toEqual(["met"]);
    expect(statuses(emitted("09:00:19", "09:00:21.200"), "answer")).toEqual(["late"]);
    expect(measured(emitted("09:00:10", "09:00:40"), "tAnswered")).toEqual([seconds(10, "09:00:40")]);
  });

  it("is nobody who connects more than 30 s away: the wait flowed out", () => {
    const emitted = foldAnyhow([
      at("09:00:00", wait),
      at("09:00:10", left(wait, "09:00:10")),
      at("09:00:40.001", left(wait, "09:00:10"), connected(agent, "09:00:40.001")),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([]);
    expect(measured(emitted, "tFlowOut")).toEqual([seconds(10, "09:00:10")]);
  });

  it("is the agent of the later queue, where one took over before the connect", () => {
    const second = waiting("acd2", "09:00:10.050", { queueId: "q2" });
    const other = alerted("a", { queueId: "q2" });
    const emitted = foldAnyhow([
      at("09:00:00", wait),
      at("09:00:10.050", left(wait, "09:00:10"), second),
      at("09:00:10.500", left(wait, "09:00:10"), second, other),
      at("09:00:11.200", left(wait, "09:00:10"), left(second, "09:00:11.200"), connected(other, "09:00:11.200")),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([ms(1_150, "09:00:11.200")]);
    expect(measured(emitted, "tFlowOut")).toEqual([seconds(10, "09:00:10")]);
  });

  it("may name another queue: the number carries the agent's queue, the wait's the queue's own", () => {
    const other = alerted("a", { queueId: "q9" });
    const emitted = foldAnyhow([
      at("09:00:00", wait),
      at("09:00:10", left(wait, "09:00:10"), connected(other, "09:00:10")),
    ]);
    expect(numbersNamed(emitted, "tAnswered").map(({ queueId, value }) => [queueId, value])).toEqual([["q9", 10_000]]);
    expect(numbersNamed(emitted, "tAcd").map(({ queueId }) => queueId)).toEqual(["q1"]);
  });

  it("is nobody where the customer left, whoever connects", () => {
    const emitted = foldAnyhow([
      at("09:00:00", wait),
      at("09:00:10", left(wait, "09:00:10", "peer"), connected(agent, "09:00:10")),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([]);
    expect(measured(emitted, "tAbandon")).toEqual([seconds(10, "09:00:10")]);
  });

  it("is the agent of the same customer, however near another one is", () => {
    const mine = { ...wait, peerId: "c1" };
    const near = alerted("a", { peerId: "c2" });
    const far = alerted("b", { peerId: "c1" });
    const emitted = foldAnyhow([
      at("09:00:00", mine),
      at("09:00:10", left(mine, "09:00:10"), connected(near, "09:00:10"), far),
      at("09:00:12", left(mine, "09:00:10"), connected(near, "09:00:10"), connected(far, "09:00:12")),
    ]);
    expect(answeredBy(emitted)).toEqual([["b", 10_000]]);
  });

  it("is the nearest agent, not one whom that agent asked in later", () => {
    const asked = alerted("b", { queueId: undefined });
    const emitted = foldAnyhow([
      at("09:00:00", wait),
      at("09:00:10", left(wait, "09:00:10"), connected(agent, "09:00:10")),
      at("09:00:15", connected(agent, "09:00:10"), asked),
      at("09:00:20", connected(agent, "09:00:10"), connected(asked, "09:00:20")),
    ]);
    expect(answeredBy(emitted)).toEqual([["a", 10_000]]);
  });

  it("is nobody who had connected before the wait began: a consult by way of a queue that flowed out", () => {
    const consulted = waiting("acd", "09:00:15", { queueId: "q2" });
    const emitted = foldAnyhow([
      at("09:00:10", connected(agent, "09:00:10")),
      at("09:00:15", connected(agent, "09:00:10"), consulted),
      at("09:00:25", connected(agent, "09:00:10"), left(consulted, "09:00:25")),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([]);
    expect(measured(emitted, "tFlowOut")).toEqual([seconds(10, "09:00:25")]);
  });

  it("is nobody who had connected long before the wait began, also where both are first seen at once", () => {
    const consulted = waiting("acd", "09:00:15", { queueId: "q2" });
    const emitted = foldAnyhow([
      at("09:00:25", connected(alerted("a", { queueId: undefined }), "09:00:10"), left(consulted, "09:00:25")),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([]);
    expect(measured(emitted, "tFlowOut")).toEqual([seconds(10, "09:00:25")]);
  });

  it("gives every wait its own agent, where the nearest pair first would leave one alone", () => {
    const [one, two] = [waiting("acd", "09:00:00"), waiting("acd2", "09:00:01")];
    const [first, second] = [alerted("a"), alerted("b")];
    const emitted = foldAnyhow([
      at("09:00:01", one, two),
      at(
        "09:01:00",
        left(one, "09:00:20"),
        left(two, "09:00:32"),
        connected(first, "09:00:30"),
        connected(second, "09:01:00"),
      ),
    ]);
    expect(answeredBy(emitted)).toEqual([
      ["a", 20_000],
      ["b", 31_000],
    ]);
  });
});

describe("who answered, by detail events alone", () => {
  const body = (purpose: string, more: Json = {}) => ({
    participantId: purpose,
    sessionId: purpose,
    queueId: "q1",
    ...more,
  });

  it("is the agent next to the wait; the platform's own outcome comes first", () => {
    const story = (acdOutcome: string) => [
      event("09:00:00", "acd.start", body("acd")),
      event("09:00:09", "user.start", body("agent", { userId: "u" })),
      event(
        "09:00:10",
        "acd.end",
        body("acd", { connectedDurationMs: 10_000, acdOutcome, disconnectType: "TRANSFER" }),
      ),
      event(
        "09:01:11.500",
        "user.end",
        body("agent", { userId: "u", alertingDurationMs: 2_500, interactingDurationMs: 60_000, heldDurationMs: 0 }),
      ),
    ];
    expect(measured(foldAnyhow(story("ANSWERED")), "tAnswered")).toEqual([seconds(10, "09:00:11.500")]);
    const flowedOut = foldAnyhow(story("FLOW_OUT"));
    expect(measured(flowedOut, "tAnswered")).toEqual([]);
    expect(measured(flowedOut, "tFlowOut")).toEqual([seconds(10, "09:00:10")]);
  });
});

describe("a conversation of many waits", () => {
  it("gives each its agent, however many there are", () => {
    const clock = (second: number) => new Date(Date.parse(t("09:00:00")) + second * 1000).toISOString();
    const count = 400;
    const participants = Array.from({ length: count }, (_, index) => [
      {
        id: `acd${String(index)}`,
        purpose: "acd",
        state: "disconnected",
        disconnectType: "transfer" as const,
        connectedTime: clock(index * 10),
        endTime: clock(index * 10 + 8),
      },
      { id: `agent${String(index)}`, purpose: "agent", state: "connected", connectedTime: clock(index * 10 + 9) },
    ]).flat();
    const emitted = foldDocuments([
      {
        timestamp: Date.parse(clock(count * 10)),
        value: {
          conversationId: "conv",
          id: "conv",
          participants: participants.map(({ endTime, connectedTime, state, disconnectType, ...one }: Json) => ({
            ...one,
            calls: [{ id: `${String(one["id"])}-c`, connectedTime, state, disconnectType, disconnectedTime: endTime }],
          })),
        },
      },
    ]);
    expect(measured(emitted, "tAnswered")).toHaveLength(count);
    expect(measured(emitted, "tFlowOut")).toEqual([]);
  });
});
