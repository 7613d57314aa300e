import { agent, calls, fold, flat, t, type Json } from "../support/story";

const live = { state: "connected", connectedTime: t("09:00:10") };
const ended = { state: "terminated", connectedTime: t("09:00:10"), endTime: t("09:05:00"), disconnectType: "client" };
const emitted = (records: readonly Json[], name: string) =>
  fold(records)
    .measurements.filter((record) => record.name === name)
    .map(({ id, value, revision, retracted, replacedBy }) => ({
      id: id.split("/").slice(1).join("/"),
      value,
      revision,
      retracted,
      replacedBy,
    }));

describe("emissions", () => {
  it("late news that change a number emit it again under its id, with a higher revision", () => {
    const hold = calls("09:02:00", agent({ ...live, held: true, startHoldTime: t("09:02:00") }));
    const release = calls("09:03:00", agent({ ...live, held: false }));
    const later = calls("09:03:30", agent({ ...live, held: false, muted: true }));
    const changes = emitted(
      [calls("09:00:10", agent(live)), hold, later, release, calls("09:05:00", agent(ended))],
      "tHeld",
    );
    expect(changes).toEqual([
      {
        id: `agent:call/tHeld/${String(Date.parse(t("09:02:00")))}`,
        value: 90_000,
        revision: 3,
        retracted: undefined,
        replacedBy: undefined,
      },
      {
        id: `agent:call/tHeld/${String(Date.parse(t("09:02:00")))}`,
        value: 60_000,
        revision: 4,
        retracted: undefined,
        replacedBy: undefined,
      },
    ]);
  });

  it("late news that move a start retract the old id, which names its successor", () => {
    const alert = calls("09:00:00", agent({ state: "alerting" }));
    const connect = calls("09:00:10", agent(live));
    const rest = calls("09:00:20", agent({ ...live, startAlertingTime: t("08:59:59.990") }));
    const [first, gone, next] = emitted([alert, connect, rest], "tAlert");
    expect(first).toMatchObject({ value: 10_000 });
    expect(gone).toMatchObject({ id: first?.id, retracted: true, replacedBy: `conv/${String(next?.id)}` });
    expect(next).toMatchObject({ value: 10_010 });
  });

  it("a number that news make impossible is taken back", () => {
    const records = [
      calls("09:00:10", agent(live)),
      calls("09:05:00", agent(ended)),
      calls("09:05:01", agent({ ...ended, startAcwTime: t("09:05:00") })),
    ];
    expect(emitted(records, "tHandle").map(({ value, retracted }) => value ?? retracted)).toEqual([290_000, true]);
  });

  it("a repeat emits nothing again", () => {
    const records = [calls("09:00:10", agent(live)), calls("09:05:00", agent(ended))];
    const once = fold(records);
    const twice = fold([...records, ...records]);
    expect(twice.measurements).toEqual(once.measurements);
    expect(twice.outcomes).toEqual(["folded", "folded", "repeated", "repeated"]);
  });

  it("evidence names the records that set start and end", () => {
    const records = [
      calls("09:00:00", agent({ state: "alerting" })),
      calls("09:00:05", agent({ state: "alerting", muted: true })),
      calls("09:00:10", agent(live)),
    ];
    expect(fold(records).measurements.find(({ name }) => name === "tAlert")?.evidence).toEqual([
      { file: "log.ndjson", line: 1 },
      { file: "log.ndjson", line: 3 },
    ]);
  });
});

