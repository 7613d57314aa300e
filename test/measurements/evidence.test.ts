import {
  agent,
  calls,
  customer,
  event,
  fold,
  flat,
  limits,
  measured,
  origins,
  seconds,
  statuses,
  t,
  whole,
} from "../support/story";
import type { Emitted } from "../support/run";
import type { Json } from "../support/story";

const live = { state: "connected", connectedTime: t("09:00:00") };
const ended = {
  state: "terminated",
  connectedTime: t("09:00:00"),
  disconnectedTime: t("09:05:00"),
  endTime: t("09:05:00"),
};
const over = { ...ended, disconnectType: "client" };
const email = (clock: string, more: Json) => flat(clock, "emails", agent(more));
const parked = { ...live, state: "parked" };

const nested = (clock: string, communication: Json, more: Json = {}) =>
  whole(clock, agent({ ...more, calls: [{ id: "c", ...communication }] }));
const userEnd = (clock: string, more: Json) =>
  event(clock, "user.end", { participantId: "agent", sessionId: "c", userId: "u", queueId: "q", ...more });
const totals = (talk: number, held: number) =>
  userEnd("09:05:00", { interactingDurationMs: talk * 1000, heldDurationMs: held * 1000, alertingDurationMs: 0 });

describe("a hold", () => {
  it("that was first seen undated is one hold when it is dated a little later, whatever the order of arrival", () => {
    const records = [
      calls("09:00:00", agent(live)),
      calls("09:00:10", agent({ ...live, held: true })),
      calls("09:00:15", agent({ ...live, held: true, startHoldTime: t("09:00:10.050") })),
      calls("09:00:20", agent({ ...live, held: false })),
      calls("09:05:00", agent({ ...over, held: false })),
    ];
    for (const order of [records, records.toReversed()]) {
      const emitted = fold(order);
      expect(measured(emitted, "tHeld")).toEqual([{ value: 9_950, at: t("09:00:20") }]);
      expect(statuses(emitted, "hold").filter((status) => status !== undefined)).toEqual(["met"]);
    }
  });

  it("that began well after the first sight of one is another", () => {
    const emitted = fold([
      calls("09:00:00", agent(live)),
      calls("09:00:10", agent({ ...live, held: true })),
      calls("09:01:00", agent({ ...live, held: true, startHoldTime: t("09:00:50") })),
      calls("09:01:30", agent({ ...live, held: false })),
      calls("09:05:00", agent(over)),
    ]);
    expect(measured(emitted, "tHeld")).toHaveLength(2);
    expect(measured(emitted, "tHeld").at(-1)).toEqual(seconds(40, "09:01:30"));
  });

  it("ends where it is parked, though its flag still stands, and begins anew if it stands after the resume", () => {
    const held = { held: true, startHoldTime: t("09:00:10") };
    const records = [
      email("09:00:00", { ...live, held: false }),
      email("09:00:10", { ...live, ...held }),
      email("09:00:20", { ...parked, ...held, parkTime: t("09:00:20") }),
      email("09:01:40", { ...live, ...held, parkTime: t("09:00:20") }),
      email("09:02:00", { ...live, held: false, parkTime: t("09:00:20") }),
      email("09:05:00", over),
    ];
    const emitted = fold(records);
    expect(measured(emitted, "tHeld")).toEqual([seconds(10, "09:00:20"), seconds(20, "09:02:00")]);
    expect(measured(emitted, "tPark")).toEqual([seconds(80, "09:01:40")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(220, "09:05:00")]);
    expect(measured(emitted, "tTalkComplete")).toEqual([seconds(190, "09:05:00")]);
  });
});

