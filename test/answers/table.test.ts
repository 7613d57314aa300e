import { byInterval, conversation, instant, tableOf, violations, wait, type Stated } from "../support/finals";

const MINUTE = 60_000;

/** An agent who answers at 08:59, talks across nine o'clock with a hold, and does after-call work until 09:12. */
const agent: Stated = {
  id: "a1",
  purpose: "agent",
  userId: "u1",
  queueId: "q1",
  direction: "inbound",
  wrapupCode: "sold",
  connectedTime: instant("08:55:00"),
  endTime: instant("09:05:00"),
  numbers: [
    ["tAnswered", 2 * MINUTE, "08:55:00"],
    ["tTalk", 2 * MINUTE, "08:57:00", "1"],
    ["tTalk", 3 * MINUTE, "09:05:00", "2"],
    ["tTalkComplete", 5 * MINUTE, "09:05:00"],
    ["tHeld", 5 * MINUTE, "09:02:00"],
    ["tHeldComplete", 5 * MINUTE, "09:05:00"],
    ["nHolds", 1, "09:05:00"],
    ["tAcw", 7 * MINUTE, "09:12:00"],
    ["tHandle", 17 * MINUTE, "09:12:00"],
  ],
};
const call = conversation("c1", [wait("w1", "08:53:00", "08:55:00", "answered", { direction: "inbound" }), agent]);

const sums = async (attribution: "split" | "start" | "final") => {
  const report = await tableOf([call], { attribution });
  return byInterval(report, ({ times: { answer, talk, hold, afterCallWork, handle } }) =>
    [answer, talk, hold, afterCallWork, handle].map(({ sumMs }) => sumMs / MINUTE),
  );
};

describe("a table", () => {
  it("by split divides each span over the intervals in which it passed", async () => {
    expect(await sums("split")).toEqual([
      ["2026-03-02T08:30", [2, 2, 3, 0, 5]],
      ["2026-03-02T09:00", [0, 3, 2, 7, 12]],
    ]);
  });

  it("by start puts each length where it began: the hold at its first hold, the work after the call at the call's end", async () => {
    expect(await sums("start")).toEqual([
      ["2026-03-02T08:30", [2, 5, 5, 0, 17]],
      ["2026-03-02T09:00", [0, 0, 0, 7, 0]],
    ]);
  });

  it("by final puts each length where it became final, as the platform does", async () => {
    expect(await sums("final")).toEqual([
      ["2026-03-02T08:30", [2, 0, 0, 0, 0]],
      ["2026-03-02T09:00", [0, 5, 5, 7, 17]],
    ]);
  });

  it("says its rule, zone, time-zone data, formulas and product with its numbers", async () => {
    const { manifest } = await tableOf([call], { attribution: "start", zone: "Europe/Berlin" });
    expect(manifest).toMatchObject({
      attribution: "start",
      zone: "Europe/Berlin",
      interval: "30m",
      callbacksBy: "due",
    });
    expect(manifest.timeZoneData).toMatch(/^\d{4}[a-z]$/);
    expect(manifest.product).toMatch(/^convofold \d/);
    expect(manifest.formulas).toContainEqual({
      name: "withoutEarlyAbandons",
      formula: "(answeredInTarget) / (answered + abandonedAfterTarget)",
    });
  });

  it("says where nothing was counted, as between bounds that the data do not reach, and nothing of that where something was", async () => {
    const notesOf = async (from: string) =>
      (await tableOf([call], { from: Date.parse(from) })).manifest.notes.filter((note) =>
        note.startsWith("Nothing was counted"),
      );
    expect(await notesOf("2027-01-01T00:00:00Z")).toHaveLength(1);
    expect(await notesOf("2026-01-01T00:00:00Z")).toEqual([]);
  });

  it("has mean, median, 95th percentile and maximum by start and final, and none of a sum that is split", async () => {
    const work = Array.from({ length: 20 }, (_, index) =>
      conversation(`c${String(index)}`, [
        { id: "a", purpose: "agent", numbers: [["tAcw", (index + 1) * 1000, "10:10:00"]] },
      ]),
    );
    const { total } = await tableOf(work);
    expect(total.times.afterCallWork).toEqual({
      sumMs: 210_000,
      count: 20,
      meanMs: 10_500,
      medianMs: 10_000,
      p95Ms: 19_000,
      maxMs: 20_000,
      undatedMs: null,
    });
    const split = await tableOf(work, { attribution: "split" });
    expect(split.total.times.afterCallWork).toMatchObject({
      sumMs: 210_000,
      count: 20,
      meanMs: null,
      p95Ms: null,
      maxMs: null,
    });
  });

  it("tells what is not known from what is none", async () => {
    const { total } = await tableOf([conversation("c", [wait("w", "09:00:00", "09:00:10", "abandoned")])]);
    expect(total.waits).toMatchObject({ answered: 0, abandoned: 1, waitingAtEnd: 0 });
    expect(total.times.talk).toMatchObject({ sumMs: 0, count: 0, meanMs: null, medianMs: null });
    expect([total.holdsPerHeld, total.agentsPerConversation]).toEqual([null, null]);
    expect(total.serviceLevels.find(({ name }) => name === "ofAnswered")?.value).toBeNull();
    expect((await tableOf([call], { attribution: "start" })).total.waits.waitingAtStart).toBeNull();
  });

  it("divides by queue, medium, agent, direction and wrap-up code; who was not answered has no agent", async () => {
    const lost = conversation("c2", [
      wait("w2", "08:50:00", "08:51:00", "abandoned", { queueId: "q2", direction: "inbound" }),
    ]);
    const report = await tableOf([call, lost], { by: ["queue", "media", "agent", "direction", "wrapup"] });
    expect(
      report.groupTotals.map(({ group, waits: { offered, abandoned } }) => ({ ...group, offered, abandoned })),
    ).toEqual([
      { queue: "q1", media: "call", agent: "u1", direction: "inbound", wrapup: "sold", offered: 1, abandoned: 0 },
      { queue: "q2", media: "call", agent: null, direction: "inbound", wrapup: null, offered: 1, abandoned: 1 },
    ]);
  });

  it("counts people by conversation, and holds by held communication", async () => {
    const second: Stated = {
      ...agent,
      id: "a2",
      userId: "u2",
      numbers: [
        ["tTalkComplete", MINUTE, "09:20:00"],
        ["tHeldComplete", MINUTE, "09:20:00"],
        ["nHolds", 4, "09:20:00"],
      ],
    };
    const again: Stated = { ...second, id: "a3", numbers: [["tTalkComplete", MINUTE, "09:25:00"]] };
    const { total } = await tableOf([conversation("c", [agent, second, again]), conversation("d", [agent])]);
    expect(total).toMatchObject({ conversations: 2, agentsPerConversation: 1.5, holdsPerHeld: 2 });
  });
});