describe("time of a partition", () => {
  const other = (clock: string, more: Json = {}) => ({
    ...flat(clock, "calls", agent({ ...live, ...more })),
    value: {
      topicName: "v2.users.u.conversations.calls",
      eventBody: { id: "other", participants: [agent({ ...live, ...more })] },
    },
    partition: 0,
  });
  const here = (record: Json) => ({ ...record, partition: 0 });

  it("an observation older than stream time less the lateness is late, whatever is still held", () => {
    const records = [
      here(calls("09:00:10", agent(live))),
      other("09:02:00"),
      here(calls("09:01:00", agent({ ...live, held: false }))),
      here(calls("09:00:59.999", agent({ ...live, held: true }))),
    ];
    expect(fold(records, { latenessMs: 60_000 }).outcomes).toEqual(["folded", "folded", "folded", "late"]);
  });

  it("rejected and ignored records do not move it", () => {
    const future = { timestamp: Date.parse(t("20 09:00:00")), partition: 0 };
    const records = [
      here(calls("09:00:10", agent(live))),
      { ...future, value: null },
      { ...future, value: { id: "x", participants: [{ held: 1 }] } },
      here(calls("09:00:20", agent({ ...live, muted: true }))),
    ];
    expect(fold(records, { latenessMs: 60_000 }).outcomes).toEqual(["folded", "ignored", "rejected", "folded"]);
  });

  it("undated records keep their place in the log, are never late and leave dated time alone", () => {
    const withoutCalls = (more: Json) => ({
      partition: 0,
      key: "k",
      value: { id: "conv", participants: [agent({ muted: false, ...live, ...more })] },
    });
    const emittedAgain = fold(
      [
        other("3 09:00:00"),
        withoutCalls({}),
        withoutCalls({ held: true, startHoldTime: t("09:02:00") }),
        withoutCalls({ held: false, startAcwTime: undefined }),
        other("2 22:00:00"),
      ],
      { latenessMs: 12 * 3_600_000 },
    );
    expect(emittedAgain.outcomes).toEqual(["folded", "folded", "folded", "folded", "folded"]);
    expect(emittedAgain.counts.undatedRecords).toBe(3);
  });

  it("partitions have times of their own", () => {
    const records = [
      { ...calls("3 09:00:00", agent(live)), partition: 0 },
      { ...other("09:00:10"), partition: 1 },
    ];
    expect(fold(records, { latenessMs: 60_000 }).outcomes).toEqual(["folded", "folded"]);
  });

  it("a conversation without news is given up after the sweep, with a mark, and leaves an output", () => {
    const policy = { run: { sweep: 3_600_000 }, defaults: {}, media: {}, queues: {} };
    const swept = fold([here(calls("09:00:10", agent(live))), other("10:00:00"), other("11:00:00")], {
      latenessMs: 60_000,
      policy,
    });
    expect(swept.conversations.map(({ id, state }) => `${id} ${state}`)).toEqual(["conv swept", "other open"]);
    expect(swept.counts.abandonedConversations).toBe(1);
  });

  it("first seen already ended, a communication yields only what the platform dated: no talk, no hold", () => {
    const late = fold([
      calls(
        "09:06:00",
        agent({ ...ended, startAcwTime: t("09:05:00"), endAcwTime: t("09:05:30"), startAlertingTime: t("09:00:00") }),
      ),
    ]);
    expect(late.measurements.map(({ name, value }) => `${name} ${String(value)}`).sort()).toEqual([
      "tAcw 30000",
      "tHandle 320000",
    ]);
    expect(late.conversations[0]?.participants[0]?.communications[0]?.incomplete).toBe(true);
  });
});

describe("identity", () => {
  it("one communication told nested, flat and by REST is one", () => {
    const nested = {
      timestamp: Date.parse(t("09:00:10")),
      value: { id: "conv", participants: [{ id: "agent", purpose: "agent", calls: [{ id: "C1", ...live }] }] },
    };
    const flatEnd = calls("09:05:00", agent(ended));
    const rest = {
      timestamp: Date.parse(t("09:06:00")),
      value: {
        id: "conv",
        participants: [
          {
            id: "agent",
            purpose: "agent",
            startTime: t("09:00:00"),
            endTime: t("09:05:00"),
            calls: [
              {
                id: "c1".toUpperCase(),
                state: "terminated",
                connectedTime: t("09:00:10"),
                disconnectedTime: t("09:05:00"),
              },
            ],
          },
        ],
      },
    };
    for (const order of [
      [nested, flatEnd, rest],
      [flatEnd, rest, nested],
      [rest, nested, flatEnd],
    ]) {
      const values = fold(order).conversations[0]?.participants.flatMap(({ communications }) => communications);
      expect(values).toHaveLength(1);
    }
  });

  it("a connect dated after the end opens a further episode; a stale repeat does not", () => {
    const again = { state: "connected", connectedTime: t("09:10:00") };
    const records = [
      calls("09:00:10", agent(live)),
      calls("09:05:00", agent(ended)),
      calls("09:06:00", agent(live)),
      calls("09:10:00", agent(again)),
      calls("09:12:00", agent({ state: "terminated", connectedTime: t("09:10:00"), endTime: t("09:12:00") })),
    ];
    const talks = fold(records)
      .measurements.filter(({ name }) => name === "tTalk")
      .map(({ id, value }) => [id.split("/")[1], value]);
    expect(talks).toEqual([
      ["agent:call", 290_000],
      ["agent:call#2", 120_000],
    ]);
  });
});