describe("a parking", () => {
  const first = { parkTime: t("09:00:10"), resumeTime: t("09:01:00") };
  const second = { parkTime: t("09:03:00"), resumeTime: t("09:04:00") };

  it("keeps its own promise to come back when another follows", () => {
    const emitted = fold([
      email("09:00:00", live),
      email("09:00:10", { ...parked, ...first }),
      email("09:02:00", { ...live, ...first }),
      email("09:03:00", { ...parked, ...second }),
      email("09:03:30", { ...live, ...second }),
      email("09:05:00", over),
    ]);
    expect(statuses(emitted, "resume")).toEqual(["late", "met"]);
    expect(measured(emitted, "tParkComplete")).toEqual([seconds(140, "09:05:00")]);
  });

  it("has no length where another parkTime came and no resume between: nor have their sum and the handled time", () => {
    const emitted = fold([
      email("09:00:00", live),
      email("09:00:10", { ...parked, ...first }),
      email("09:03:00", { ...parked, ...second }),
      email("09:03:30", { ...live, ...second }),
      email("09:05:00", over),
    ]);
    expect(measured(emitted, "tPark")).toEqual([seconds(30, "09:03:30")]);
    // Between the two it was back and talked, for a time that nobody saw.
    for (const name of ["tParkComplete", "tHandle", "tTalkComplete"]) expect(measured(emitted, name)).toEqual([]);
  });

  it("of which nobody saw the end leaves no sum of holds, which may have been more", () => {
    const held = (clock: string) => ({ ...live, held: true, startHoldTime: t(clock) });
    const emitted = fold([
      email("09:00:00", live),
      email("09:00:02", held("09:00:02")),
      email("09:00:06", { ...live, held: false }),
      email("09:02:00", { ...live, ...first }),
      email("09:05:00", over),
    ]);
    expect(measured(emitted, "tHeld")).toEqual([seconds(4, "09:00:06")]);
    for (const name of ["tHeldComplete", "nHolds", "tTalkComplete"]) expect(measured(emitted, name)).toEqual([]);
  });

  it("that only its parkTime tells of takes the handled time away", () => {
    const emitted = fold([
      email("09:00:00", live),
      email("09:02:00", { ...live, parkTime: t("09:01:00") }),
      email("09:05:00", over),
    ]);
    expect(measured(emitted, "tHandle")).toEqual([]);
    expect(measured(fold([email("09:06:00", { ...over, parkTime: t("09:01:00") })]), "tHandle")).toEqual([]);
  });

  it("with a resumeTime that changes while it is parked is to come back by the new one", () => {
    const emitted = fold([
      email("09:00:00", live),
      email("09:00:10", { ...parked, ...first }),
      email("09:00:30", { ...parked, ...first, resumeTime: t("09:04:00") }),
      email("09:03:30", { ...live, ...first, resumeTime: t("09:04:00") }),
      email("09:05:00", over),
    ]);
    expect(statuses(emitted, "resume").toSorted()).toEqual(["cancelled", "met"]);
  });
});

describe("a supervisor", () => {
  const supervisor = { id: "boss", purpose: "user", monitoredParticipantId: "agent" };

  it("who watches a screen, and whose screen is watched, neither talks nor handles anything there", () => {
    const watching = { ...live, id: "watching" };
    const screens = (clock: string, communication: Json) =>
      whole(
        clock,
        {
          id: "boss",
          purpose: "user",
          userId: "b",
          screenMonitoredParticipantId: "agent",
          screenMonitorings: [communication],
        },
        agent({ screenMonitorings: [{ ...communication, id: "watched" }] }),
      );
    const gone = screens("09:05:00", { ...watching, ...over, id: "watching" });
    for (const records of [[screens("09:00:00", watching), gone], [gone]]) {
      const emitted = fold(records);
      for (const name of ["tTalk", "tTalkComplete", "tHandle", "tMonitoring"])
        expect(measured(emitted, name)).toEqual([]);
      expect(emitted.conversations.at(-1)?.state).toBe("ended");
    }
  });

  it("handles, talks and wraps up nothing, also where only the end shows what it was", () => {
    const work = { startAcwTime: t("09:05:00"), endAcwTime: t("09:05:30") };
    for (const records of [
      [calls("09:06:00", { ...supervisor, ...over, ...work })],
      [
        calls("09:00:00", { id: "boss", purpose: "user", ...live }),
        calls("09:06:00", { ...supervisor, ...over, ...work }),
      ],
    ]) {
      const emitted = fold(records);
      for (const name of ["tHandle", "tTalk", "tTalkComplete", "tAcw"]) expect(measured(emitted, name)).toEqual([]);
    }
  });
});