describe("lengths that are not what their parts are", () => {
  it("leave out what was parked when they are split", async () => {
    const parked: Stated = {
      ...agent,
      connectedTime: instant("08:50:00"),
      endTime: instant("09:20:00"),
      segments: [{ type: "parked", startTime: instant("08:55:00"), endTime: instant("09:10:00") }],
      numbers: [["tHandle", 15 * MINUTE, "09:20:00"]],
    };
    const report = await tableOf([conversation("c", [parked])], { attribution: "split" });
    expect(byInterval(report, ({ times }) => times.handle.sumMs / MINUTE)).toEqual([
      ["2026-03-02T08:30", 5],
      ["2026-03-02T09:00", 10],
    ]);
  });

  it("stand where they became final, and say so, where only their sum is known", async () => {
    const reported: Stated = {
      ...agent,
      numbers: [
        ["tTalk", 2 * MINUTE, "08:57:00", "1"],
        ["tTalkComplete", 6 * MINUTE, "09:05:00"],
      ],
    };
    const report = await tableOf([conversation("c", [reported])], { attribution: "split" });
    expect(byInterval(report, ({ times: { talk } }) => [talk.sumMs, talk.undatedMs])).toEqual([
      ["2026-03-02T09:00", [6 * MINUTE, 6 * MINUTE]],
    ]);
  });

  it("are divided over the days of 59 days, and come to every millisecond", async () => {
    const valueMs = 5_097_600_919;
    const from = instant("2026-02-10T10:00:00.000Z");
    const to = new Date(Date.parse(from) + valueMs).toISOString();
    const long: Stated = { ...agent, connectedTime: from, endTime: to, numbers: [["tHandle", valueMs, to]] };
    const report = await tableOf([conversation("c", [long])], {
      attribution: "split",
      interval: "day",
      zone: "Europe/Berlin",
    });
    const days = byInterval(report, ({ times }) => times.handle.sumMs);
    expect(days).toHaveLength(60);
    expect(days.slice(0, 2)).toEqual([
      ["2026-02-10T00:00", 13 * 60 * MINUTE],
      ["2026-02-11T00:00", 24 * 60 * MINUTE],
    ]);
    expect(days.find(([day]) => day === "2026-03-29T00:00")?.[1]).toBe(23 * 60 * MINUTE);
    expect(days.reduce((sum, [, ms]) => sum + ms, 0)).toBe(valueMs);
    expect(violations(report)).toEqual([]);
  });

  it.each([
    [
      "Europe/Berlin",
      "2026-10-25T00:30:00.000Z",
      ["2026-10-25T02:00", "2026-10-25T02:00", "2026-10-25T03:00"],
      [30, 60, 30],
    ],
    [
      "America/New_York",
      "2026-03-08T06:30:00.000Z",
      ["2026-03-08T01:00", "2026-03-08T03:00", "2026-03-08T04:00"],
      [30, 60, 30],
    ],
    [
      "Australia/Lord_Howe",
      "2026-10-03T15:00:00.000Z",
      ["2026-10-04T01:00", "2026-10-04T02:30", "2026-10-04T03:00", "2026-10-04T04:00"],
      [30, 30, 60, 0],
    ],
    [
      "Europe/Berlin",
      "2026-03-29T00:30:00.000Z",
      ["2026-03-29T01:00", "2026-03-29T03:00", "2026-03-29T04:00"],
      [30, 60, 30],
    ],
    [
      "America/New_York",
      "2026-11-01T05:30:00.000Z",
      ["2026-11-01T01:00", "2026-11-01T01:00", "2026-11-01T02:00"],
      [30, 60, 30],
    ],
    [
      "Australia/Lord_Howe",
      "2026-04-04T14:30:00.000Z",
      ["2026-04-05T01:00", "2026-04-05T01:30", "2026-04-05T02:00", "2026-04-05T03:00"],
      [30, 30, 60, 0],
    ],
    [
      "Asia/Tokyo",
      "2026-10-25T00:30:00.000Z",
      ["2026-10-25T09:00", "2026-10-25T10:00", "2026-10-25T11:00"],
      [30, 60, 30],
    ],
  ])("are divided where the clock is changed, too: two hours in %s", async (zone, from, intervals, minutes) => {
    const to = new Date(Date.parse(from) + 120 * MINUTE).toISOString();
    const long: Stated = { ...agent, connectedTime: from, endTime: to, numbers: [["tHandle", 120 * MINUTE, to]] };
    const report = await tableOf([conversation("c", [long])], { attribution: "split", interval: "60m", zone });
    expect(byInterval(report, ({ times }) => times.handle.sumMs / MINUTE)).toEqual(
      intervals.map((start, index) => [start, minutes[index]]),
    );
  });
});

