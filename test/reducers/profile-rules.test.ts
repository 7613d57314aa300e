import { filed, foldBothWays, live, MEDIA, over, rest, SHAPES, topic, variants } from "../support/sessions";
import { type Json, agent, event, measured, seconds, statuses, t } from "../support/story";

/** What is said of a participant belongs to the communications that are alive when it is said. */

const ids = (one: unknown, two: unknown) => [
  ["s1", one],
  ["s2", two],
];

describe("sessions of one participant, one after the other", () => {
  it.each(variants)("keep what was said of each: $medium, $shape", ({ medium, shape }) => {
    const see = (clock: string, of: Json, ...sessions: readonly Json[]) =>
      SHAPES[shape](clock, agent({ ...of, [medium]: sessions }));
    const first = { userId: "u1", queueId: "q1", direction: "inbound" };
    const second = { userId: "u2", queueId: "q2", direction: "outbound" };
    const done = over("s1", "09:00:00", "09:00:30");
    const emitted = foldBothWays([
      see("09:00:00", first, live("s1", "09:00:00")),
      see("09:00:30", first, done),
      see("09:00:40", second, done, live("s2", "09:00:40")),
      see("09:01:00", second, done, over("s2", "09:00:40", "09:01:00", { disconnectType: "transfer" })),
    ]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(30, "09:00:30"), seconds(20, "09:01:00")]);
    expect(filed(emitted, "tHandle", "queueId")).toEqual(ids("q1", "q2"));
    expect(filed(emitted, "tHandle", "userId")).toEqual(ids("u1", "u2"));
    expect(filed(emitted, "tHandle", "direction")).toEqual(ids("inbound", "outbound"));
    expect(filed(emitted, "tHandle", "disconnectType")).toEqual(ids("client", "transfer"));
  });

  it("keep how each ended where the participant says it", () => {
    const see = (clock: string, disconnectType: string, ...messages: readonly Json[]) =>
      topic(clock, agent({ disconnectType, messages }));
    const done = over("s1", "09:00:00", "09:00:30", { disconnectType: undefined });
    const emitted = foldBothWays([
      topic("09:00:00", agent({ messages: [live("s1", "09:00:00")] })),
      see("09:00:30", "transfer", done),
      see("09:00:40", "transfer", done, live("s2", "09:00:40")),
      see("09:01:00", "client", done, over("s2", "09:00:40", "09:01:00", { disconnectType: undefined })),
    ]);
    expect(filed(emitted, "tHandle", "disconnectType")).toEqual(ids("transfer", "client"));
  });

  it.each(MEDIA)("follow the queue of their participant while they are alive: %s", (medium) => {
    const see = (clock: string, queueId: string, session: Json) =>
      topic(clock, agent({ queueId, [medium]: [session] }));
    const emitted = foldBothWays([
      see("09:00:00", "q1", live("s1", "09:00:00")),
      see("09:00:10", "q2", live("s1", "09:00:00")),
      see("09:00:30", "q2", over("s1", "09:00:00", "09:00:30")),
    ]);
    expect(filed(emitted, "tHandle", "queueId")).toEqual([["s1", "q2"]]);
  });

  it("are filled where nothing was known, by what is said after their end", () => {
    const done = over("s1", "09:00:00", "09:00:30");
    const emitted = foldBothWays([
      topic("09:00:00", agent({ messages: [live("s1", "09:00:00")] })),
      topic("09:00:30", agent({ messages: [done] })),
      rest("09:00:40", agent({ queueId: "q1", userId: "u1", messages: [done] })),
    ]);
    expect(filed(emitted, "tHandle", "queueId")).toEqual([["s1", "q1"]]);
    expect(filed(emitted, "tHandle", "userId")).toEqual([["s1", "u1"]]);
  });

  it("are not filled by what is said of the next one", () => {
    const done = over("s1", "09:00:00", "09:00:30");
    const ended2 = over("s2", "09:00:40", "09:01:00");
    const emitted = foldBothWays([
      topic("09:00:00", agent({ messages: [live("s1", "09:00:00")] })),
      topic("09:00:30", agent({ messages: [done] })),
      topic("09:00:40", agent({ queueId: "q2", messages: [done, live("s2", "09:00:40")] })),
      topic("09:01:00", agent({ queueId: "q2", messages: [done, ended2] })),
    ]);
    expect(filed(emitted, "tHandle", "queueId")).toEqual(ids(undefined, "q2"));
  });

  it("keep what the communication itself says, whatever the participant says", () => {
    const done = over("s1", "09:00:00", "09:00:30", { queueId: "q1" });
    const emitted = foldBothWays([
      topic("09:00:00", agent({ queueId: "q9", messages: [live("s1", "09:00:00", { queueId: "q1" })] })),
      topic("09:00:40", agent({ queueId: "q9", messages: [done, live("s2", "09:00:40", { queueId: "q2" })] })),
      topic(
        "09:01:00",
        agent({ queueId: "q9", messages: [done, over("s2", "09:00:40", "09:01:00", { queueId: "q2" })] }),
      ),
    ]);
    expect(filed(emitted, "tHandle", "queueId")).toEqual(ids("q1", "q2"));
  });

  it("keep the queue of their own detail event", () => {
    const emitted = foldBothWays([
      topic("09:00:00", agent({ messages: [live("s1", "09:00:00")] })),
      event("09:00:30", "user.end", { participantId: "agent", sessionId: "s1", queueId: "q1", mediaType: "MESSAGE" }),
      topic(
        "09:00:40",
        agent({ queueId: "q2", messages: [over("s1", "09:00:00", "09:00:30"), live("s2", "09:00:40")] }),
      ),
      topic(
        "09:00:50",
        agent({ queueId: "q2", messages: [over("s1", "09:00:00", "09:00:30"), over("s2", "09:00:40", "09:00:50")] }),
      ),
    ]);
    expect(filed(emitted, "tHandle", "queueId")).toEqual(ids("q1", "q2"));
  });
});

