import {
  type Json,
  agent,
  calls,
  customer,
  flat,
  fold,
  measured,
  ms,
  queue,
  seconds,
  statuses,
  t,
  whole,
  origins,
} from "../support/story";

/** The traps found in real data, one by one. */

const live = { state: "connected", connectedTime: t("09:00:00") };
const ended = { state: "terminated", connectedTime: t("09:00:00"), endTime: t("09:05:00"), disconnectType: "client" };
const anomaliesOf = (emitted: ReturnType<typeof fold>) =>
  Object.assign({}, ...emitted.anomalies) as Record<string, number>;

describe("traps of real data", () => {
  it("1: each alert is a new participant, for the same user too", () => {
    const try1 = { id: "a1", purpose: "agent", user: { id: "u" } };
    const try2 = { ...try1, id: "a2" };
    const emitted = fold([
      calls("09:00:00", { ...try1, state: "alerting" }),
      calls("09:00:05", { ...try1, state: "terminated", endTime: t("09:00:05"), disconnectType: "client" }),
      calls("09:00:06", { ...try2, state: "alerting" }),
      calls("09:00:09", { ...try2, state: "connected", connectedTime: t("09:00:09") }),
    ]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(5, "09:00:05"), seconds(3, "09:00:09")]);
    expect(measured(emitted, "tNotResponding")).toEqual([seconds(5, "09:00:05")]);
  });

  it("2: after-call work may begin after the end, on a communication that counted as finished: tHandle appears only then", () => {
    const alert = calls("09:00:00", agent({ state: "alerting" }));
    const gone = { state: "terminated", endTime: t("09:00:30.100"), disconnectType: "system" };
    const work = { ...gone, startAcwTime: t("09:00:30.349") };
    expect(measured(fold([alert, calls("09:00:30.100", agent(gone))]), "tHandle")).toEqual([]);
    const emitted = fold([
      alert,
      calls("09:00:30.100", agent(gone)),
      calls("09:00:30.400", agent(work)),
      calls("09:00:40", agent({ ...work, endAcwTime: t("09:00:40") })),
    ]);
    expect(measured(emitted, "tAcw")).toEqual([ms(9_651, "09:00:40")]);
    expect(measured(emitted, "tHandle")).toEqual([ms(9_651, "09:00:40")]);
  });

  it("2: durationSeconds is rounded and never measured with", () => {
    const wrapup = { code: "w", durationSeconds: 39, endTime: t("09:05:38.954") };
    const emitted = fold([
      calls("09:00:00", agent(live)),
      calls("09:05:00", agent(ended)),
      calls("09:05:39", agent({ ...ended, wrapup })),
    ]);
    expect(measured(emitted, "tAcw")).toEqual([ms(38_954, "09:05:38.954")]);
  });

  it("3: wrapupRequired is no state: it neither opens after-call work nor keeps it open", () => {
    const emitted = fold([
      calls("09:00:00", agent({ ...live, wrapupRequired: true })),
      calls("09:05:00", agent({ ...ended, wrapupRequired: true })),
    ]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(300, "09:05:00")]);
    expect(emitted.conversations[0]?.state).toBe("ended");
  });

  it("4: skipped after-call work gives no tAcw, and tHandle without it", () => {
    const agentCall = (more: object) =>
      whole("09:05:10", { id: "agent", purpose: "agent", calls: [{ id: "c", ...more }] });
    const emitted = fold([
      whole("09:00:00", { id: "agent", purpose: "agent", calls: [{ id: "c", ...live }] }),
      agentCall({
        state: "terminated",
        connectedTime: t("09:00:00"),
        disconnectedTime: t("09:05:00"),
        afterCallWork: { state: "skipped", startTime: t("09:05:00"), endTime: t("09:05:00") },
      }),
    ]);
    expect(measured(emitted, "tAcw")).toEqual([]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(300, "09:05:00")]);
  });

  it("5: an agent who never answered can have after-call work, and tHandle is that alone", () => {
    const gone = { state: "terminated", endTime: t("09:00:30"), disconnectType: "system", startAcwTime: t("09:00:30") };
    const emitted = fold([
      calls("09:00:00", agent({ state: "alerting" })),
      calls("09:00:30", agent(gone)),
      calls("09:00:50", agent({ ...gone, endAcwTime: t("09:00:50") })),
    ]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(20, "09:00:50")]);
  });

  it("6: without startTime and startAlertingTime the first sight of the alert counts", () => {
    const emitted = fold([
      calls("09:00:00.400", agent({ state: "alerting" })),
      calls("09:00:05", agent({ state: "connected", connectedTime: t("09:00:05") })),
    ]);
    expect(measured(emitted, "tAlert")).toEqual([ms(4_600, "09:00:05")]);
    expect(origins(emitted, "tAlert")).toEqual(["observed"]);
  });

  it("7: the agent's connect may lie before the end of the queue's communication: paired by queue and nearness", () => {
    const wait = queue({ state: "connected", connectedTime: t("08:59:30") });
    const emitted = fold([
      calls("08:59:30", wait),
      calls("09:00:00", agent({ ...live, queue: { id: "q1" } })),
      calls(
        "09:00:00.051",
        queue({
          state: "terminated",
          connectedTime: t("08:59:30"),
          endTime: t("09:00:00.051"),
          disconnectType: "transfer",
        }),
      ),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([ms(30_051, "09:00:00")]);
  });

  it("8: an alert of 30 000 ms that ends at 30 150 is missed, and one answered at 30 500 is still met", () => {
    const alert = calls("09:00:00", agent({ state: "alerting", alertingTimeoutMs: 30_000 }));
    expect(
      statuses(
        fold([
          alert,
          calls("09:00:30.150", agent({ state: "terminated", endTime: t("09:00:30.150"), disconnectType: "system" })),
        ]),
        "alerting",
      ),
    ).toEqual(["missed"]);
    expect(
      statuses(
        fold([alert, calls("09:00:30.500", agent({ state: "connected", connectedTime: t("09:00:30.500") }))]),
        "alerting",
      ),
    ).toEqual(["met"]);
  });

  it("9: a consult transfer makes no hold", () => {
    const emitted = fold([
      calls("09:00:00", agent(live)),
      calls("09:04:00", { id: "b", purpose: "agent", state: "alerting" }),
      calls("09:05:00", agent({ ...ended, disconnectType: "transfer.consult" })),
    ]);
    expect(measured(emitted, "nConsultTransferred")).toHaveLength(1);
    expect(measured(emitted, "tHeld")).toEqual([]);
  });

  it("10: a callback that lives 59 days keeps its milliseconds", () => {
    const wait = 5_097_600_919;
    const from = Date.parse(t("09:00:00"));
    const made = flat(
      "09:00:00",
      "callbacks",
      customer({ ...live, callbackScheduledTime: new Date(from + wait).toISOString() }),
    );
    const gone = {
      timestamp: from + wait,
      value: {
        topicName: "v2.users.u1.conversations.callbacks",
        eventBody: {
          id: "conv",
          participants: [customer({ ...live, state: "disconnected", endTime: new Date(from + wait).toISOString() })],
        },
      },
    };
    expect(measured(fold([made, gone]), "tConnected")).toEqual([
      { value: wait, at: new Date(from + wait).toISOString() },
    ]);
  });

  it("11: a participant missing from a snapshot is no news of it", () => {
    const emitted = fold([
      calls("09:00:00", agent(live), customer(live)),
      calls("09:01:00", customer({ ...live, muted: true })),
      calls("09:05:00", agent(ended)),
    ]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(300, "09:05:00")]);
  });

  it("12: a malformed date costs its participant alone", () => {
    const emitted = fold([
      calls("09:00:00", agent({ ...live, connectedTime: "2021-04-2T15:30:51.418Z" }), customer(live)),
    ]);
    expect(emitted.rejections).toEqual([
      { position: { file: "log.ndjson", line: 1 }, reason: "noInstant", path: "participants[0].connectedTime" },
    ]);
    expect(measured(emitted, "nConnected")).toHaveLength(1);
  });

  it("13: the conversation has ended only when all its communications have", () => {
    const records = [calls("09:00:00", agent(live), customer(live)), calls("09:05:00", agent(ended), customer(live))];
    expect(fold(records).conversations[0]?.state).toBe("open");
    expect(fold([...records, calls("09:05:01", customer(ended))]).conversations[0]?.state).toBe("ended");
  });

  it("14: after-call work runs in wall time beside the agent's next conversation", () => {
    const other = (clock: string, more: Json) => ({
      ...calls(clock, agent(more)),
      value: { topicName: "v2.users.u1.conversations.calls", eventBody: { id: "next", participants: [agent(more)] } },
    });
    const emitted = fold([
      calls("09:00:00", agent(live)),
      calls("09:05:00", agent({ ...ended, startAcwTime: t("09:05:00") })),
      other("09:05:10", { state: "connected", connectedTime: t("09:05:10") }),
      other("09:06:00", { state: "terminated", connectedTime: t("09:05:10"), endTime: t("09:06:00") }),
      calls("09:07:00", agent({ ...ended, startAcwTime: t("09:05:00"), endAcwTime: t("09:07:00") })),
    ]);
    expect(measured(emitted, "tAcw")).toEqual([seconds(120, "09:07:00")]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(300, "09:05:00"), seconds(50, "09:06:00")]);
  });

  it("15: an edit of after-call work shows in the view and as an anomaly; the number stays with the first completion in event time", () => {
    const work = { ...ended, startAcwTime: t("09:05:00") };
    const first = calls("09:05:57", agent({ ...work, endAcwTime: t("09:05:57") }));
    const edit = calls("09:07:00", agent({ ...work, endAcwTime: t("09:06:01") }));
    for (const order of [
      [first, edit],
      [edit, first],
    ]) {
      const emitted = fold([calls("09:00:00", agent(live)), calls("09:05:00", agent(work)), ...order]);
      expect(measured(emitted, "tAcw")).toEqual([seconds(57, "09:05:57")]);
      expect(emitted.conversations[0]?.participants[0]?.communications[0]?.afterCallWork).toMatchObject({
        editedTo: t("09:06:01"),
      });
      expect(anomaliesOf(emitted)).toMatchObject({ afterCallWorkEdited: 1 });
    }
  });

  it("16: a time-out of after-call work is known by its length, not by a code", () => {
    const work = { ...ended, startAcwTime: t("09:05:00"), wrapupPrompt: "timeout", wrapupTimeoutMs: 60_000 };
    const emitted = (clock: string) =>
      fold([
        calls("09:00:00", agent(live)),
        calls("09:05:00", agent(work)),
        calls("09:06:02", agent({ ...work, endAcwTime: t(clock) })),
      ]);
    expect(origins(emitted("09:06:00.020"), "tAcw")).toEqual(["timedOut"]);
    expect(origins(emitted("09:05:59.500"), "tAcw")).toEqual(["reported"]);
  });

  it("17: on chats, work on other interactions comes as hold and is measured as such", () => {
    const emitted = fold([
      flat("09:00:00", "chats", agent(live)),
      flat("09:01:00", "chats", agent({ ...live, held: true, startHoldTime: t("09:01:00") })),
      flat("09:02:00", "chats", agent({ ...live, held: false })),
    ]);
    expect(measured(emitted, "tHeld")).toEqual([seconds(60, "09:02:00")]);
  });

  it("18: the disconnect type tells a reject from a time-out", () => {
    const emitted = fold([
      calls(
        "09:00:00",
        { id: "a1", purpose: "agent", state: "alerting" },
        { id: "a2", purpose: "agent", state: "alerting" },
      ),
      calls(
        "09:00:30",
        { id: "a1", purpose: "agent", state: "terminated", endTime: t("09:00:10"), disconnectType: "client" },
        {
          id: "a2",
          purpose: "agent",
          state: "terminated",
          endTime: t("09:00:30"),
          disconnectType: "transfer.noanswer",
        },
      ),
    ]);
    const types = emitted.measurements
      .filter(({ name }) => name === "tNotResponding")
      .map(({ disconnectType }) => disconnectType);
    expect(types.sort()).toEqual(["client", "transfer.noanswer"]);
  });

  it("19: an orphan that ends without a disconnect type, or never, stops nothing", () => {
    const orphan = { ...ended, disconnectType: undefined };
    expect(measured(fold([calls("09:00:00", agent(live)), calls("09:05:00", agent(orphan))]), "tHandle")).toEqual([
      seconds(300, "09:05:00"),
    ]);
  });

  it("20: a snapshot that comes after a conversation was let go changes nothing", () => {
    const held = { ...live, held: true, startHoldTime: t("09:01:00") };
    const whole1 = [
      calls("09:00:00", agent(live)),
      calls("09:01:00", agent(held)),
      calls("09:02:00", agent({ ...live, held: false })),
      calls("09:05:00", agent(ended)),
    ];
    const elsewhere = (clock: string) => ({
      timestamp: Date.parse(t(clock)),
      partition: 0,
      value: {
        topicName: "v2.users.u1.conversations.calls",
        eventBody: { id: "other", participants: [customer(live)] },
      },
    });
    const onOne = whole1.map((record) => ({ ...record, partition: 0 }));
    const stale = { ...calls("09:20:00", agent({ ...ended, held: false })), partition: 0 };
    const emitted = fold([...onOne, elsewhere("09:15:00"), stale], { latenessMs: 60_000 });
    expect(emitted.counts).toMatchObject({ evictedConversations: 1, reopenedConversations: 1 });
    expect(measured(emitted, "tTalk")).toEqual([seconds(60, "09:01:00"), seconds(180, "09:05:00")]);
    expect(measured(emitted, "tHeld")).toEqual([seconds(60, "09:02:00")]);
  });

  it("21: participants without an id are an anomaly of their own, nothing more", () => {
    const emitted = fold([calls("09:00:00", { purpose: "agent", state: "connected" }, {}, customer(live))]);
    expect(emitted.rejections.map(({ reason, path }) => ({ reason, path }))).toEqual([
      { reason: "noParticipantId", path: "participants[0].id" },
      { reason: "noParticipantId", path: "participants[1].id" },
    ]);
    expect(measured(emitted, "nConnected")).toHaveLength(1);
  });
});