describe("a supervisor of whom only the end was seen", () => {
  const end = (named: Json) => calls("09:06:00", { id: "boss", purpose: "user", ...over, ...named });
  const NAMES = ["tMonitoring", "tCoaching", "tBarging"];
  const spans = (emitted: Emitted) => NAMES.map((name) => measured(emitted, name));

  it("spent the whole connected time in the one role that it names: both ends are the platform's", () => {
    const emitted = fold([end({ monitoredParticipantId: "agent" })]);
    expect(spans(emitted)).toEqual([[seconds(300, "09:05:00")], [], []]);
    expect(origins(emitted, "tMonitoring")).toEqual(["reported"]);
    expect(spans(fold([end({ coachedParticipantId: "agent" })]))).toEqual([[], [seconds(300, "09:05:00")], []]);
    expect(spans(fold([end({ mediaRoles: ["full", "barge"] })]))).toEqual([[], [], [seconds(300, "09:05:00")]]);
  });

  it("has no times where it names several, of which nobody saw when each began", () => {
    expect(spans(fold([end({ monitoredParticipantId: "agent", coachedParticipantId: "agent" })]))).toEqual([
      [],
      [],
      [],
    ]);
    expect(spans(fold([end({ mediaRoles: ["monitor", "coach", "barge"] })]))).toEqual([[], [], []]);
  });

  it("has no times past the connection, and none beside those of a role that is dated earlier", () => {
    const late = { bargedParticipantId: "agent", bargedTime: t("09:05:30") };
    expect(spans(fold([end({ monitoredParticipantId: "agent", ...late })]))).toEqual([
      [seconds(300, "09:05:00")],
      [],
      [],
    ]);
    const seen = (clock: string, named: Json) => calls(clock, { id: "boss", purpose: "user", ...live, ...named });
    const coached = { monitoredParticipantId: "agent", coachedParticipantId: "agent" };
    const barged = { ...coached, bargedParticipantId: "agent", bargedTime: t("09:01:00") };
    const records = [
      seen("09:00:00", { monitoredParticipantId: "agent" }),
      seen("09:02:00", coached),
      seen("09:03:00", barged),
      end(barged),
    ];
    expect(spans(fold(records))).toEqual([[seconds(60, "09:01:00")], [], [seconds(240, "09:05:00")]]);
  });

  it("has those that the platform dates: of a dated barging, and of the only role before it", () => {
    const barged = { bargedParticipantId: "agent", bargedTime: t("09:04:00") };
    expect(spans(fold([end({ monitoredParticipantId: "agent", ...barged })]))).toEqual([
      [seconds(240, "09:04:00")],
      [],
      [seconds(60, "09:05:00")],
    ]);
    const all = { monitoredParticipantId: "agent", coachedParticipantId: "agent", ...barged };
    expect(spans(fold([end(all)]))).toEqual([[], [], [seconds(60, "09:05:00")]]);
  });

  it("is as one seen from the middle: of several roles that it names then, none has a length", () => {
    const both = { id: "boss", purpose: "user", monitoredParticipantId: "agent", coachedParticipantId: "agent" };
    const gone = calls("09:05:00", { ...both, ...over });
    expect(spans(fold([calls("09:03:00", { ...both, ...live }), gone]))).toEqual([[], [], []]);
    expect(spans(fold([calls("09:00:00.100", { ...both, ...live }), gone]))).toEqual([
      [],
      [seconds(300, "09:05:00")],
      [],
    ]);
  });
});

describe("an agent whose communication has ended", () => {
  it("stays one where a later snapshot shows it alone, beside whom its participant then monitors", () => {
    const line = (named: Json, ended: Json): Json =>
      agent({
        userId: "a",
        ...named,
        calls: [{ id: "line", state: "connected", connectedTime: t("09:00:00"), ...ended }],
      });
    const ended = { state: "terminated", disconnectedTime: t("09:05:00"), disconnectType: "client" };
    const monitors = { monitoredParticipantId: "other" };
    const emitted = fold([
      whole("09:00:00", line({}, {})),
      whole("09:05:00", line({}, ended)),
      whole("09:06:00", line(monitors, ended)),
    ]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(300, "09:05:00")]);
    expect(measured(emitted, "tTalkComplete")).toEqual([seconds(300, "09:05:00")]);
    expect(measured(emitted, "tMonitoring")).toEqual([]);
    // Nothing was seen of it before: then it may be what the participant says.
    const onlyThen = fold([whole("09:05:00", line({}, ended)), whole("09:06:00", line(monitors, ended))]);
    expect(measured(onlyThen, "tHandle")).toEqual([]);
  });
});

