import { filed, foldBothWays, live, over, topic } from "../support/sessions";
import { type Json, agent, flat, measured, seconds, statuses, t } from "../support/story";
import { finalOf } from "../support/run";

/** Which communication an observation speaks of. */

describe("a flat participant", () => {
  it.each(["calls", "messages", "callbacks", "chats"])("keeps what was said until its end: %s", (medium) => {
    const of = { queue: { id: "q1" }, user: { id: "u1" }, wrapupPrompt: "timeout", wrapupTimeoutMs: 30_000 };
    const later = {
      queue: { id: "q2" },
      user: { id: "u2" },
      direction: "outbound",
      wrapupPrompt: "timeout",
      wrapupTimeoutMs: 5_000,
    };
    const ended = {
      state: "disconnected",
      connectedTime: t("09:00:00"),
      endTime: t("09:00:10"),
      startAcwTime: t("09:00:10"),
    };
    const emitted = foldBothWays([
      flat("09:00:00", medium, agent({ ...of, state: "connected", connectedTime: t("09:00:00") })),
      flat("09:00:10", medium, agent({ ...of, ...ended })),
      flat("09:00:25", medium, agent({ ...of, ...ended, endAcwTime: t("09:00:25") })),
      flat("09:00:40", medium, agent({ ...later, ...ended, endAcwTime: t("09:00:25") })),
    ]);
    const [handled] = finalOf(emitted.measurements).filter(({ name }) => name === "tHandle");
    expect(handled).toMatchObject({ value: 25_000, queueId: "q1", userId: "u1", direction: "outbound" });
    expect(statuses(emitted, "wrapUp")).toEqual(["met"]);
  });

  const alerted = (clock: string, more: Json = {}) =>
    agent({ state: "alerting", startAlertingTime: t(clock), alertingTimeoutMs: 30_000, ...more });
  const unanswered = { state: "disconnected", disconnectType: "system" };

  it.each(["calls", "messages", "callbacks", "chats"])(
    "opens a new episode by an alert dated after its end: %s",
    (medium) => {
      const [first, second] = [{ endTime: t("09:00:30") }, { endTime: t("09:01:20") }];
      const emitted = foldBothWays([
        flat("09:00:00", medium, alerted("09:00:00")),
        flat("09:00:30", medium, alerted("09:00:00", { ...unanswered, ...first })),
        flat("09:01:00", medium, alerted("09:01:00", { alertingTimeoutMs: 15_000, ...first })),
        flat("09:01:20", medium, alerted("09:01:00", { alertingTimeoutMs: 15_000, ...unanswered, ...second })),
      ]);
      expect(measured(emitted, "tAlert")).toEqual([seconds(30, "09:00:30"), seconds(20, "09:01:20")]);
      expect(measured(emitted, "tNotResponding")).toEqual([seconds(30, "09:00:30"), seconds(20, "09:01:20")]);
      expect(
        finalOf(emitted.deadlines)
          .filter(({ kind }) => kind === "alerting")
          .map(({ dueAt }) => dueAt)
          .sort(),
      ).toEqual([t("09:00:30"), t("09:01:15")]);
    },
  );

  it("opens a new episode by an alert after a life in which it talked, and talks again", () => {
    const was = { connectedTime: t("09:00:05"), endTime: t("09:00:30") };
    const emitted = foldBothWays([
      flat("09:00:00", "calls", alerted("09:00:00")),
      flat("09:00:05", "calls", alerted("09:00:00", { state: "connected", connectedTime: t("09:00:05") })),
      flat("09:00:30", "calls", alerted("09:00:00", { state: "disconnected", disconnectType: "client", ...was })),
      flat("09:01:00", "calls", alerted("09:01:00", was)),
      flat("09:01:10", "calls", alerted("09:01:00", { ...was, state: "connected", connectedTime: t("09:01:10") })),
      flat(
        "09:01:40",
        "calls",
        alerted("09:01:00", { ...unanswered, connectedTime: t("09:01:10"), endTime: t("09:01:40") }),
      ),
    ]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(5, "09:00:05"), seconds(10, "09:01:10")]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(25, "09:00:30"), seconds(30, "09:01:40")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(25, "09:00:30"), seconds(30, "09:01:40")]);
  });

  it("that is alerted or connected again with no date is an anomaly, and nothing else", () => {
    const gone = { ...unanswered, endTime: t("09:00:30") };
    const emitted = foldBothWays([
      flat("09:00:00", "calls", alerted("09:00:00")),
      flat("09:00:30", "calls", alerted("09:00:00", gone)),
      flat("09:01:00", "calls", agent({ state: "alerting" })),
      flat("09:01:10", "calls", agent({ state: "connected" })),
    ]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(30, "09:00:30")]);
    expect(measured(emitted, "tNotResponding")).toEqual([seconds(30, "09:00:30")]);
    expect(measured(emitted, "tTalk")).toEqual([]);
    expect(emitted.anomalies[0]).toMatchObject({ activeAfterEnd: 2 });
  });
});

