import { byInterval, conversation, instant, tableOf, violations, wait, type Stated } from "../support/finals";

const answered = (id: string, entered: string, left: string, at: string, userId = "u1"): Stated[] => {
  const waitMs = Date.parse(instant(left)) - Date.parse(instant(entered));
  return [
    wait(`w${id}`, entered, left, "answered"),
    { id: `a${id}`, purpose: "agent", userId, queueId: "q1", numbers: [["tAnswered", waitMs, at]] },
  ];
};

const flow = [
  conversation("c1", answered("1", "08:29:50", "08:30:10", "08:30:10")),
  conversation("c2", [wait("w2", "08:31:00", "09:00:00", "abandoned")]),
  conversation("c3", [wait("w3", "08:45:00", "08:45:04", "abandoned")]),
  conversation("c4", [wait("w4", "08:50:00", "08:52:00", "flowOut"), wait("w5", "08:52:00", "08:53:00", "cancelled")]),
  conversation("c6", [wait("w6", "09:10:00", undefined, "waiting")], { lastNews: instant("10:05:00") }),
];

describe("waits", () => {
  it("stand at their own instants, beside who waits at the bounds; what ends at a bound ends behind it", async () => {
    const report = await tableOf(flow, { by: ["queue"] });
    const counts = byInterval(report, ({ waits }) => [
      waits.waitingAtStart,
      waits.offered,
      waits.answered,
      waits.abandoned,
      waits.shortAbandoned,
      waits.flowedOut,
      waits.cancelled,
      waits.waitingAtEnd,
    ]);
    expect(counts).toEqual([
      ["2026-03-02T08:00", [0, 1, 0, 0, 0, 0, 0, 1]],
      ["2026-03-02T08:30", [1, 4, 1, 1, 1, 1, 1, 1]],
      ["2026-03-02T09:00", [1, 1, 0, 1, 0, 0, 0, 1]],
      ["2026-03-02T09:30", [1, 0, 0, 0, 0, 0, 0, 1]],
      ["2026-03-02T10:00", [1, 0, 0, 0, 0, 0, 0, 1]],
    ]);
    expect(report.total.waits).toMatchObject({
      waitingAtStart: 0,
      offered: 6,
      answered: 1,
      abandoned: 2,
      waitingAtEnd: 1,
    });
    expect(violations(report)).toEqual([]);
  });

  it("stand by start in the interval of their entry, with who of them is waiting still", async () => {
    const report = await tableOf(flow, { attribution: "start" });
    const counts = byInterval(report, ({ waits }) => [
      waits.offered,
      waits.answered,
      waits.abandoned,
      waits.waitingAtEnd,
    ]);
    expect(counts).toEqual([
      ["2026-03-02T08:00", [1, 1, 0, 0]],
      ["2026-03-02T08:30", [4, 0, 2, 0]],
      ["2026-03-02T09:00", [1, 0, 0, 1]],
    ]);
  });

  it("of a window count who was waiting when it began, and only what happened in it", async () => {
    const [from, to] = [Date.parse(instant("08:45:00")), Date.parse(instant("09:00:00"))];
    const report = await tableOf(flow, { from, to });
    expect(report.rows.map((row) => [row.from, row.to])).toEqual([
      ["2026-03-02T08:45+00:00", "2026-03-02T09:00+00:00"],
    ]);
    expect(report.total.waits).toMatchObject({
      waitingAtStart: 1,
      offered: 3,
      abandoned: 1,
      flowedOut: 1,
      cancelled: 1,
      waitingAtEnd: 1,
    });
    expect(violations(report)).toEqual([]);
  });

  it("are answered when the agent connects, a little before or after the wait's own end", async () => {
    const report = await tableOf([conversation("c", answered("1", "08:59:00", "08:59:59.990", "09:00:00.030"))]);
    expect(byInterval(report, ({ waits }) => [waits.offered, waits.answered])).toEqual([
      ["2026-03-02T08:30", [1, 0]],
      ["2026-03-02T09:00", [0, 1]],
    ]);
  });

  it("are answered each by the agent whose answer is as long and as near", async () => {
    const two = conversation("c", [
      ...answered("1", "09:00:00", "09:00:10", "09:00:10.020", "u1"),
      ...answered("2", "09:40:00", "09:40:10", "09:40:09.990", "u2"),
    ]);
    const report = await tableOf([two], { by: ["agent"] });
    expect(report.rows.map((row) => [row.from, row.group.agent, row.waits.answered])).toEqual([
      ["2026-03-02T09:00+00:00", "u1", 1],
      ["2026-03-02T09:30+00:00", "u2", 1],
    ]);
    expect(report.total.waits).toMatchObject({ unpaired: 0, incomplete: 0 });
  });

  it("of no length are answered at once", async () => {
    const report = await tableOf([conversation("c", [wait("w", "09:00:00", "09:00:00", "answered")])]);
    expect(report.total.waits).toMatchObject({ offered: 1, answered: 1, unpaired: 0 });
    expect(report.total.times.answer).toMatchObject({ count: 1, meanMs: 0 });
    expect(violations(report)).toEqual([]);
  });

  it("have a column of their own where nobody is known who answered, and where an answer has no wait", async () => {
    const nobody = conversation("c1", [wait("w", "09:00:00", "09:01:00", "answered")]);
    const noWait = conversation("c2", [{ id: "a", purpose: "agent", numbers: [["tAnswered", 9000, "09:05:00"]] }]);
    const noEntry = conversation("c3", [{ id: "w", purpose: "acd", endTime: instant("09:06:00"), incomplete: true }]);
    const { total } = await tableOf([nobody, noWait, noEntry]);
    expect(total.waits).toMatchObject({ offered: 1, answered: 1, unpaired: 1, incomplete: 2 });
  });

  it("count for service levels by the target of their queue: the very target keeps it, one ms more does not", async () => {
    const report = await tableOf([
      conversation("c1", answered("1", "09:00:00", "09:00:20", "09:00:20")),
      conversation("c2", answered("2", "09:00:00", "09:00:20.001", "09:00:20.001")),
    ]);
    expect(report.total.serviceLevels.find(({ name }) => name === "platform")).toEqual({
      name: "platform",
      value: 0.5,
      numerator: 1,
      denominator: 2,
      excluded: {},
    });
  });
});

describe("the checks of a table", () => {
  it("say where the views and the measurements do not agree", async () => {
    const lost = conversation("c", [
      wait("w", "09:00:00", "09:00:30", "abandoned", { numbers: [["nOffered", 1, "09:00:00"]] }),
    ]);
    expect(violations(await tableOf([lost]))).toEqual(["tAbandon: 1 in the views, 0 measured"]);
  });

  it("say where a policy is another than the one that the log was folded with", async () => {
    const short = conversation("c", [
      wait("w", "09:00:00", "09:00:08", "abandoned", {
        numbers: [
          ["nOffered", 1, "09:00:00"],
          ["tAbandon", 8000, "09:00:08"],
          ["tShortAbandon", 8000, "09:00:08"],
        ],
      }),
    ]);
    expect(violations(await tableOf([short]))).toEqual([
      "tShortAbandon: 0 in the views, 1 measured (was it replayed with the same --policy?)",
    ]);
  });
});