describe("a user", () => {
  it("has the times that an agent has", () => {
    const user = (more: Json) => ({ id: "colleague", purpose: "user", ...more });
    const work = { startAcwTime: t("09:05:00"), endAcwTime: t("09:05:30") };
    const story = (who: (more: Json) => Json) =>
      fold([
        flat("09:00:00", "emails", who(live)),
        flat("09:01:00", "emails", who({ ...live, held: true, startHoldTime: t("09:01:00") })),
        flat("09:02:00", "emails", who({ ...live, held: false })),
        flat("09:03:00", "emails", who({ ...live, state: "parked", parkTime: t("09:03:00") })),
        flat("09:04:00", "emails", who({ ...live, parkTime: t("09:03:00") })),
        flat("09:05:30", "emails", who({ ...over, ...work })),
      ]);
    const both = (name: string, emitted: Emitted) => measured(emitted, name).map(({ value }) => value / 1000);
    const numbers = (emitted: Emitted) =>
      ["tTalkComplete", "tHeldComplete", "tPark", "tParkComplete", "tAcw", "tHandle"].map((name) =>
        both(name, emitted),
      );
    for (const who of [agent, user]) expect(numbers(story(who))).toEqual([[180], [60], [60], [60], [30], [270]]);
  });
});

describe("after-call work", () => {
  it("that was skipped has no length whatever its dates, also by the participant's own flag", () => {
    const work = { startAcwTime: t("09:05:00"), endAcwTime: t("09:05:20") };
    for (const skip of [
      { wrapupSkipped: true, ...work },
      { afterCallWork: { state: "skipped", startTime: t("09:05:00"), endTime: t("09:05:09") } },
    ]) {
      const emitted = fold([
        calls("09:00:00", agent(live)),
        calls("09:05:00", agent(over)),
        calls("09:05:30", agent({ ...over, ...skip })),
      ]);
      expect(measured(emitted, "tAcw")).toEqual([]);
      expect(measured(emitted, "tHandle").map(({ value }) => value)).toEqual([300_000]);
    }
  });

  it("that was announced is not done by a code without a date, which may be a pending save", () => {
    const work = { startAcwTime: t("09:05:00"), wrapup: { code: "x" } };
    const records = [
      calls("09:00:00", agent(live)),
      calls("09:05:00", agent({ ...over, startAcwTime: work.startAcwTime })),
      calls("09:05:03", agent({ ...over, ...work })),
    ];
    const emitted = fold(records);
    expect(measured(emitted, "tAcw")).toEqual([]);
    expect(measured(emitted, "tHandle")).toEqual([]);
    const done = fold([...records, calls("09:06:00", agent({ ...over, ...work, endAcwTime: t("09:06:00") }))]);
    expect(measured(done, "tAcw")).toEqual([seconds(60, "09:06:00")]);
  });

  it("that nothing announced counts by its end, or by its code, minutes after the end", () => {
    for (const wrapup of [
      { endAcwTime: t("09:09:00") },
      { wrapup: { code: "x", endTime: t("09:09:00") } },
      { wrapup: { code: "x" } },
    ]) {
      const emitted = fold(
        [
          calls("09:00:00", agent(live)),
          calls("09:05:00", agent(over)),
          calls("09:09:00", agent({ ...over, ...wrapup })),
        ],
        {
          latenessMs: 3_600_000,
        },
      );
      expect(measured(emitted, "tAcw")).toEqual([seconds(240, "09:09:00")]);
      expect(measured(emitted, "tHandle")).toEqual([seconds(540, "09:09:00")]);
    }
  });
});