describe("callbacks", () => {
  const due = Date.parse(instant("2026-03-03T10:00:00Z"));
  const made = Date.parse(instant("2026-03-02T09:00:00Z"));
  const key = `${String(made)}-${String(due)}`;
  const callback = (id: string, status: "met" | "late" | "missed" | "overdue" | "cancelled" | "pending") =>
    conversation(
      id,
      [
        {
          id: "k",
          purpose: "customer",
          mediaType: "callback",
          queueId: "q1",
          numbers: [
            ["nCallbackScheduled", 1, "2026-03-02T09:00:00Z", key],
            ...(status === "met" || status === "late" ? ([["tCallbackWait", 1, "2026-03-04T11:00:00Z"]] as const) : []),
          ],
        },
        { id: "a", purpose: "agent", numbers: [["tAcw", MINUTE, "2026-03-05T08:00:00Z"]] },
      ],
      {
        deadlines: [
          { id: `${id}/k/callbackDue/${key}`, kind: "callbackDue", dueAt: instant("2026-03-03T10:00:00Z"), status },
        ],
      },
    );
  const all = (["met", "late", "missed", "overdue", "cancelled", "pending"] as const).map((status) =>
    callback(status, status),
  );

  it("are promised, kept, late, missed, overdue, withdrawn or open", async () => {
    const { total } = await tableOf(all, { by: ["queue"] });
    expect(total.callbacks).toEqual({ promised: 6, kept: 1, late: 1, missed: 1, overdue: 1, withdrawn: 1, open: 1 });
  });

  it.each([
    ["requested", "2026-03-02", 6],
    ["due", "2026-03-03", 6],
    ["talked", "2026-03-04", 2],
    ["wrapped", "2026-03-05", 2],
  ] as const)("count on the day they were %s: %s", async (dayRule, day, promised) => {
    const report = await tableOf(all, { interval: "day", dayRule });
    const counted = byInterval(report, ({ callbacks }) => callbacks.promised).filter(([, count]) => count > 0);
    expect(counted).toEqual([[`${day}T00:00`, promised]]);
    const without = 6 - promised;
    const notes = report.manifest.notes.filter((note) => note.includes("stand in no interval"));
    expect(notes.map((note) => Number(note.split(" ")[0]))).toEqual(without === 0 ? [] : [without]);
  });
});