describe("a communication with an id", () => {
  it("does not come back to life by a stale repeat, nor by an alert", () => {
    const emitted = foldBothWays([
      topic("09:00:00", agent({ calls: [live("s1", "09:00:00")] })),
      topic("09:00:30", agent({ calls: [over("s1", "09:00:00", "09:00:30")] })),
      topic("09:00:40", agent({ queueId: "q2", calls: [live("s1", "09:00:00")] })),
      topic("09:00:50", agent({ calls: [{ id: "s1", state: "alerting", startAlertingTime: t("09:00:45") }] })),
    ]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(30, "09:00:30")]);
    expect(measured(emitted, "tAlert")).toEqual([]);
  });
});

describe("lines of one medium without ids", () => {
  const see = (clock: string, ...calls: readonly Json[]) => topic(clock, agent({ calls }));
  const dialing = { state: "dialing" };
  const a = { state: "connected", connectedTime: t("09:00:00") };
  const aOver = {
    state: "disconnected",
    connectedTime: t("09:00:00"),
    disconnectedTime: t("09:00:40"),
    disconnectType: "client",
  };
  const b = { state: "connected", connectedTime: t("09:00:25") };
  const bOver = {
    state: "disconnected",
    connectedTime: t("09:00:25"),
    disconnectedTime: t("09:00:35"),
    disconnectType: "client",
  };

  it.each([
    { order: "one", pair: (left: Json, right: Json) => [left, right] },
    { order: "the other", pair: (left: Json, right: Json) => [right, left] },
  ])("are told apart by their connects, listed in $order order", ({ pair }) => {
    const emitted = foldBothWays([
      see("09:00:00", a),
      see("09:00:20", ...pair(a, dialing)),
      see("09:00:25", ...pair(a, b)),
      see("09:00:35", ...pair(a, bOver)),
      see("09:00:40", ...pair(aOver, bOver)),
    ]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(10, "09:00:35"), seconds(40, "09:00:40")]);
    expect(emitted.anomalies[0]).toMatchObject({ ambiguousCommunication: 1 });
  });

  it("give no number where nothing tells them apart", () => {
    const emitted = foldBothWays([
      see("09:00:00", { state: "connected" }),
      see("09:00:20", { state: "connected" }, dialing),
      see("09:00:30", { state: "connected" }, { state: "disconnected", disconnectType: "client" }),
      see(
        "09:00:40",
        { state: "disconnected", disconnectType: "peer" },
        { state: "disconnected", disconnectType: "client" },
      ),
    ]);
    expect(measured(emitted, "tTalk")).toEqual([]);
    expect(measured(emitted, "tHandle")).toEqual([]);
  });

  it("are not taken for the one that has an id", () => {
    const named = { id: "s1", ...a };
    const emitted = foldBothWays([
      see("09:00:00", named),
      see("09:00:20", named, dialing),
      see("09:00:30", named, { state: "disconnected", disconnectedTime: t("09:00:30"), disconnectType: "peer" }),
      see(
        "09:00:40",
        { id: "s1", ...aOver },
        { state: "disconnected", disconnectedTime: t("09:00:30"), disconnectType: "peer" },
      ),
    ]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(40, "09:00:40")]);
    expect(filed(emitted, "tTalk", "disconnectType")).toEqual([["s1", "client"]]);
  });
});

describe("a connect that the participant tells", () => {
  it("is that of the one session that may have connected then", () => {
    const emitted = foldBothWays([
      topic("09:00:00", agent({ calls: [{ id: "s1", state: "alerting" }] })),
      topic(
        "09:00:40",
        agent({
          connectedTime: t("09:00:05"),
          calls: [
            { id: "s1", state: "disconnected", disconnectedTime: t("09:00:30"), disconnectType: "client" },
            live("s2", "09:00:40"),
          ],
        }),
      ),
    ]);
    expect(measured(emitted, "tNotResponding")).toEqual([]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(5, "09:00:05")]);
  });
});