describe("the platform's totals", () => {
  const seen = [nested("09:00:00", { ...live, held: false }), nested("09:05:00.200", { ...over, held: false })];

  it("complete a hold that nobody saw: the sums are theirs, the talk that may hide it is not emitted", () => {
    for (const order of [
      [...seen, totals(240, 60)],
      [totals(240, 60), ...seen.toReversed()],
    ]) {
      const emitted = fold(order);
      expect(measured(emitted, "tHeldComplete")).toEqual([seconds(60, "09:05:00")]);
      expect(measured(emitted, "tTalkComplete")).toEqual([seconds(240, "09:05:00")]);
      expect(measured(emitted, "tHandle")).toEqual([seconds(300, "09:05:00")]);
      expect(origins(emitted, "tTalkComplete")).toEqual(["reported"]);
      expect(measured(emitted, "tTalk")).toEqual([]);
    }
  });

  it("change nothing within the tolerance", () => {
    const emitted = fold([...seen, totals(299.5, 0.5)]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(300, "09:05:00")]);
    expect(origins(emitted, "tTalkComplete")).toEqual(["reported"]);
    expect(measured(emitted, "tHeldComplete")).toEqual([]);
  });

  it("that contradict what was seen leave the sums, inferred, and an anomaly", () => {
    const held = nested("09:01:00", { ...live, held: true, startHoldTime: t("09:01:00") });
    const back = nested("09:03:00", { ...live, held: false });
    const emitted = fold([seen[0] ?? {}, held, back, seen[1] ?? {}, totals(270, 30)]);
    expect(measured(emitted, "tHeldComplete")).toEqual([seconds(120, "09:05:00")]);
    expect(origins(emitted, "tHeldComplete")).toEqual(["inferred"]);
    expect(origins(emitted, "tTalkComplete")).toEqual(["inferred"]);
    expect(origins(emitted, "tHandle")).toEqual(["reported"]);
    expect(emitted.anomalies).toEqual([{ totalsDisagree: 1 }]);
  });

  it("show that an agent worked whose connect was lost: it did respond", () => {
    const emitted = fold([
      nested("08:59:50", { state: "alerting" }),
      nested("09:05:00.100", { state: "terminated", disconnectedTime: t("09:05:00"), disconnectType: "client" }),
      totals(290, 0),
    ]);
    expect(measured(emitted, "tNotResponding")).toEqual([]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(290, "09:05:00")]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(20, "09:00:10")]);
  });

  it("tell what a communication came to that was first seen ended, alert and dialling with it", () => {
    const more = { interactingDurationMs: 240_000, heldDurationMs: 60_000, alertingDurationMs: 7_000 };
    const emitted = fold([nested("09:05:00.200", over), userEnd("09:05:00", more)]);
    expect(measured(emitted, "tTalkComplete")).toEqual([seconds(240, "09:05:00")]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(7, "09:00:00")]);
    const outbound = fold([
      nested("09:05:00.200", { ...over, direction: "outbound" }),
      userEnd("09:05:00", { interactingDurationMs: 300_000, heldDurationMs: 0, dialingDurationMs: 9_000 }),
    ]);
    expect(measured(outbound, "tHandle")).toEqual([seconds(309, "09:05:00")]);
    expect(measured(outbound, "tTalk")).toEqual([seconds(300, "09:05:00")]);
  });

  it("give the handled time where parked time is unknown", () => {
    const emitted = fold([nested("09:06:00", { ...over, parkTime: t("09:01:00") }), totals(100, 20)]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(120, "09:05:00")]);
  });

  it("of the queue and the customer make contradicting times inferred", () => {
    const emitted = fold([
      whole("09:00:00", customer({ calls: [{ id: "k", ...live }] })),
      whole("09:05:00.1", customer({ calls: [{ id: "k", ...over }] })),
      event("09:05:00", "customer.end", { participantId: "customer", sessionId: "k", interactingDurationMs: 200_000 }),
    ]);
    expect(measured(emitted, "tConnected")).toEqual([seconds(300, "09:05:00")]);
    expect(origins(emitted, "tConnected")).toEqual(["inferred"]);
  });
});