describe("sessions of one participant, side by side", () => {
  it.each(MEDIA)("keep the queue and the limits that each began with: %s", (medium) => {
    const see = (clock: string, queueId: string, alertingTimeoutMs: number, ...sessions: readonly Json[]) =>
      topic(clock, agent({ queueId, alertingTimeoutMs, [medium]: sessions }));
    const alive = live("s1", "09:00:10");
    const other = over("s2", "09:00:21", "09:00:40");
    const emitted = foldBothWays([
      see("09:00:00", "q1", 30_000, { id: "s1", state: "alerting" }),
      see("09:00:10", "q1", 30_000, alive),
      see("09:00:20", "q2", 5_000, alive, { id: "s2", state: "alerting" }),
      see("09:00:21", "q2", 5_000, alive, live("s2", "09:00:21")),
      see("09:00:40", "q2", 5_000, alive, other),
      see("09:01:00", "q2", 5_000, over("s1", "09:00:10", "09:01:00"), other),
    ]);
    expect(filed(emitted, "tHandle", "queueId")).toEqual(ids("q1", "q2"));
    expect(statuses(emitted, "alerting")).toEqual(["met", "met"]);
  });

  it("are both filed under the queue of their participant where it says no other", () => {
    const emitted = foldBothWays([
      topic("09:00:05", agent({ queueId: "q1", callbacks: [live("s1", "09:00:00")], calls: [live("s2", "09:00:05")] })),
      topic(
        "09:00:30",
        agent({
          queueId: "q1",
          callbacks: [over("s1", "09:00:00", "09:00:30")],
          calls: [over("s2", "09:00:05", "09:00:30")],
        }),
      ),
    ]);
    expect(filed(emitted, "tHandle", "queueId")).toEqual(ids("q1", "q1"));
  });
});

describe("limits of a session", () => {
  it.each(MEDIA)("are those of the alert that is over, not those of the next: %s", (medium) => {
    const see = (clock: string, of: Json, ...sessions: readonly Json[]) =>
      topic(clock, agent({ ...of, [medium]: sessions }));
    const settings = { queueMediaSettings: { alertingTimeoutSeconds: 30 } };
    const done = over("s1", "09:00:10", "09:00:20", settings);
    const emitted = foldBothWays([
      see("09:00:00", {}, { id: "s1", state: "alerting", ...settings }),
      see("09:00:10", {}, live("s1", "09:00:10", settings)),
      see("09:00:20", {}, done),
      see("09:00:21", { alertingTimeoutMs: 5_000 }, done, { id: "s2", state: "alerting" }),
      see("09:00:23", { alertingTimeoutMs: 5_000 }, done, live("s2", "09:00:23")),
    ]);
    expect(statuses(emitted, "alerting")).toEqual(["met", "met"]);
  });

  it.each(MEDIA)("are those of the after-call work that was done, not those of the next: %s", (medium) => {
    const see = (clock: string, wrapupTimeoutMs: number, ...sessions: readonly Json[]) =>
      topic(clock, agent({ wrapupPrompt: "timeout", wrapupTimeoutMs, [medium]: sessions }));
    const done = over("s1", "09:00:00", "09:00:10", {
      afterCallWork: { state: "complete", startTime: t("09:00:10"), endTime: t("09:00:25") },
    });
    const emitted = foldBothWays([
      see("09:00:00", 30_000, live("s1", "09:00:00")),
      see("09:00:25", 30_000, done),
      see("09:00:30", 5_000, done, live("s2", "09:00:30")),
      see("09:00:50", 5_000, done, over("s2", "09:00:30", "09:00:50")),
    ]);
    expect(statuses(emitted, "wrapUp")).toEqual(["met"]);
    expect(measured(emitted, "tAcw")).toEqual([seconds(15, "09:00:25")]);
  });

  it("may be told with the end, where none was told before", () => {
    const of = { wrapupPrompt: "timeout", wrapupTimeoutMs: 10_000 };
    const work = (more: Json) =>
      over("s1", "09:00:00", "09:00:10", { afterCallWork: { startTime: t("09:00:10"), ...more } });
    const emitted = foldBothWays([
      topic("09:00:00", agent({ calls: [live("s1", "09:00:00")] })),
      topic("09:00:10", agent({ ...of, calls: [work({ state: "pending" })] })),
      topic("09:00:15", agent({ ...of, calls: [work({ state: "complete", endTime: t("09:00:15") })] })),
    ]);
    expect(statuses(emitted, "wrapUp")).toEqual(["met"]);
  });
});