describe("detail events alone", () => {
  const userStart = event("09:00:00", "user.start", {
    participantId: "agent",
    sessionId: "c",
    userId: "u",
    queueId: "q",
  });

  it("date no talk where their totals leave out a part of the session: it was parked, and nobody knows when", () => {
    const emitted = fold([userStart, totals(120, 0)]);
    expect(measured(emitted, "tTalk")).toEqual([]);
    expect(measured(emitted, "tTalkComplete")).toEqual([seconds(120, "09:05:00")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(120, "09:05:00")]);
    const alerted = userEnd("09:05:00", {
      interactingDurationMs: 120_000,
      heldDurationMs: 0,
      alertingDurationMs: 7000,
    });
    expect(measured(fold([userStart, alerted]), "tAlert")).toEqual([seconds(7, "09:00:07")]);
    expect(measured(fold([userStart, totals(300, 0)]), "tTalk")).toEqual([seconds(300, "09:05:00")]);
  });

  it("date the connect at the end of the alert, also where the communication was parked later: so it answers the queue's wait", () => {
    const queue = { participantId: "acd", sessionId: "w", queueId: "q" };
    const emitted = fold([
      event("08:58:00", "acd.start", queue),
      userStart,
      event("09:00:07", "acd.end", {
        ...queue,
        disconnectType: "TRANSFER",
        connectedDurationMs: 127_000,
        acdOutcome: "ANSWERED",
      }),
      userEnd("09:05:00", { interactingDurationMs: 120_000, heldDurationMs: 0, alertingDurationMs: 7000 }),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([seconds(127, "09:00:07")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(120, "09:05:00")]);
  });
});

describe("segments that the platform lists", () => {
  const list = (...pieces: readonly (readonly [string, string, string?])[]) => ({
    segments: pieces.map(([type, startTime, endTime]) => ({
      type,
      startTime: t(startTime),
      ...(endTime !== undefined && { endTime: t(endTime) }),
    })),
  });
  const whole = list(
    ["Alert", "08:59:52", "09:00:00"],
    ["Interact", "09:00:00", "09:01:30"],
    ["Hold", "09:01:30", "09:02:30"],
    ["Interact", "09:02:30", "09:05:00"],
    ["Wrapup", "09:05:00", "09:05:40"],
  );

  it("date what no snapshot showed, also of a communication first seen ended", () => {
    for (const before of [[nested("09:00:00.100", { ...live, held: false })], []]) {
      for (const order of [
        [...before, nested("09:20:00", { ...over, ...whole })],
        [nested("09:20:00", { ...over, ...whole }), ...before],
      ]) {
        const emitted = fold(order);
        expect(measured(emitted, "tAlert")).toEqual([seconds(8, "09:00:00")]);
        expect(measured(emitted, "tTalk")).toEqual([seconds(90, "09:01:30"), seconds(150, "09:05:00")]);
        expect(measured(emitted, "tHeld")).toEqual([seconds(60, "09:02:30")]);
        expect(measured(emitted, "tHeldComplete")).toEqual([seconds(60, "09:05:00")]);
        expect(measured(emitted, "tTalkComplete")).toEqual([seconds(240, "09:05:00")]);
        expect(measured(emitted, "tAcw")).toEqual([seconds(40, "09:05:40")]);
        expect(measured(emitted, "tHandle")).toEqual([seconds(340, "09:05:40")]);
        expect(origins(emitted, "tTalkComplete")).toEqual(["reported"]);
        expect(emitted.conversations[0]?.participants[0]?.communications[0]?.incomplete).toBeUndefined();
      }
    }
  });

  it("show a supervisor and each role with its dates, whether anybody is named or not", () => {
    const seen = { ...ended, disconnectedTime: t("09:05:00"), disconnectType: "client" };
    const roles = list(
      ["Monitoring", "09:00:00", "09:01:00"],
      ["Coaching", "09:01:00", "09:03:00"],
      ["Barging", "09:03:00", "09:05:00"],
    );
    for (const named of [{}, { monitoredParticipantId: "other" }]) {
      const emitted = fold([nested("09:20:00", { ...seen, ...roles }, named)]);
      expect(measured(emitted, "tMonitoring")).toEqual([seconds(60, "09:01:00")]);
      expect(measured(emitted, "tCoaching")).toEqual([seconds(120, "09:03:00")]);
      expect(measured(emitted, "tBarging")).toEqual([seconds(120, "09:05:00")]);
      for (const name of ["tTalk", "tTalkComplete", "tHandle"]) expect(measured(emitted, name)).toEqual([]);
    }
    const monitored = { monitoredParticipantId: "other" };
    const emitted = fold([
      nested("09:00:30", live, monitored),
      nested("09:05:00", { ...seen, ...list(["Monitoring", "09:00:00", "09:05:00"]) }, monitored),
    ]);
    expect(measured(emitted, "tMonitoring")).toEqual([seconds(300, "09:05:00")]);
    expect(measured(emitted, "tHandle")).toEqual([]);
  });

  it("that were still going on end as they were seen to, each before what was seen after it", () => {
    const dialled = { direction: "outbound", state: "contacting", ...list(["Contacting", "08:59:50"]) };
    const emitted = fold([
      nested("08:59:50", dialled),
      nested("08:59:54", { direction: "outbound", state: "dialing" }),
      nested("09:00:00", { direction: "outbound", ...live, held: false }),
      nested("09:01:00", { ...live, held: true, ...list(["Interact", "09:00:00", "09:01:00"], ["Hold", "09:01:00"]) }),
      nested("09:02:00", { ...live, held: false }),
      nested("09:03:00", { ...live, held: true, startHoldTime: t("09:03:00") }),
      nested("09:05:00", { ...over, held: false }),
    ]);
    expect(measured(emitted, "tContacting")).toEqual([seconds(4, "08:59:54")]);
    expect(measured(emitted, "tDialing")).toEqual([seconds(6, "09:00:00")]);
    expect(measured(emitted, "tHeld")).toEqual([seconds(60, "09:02:00"), seconds(120, "09:05:00")]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(60, "09:01:00"), seconds(60, "09:03:00")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(310, "09:05:00")]);
  });

  it("are read on flat participants and in every spelling", () => {
    const snake = { segments: [{ type: "HOLD", start_time: t("09:01:30"), end_time: t("09:02:30") }] };
    const emitted = fold([calls("09:00:00", agent(live)), calls("09:20:00", agent({ ...over, ...snake }))]);
    expect(measured(emitted, "tHeld")).toEqual([seconds(60, "09:02:30")]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(90, "09:01:30"), seconds(150, "09:05:00")]);
  });

  it("are one with the holds that were seen, and better dated", () => {
    const emitted = fold([
      nested("09:00:00", live),
      nested("09:01:31", { ...live, held: true }),
      nested("09:02:33", { ...live, held: false }),
      nested("09:20:00", { ...over, ...whole }),
    ]);
    expect(measured(emitted, "tHeld")).toEqual([seconds(60, "09:02:30")]);
    expect(origins(emitted, "tHeld")).toEqual(["reported"]);
  });

  it("tell how long a parking was that nobody saw", () => {
    const pieces = list(
      ["Interact", "09:00:00", "09:01:00"],
      ["Parked", "09:01:00", "09:04:00"],
      ["Interact", "09:04:00", "09:05:00"],
    );
    const emitted = fold([email("09:06:00", { ...over, parkTime: t("09:01:00"), ...pieces })]);
    expect(measured(emitted, "tPark")).toEqual([seconds(180, "09:04:00")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(120, "09:05:00")]);
  });
});

describe("a communication seen from the middle", () => {
  const held = { held: true, startHoldTime: t("09:02:00") };
  const records = [
    calls("09:00:30", agent(live)),
    calls("09:02:00", agent({ ...live, ...held })),
    calls("09:03:00", agent({ ...live, held: false })),
    calls("09:05:00", agent(over)),
  ];

  it("has its first talk and its sums inferred, the later talks as they are", () => {
    const emitted = fold(records);
    expect(origins(emitted, "tTalk").toSorted()).toEqual(["inferred", "observed"]);
    expect(origins(emitted, "tTalkComplete")).toEqual(["inferred"]);
    expect(origins(emitted, "tHeldComplete")).toEqual(["inferred"]);
    expect(origins(emitted, "tHandle")).toEqual(["reported"]);
    expect(emitted.conversations[0]?.participants[0]?.communications[0]?.seenFrom).toBe(t("09:00:30"));
    expect(emitted.anomalies).toEqual([{ seenFromTheMiddle: 1 }]);
  });

  it("is seen from the connect where the policy allows the first sight to be later", () => {
    const policy = { ...limits({}), run: { firstSight: 60_000 } };
    expect(origins(fold(records, { policy }), "tHeldComplete")).toEqual(["observed"]);
    expect(origins(fold([calls("09:00:09", agent(live)), ...records.slice(1)]), "tTalkComplete")).toEqual(["observed"]);
  });

  it("has no handled time where its parkTime is of before", () => {
    const late = { ...live, parkTime: t("09:00:10") };
    const emitted = fold([email("09:02:00", late), email("09:05:00", { ...over, parkTime: t("09:00:10") })]);
    expect(measured(emitted, "tHandle")).toEqual([]);
    expect(measured(emitted, "tTalkComplete")).toEqual([]);
  });
});
