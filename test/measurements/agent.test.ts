import {
  exercised,
  agent,
  calls,
  fold,
  flat,
  measured,
  ms,
  origins,
  seconds,
  t,
  whole,
  type Json,
} from "../support/story";

const alerting = calls("09:00:00", agent({ state: "alerting", alertingTimeoutMs: 30_000 }));
const connected = { state: "connected", connectedTime: t("09:00:07") };
const ended = { state: "terminated", connectedTime: t("09:00:07"), endTime: t("09:10:00"), disconnectType: "client" };

describe("alerting", () => {
  it("tAlert runs from the first sight of the alert to the connect", () => {
    const emitted = fold([alerting, calls("09:00:08", agent(connected))]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(7, "09:00:07")]);
    expect(origins(emitted, "tAlert")).toEqual(["observed"]);
  });

  it("tAlert takes the earliest evidence: startAlertingTime where the platform gives it", () => {
    const rest = { ...connected, startAlertingTime: t("08:59:59.991") };
    const emitted = fold([alerting, calls("09:00:08", agent(rest))]);
    expect(measured(emitted, "tAlert")).toEqual([ms(7_009, "09:00:07")]);
    expect(origins(emitted, "tAlert")).toEqual(["reported"]);
  });

  it("tAlert begins with its participant where that joined as it was alerted, also first seen once it was answered", () => {
    const dates = (startTime: string, startAlertingTime: string) =>
      agent({ ...connected, startTime: t(startTime), startAlertingTime: t(startAlertingTime) });
    const alertOf = (participant: Json) => measured(fold([calls("09:00:08", participant)]), "tAlert");
    expect(alertOf(dates("08:59:59.970", "09:00:00"))).toEqual([ms(7_030, "09:00:07")]);
    expect(alertOf({ ...dates("08:59:59.970", "09:00:00"), initialState: "offering" })).toEqual([
      seconds(7, "09:00:07"),
    ]);
    expect(alertOf(dates("08:40:00", "09:00:00"))).toEqual([seconds(7, "09:00:07")]);
  });

  it("tNotResponding is the alert that nobody answered: time-out or reject, with tAlert beside it", () => {
    const emitted = fold([
      alerting,
      calls("09:00:30.200", agent({ state: "terminated", endTime: t("09:00:30.150"), disconnectType: "system" })),
    ]);
    expect(measured(emitted, "tNotResponding")).toEqual([ms(30_150, "09:00:30.150")]);
    expect(measured(emitted, "tAlert")).toEqual([ms(30_150, "09:00:30.150")]);
    expect(measured(emitted, "tHandle")).toEqual([]);
  });

  it("tNotResponding is none where the customer left first (peer)", () => {
    const emitted = fold([
      alerting,
      calls("09:00:05", agent({ state: "terminated", endTime: t("09:00:05"), disconnectType: "peer" })),
    ]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(5, "09:00:05")]);
    expect(measured(emitted, "tNotResponding")).toEqual([]);
  });

  it("tContacting and tDialing are the segments before an outbound connect, for agents only", () => {
    const out = { direction: "outbound" };
    const emitted = fold([
      calls("09:00:00", agent({ ...out, state: "contacting" }), {
        id: "customer",
        purpose: "customer",
        ...out,
        state: "dialing",
      }),
      calls("09:00:02", agent({ ...out, state: "dialing" })),
      calls("09:00:12", agent({ ...out, state: "connected", connectedTime: t("09:00:12") })),
    ]);
    expect(measured(emitted, "tContacting")).toEqual([seconds(2, "09:00:02")]);
    expect(measured(emitted, "tDialing")).toEqual([seconds(10, "09:00:12")]);
  });

  it("nOutbound counts at the start of dialling, also where the station was contacted first, and not where nobody was dialled", () => {
    const out = { direction: "outbound" };
    const contacting = calls("09:00:00", agent({ ...out, state: "contacting" }));
    const dialling = calls("09:00:02", agent({ ...out, state: "dialing" }));
    const over = calls("09:00:12", agent({ ...out, state: "terminated", endTime: t("09:00:12") }));
    for (const [records, numbers] of [
      [[contacting, dialling, over], [{ value: 1, at: t("09:00:02") }]],
      [[dialling, over], [{ value: 1, at: t("09:00:02") }]],
      [[contacting, over], []],
    ] as const)
      expect(measured(fold(records), "nOutbound")).toEqual(numbers);
  });

  it("nOutbound counts where the platform itself lists the dialling of a call first seen when it was over", () => {
    const call = { id: "call", state: "terminated", direction: "outbound", disconnectedTime: t("09:00:12") };
    const dialling = { type: "Dialing", startTime: t("09:00:02"), endTime: t("09:00:12") };
    const emitted = (segments: readonly Json[]) => fold([whole("09:10:00", agent({ calls: [{ ...call, segments }] }))]);
    expect(measured(emitted([dialling]), "nOutbound")).toEqual([ms(1, "09:00:02")]);
    expect(measured(emitted([]), "nOutbound")).toEqual([]);
  });
});

describe("talk and hold", () => {
  const twoHolds = [
    alerting,
    calls("09:00:08", agent(connected)),
    calls("09:01:00", agent({ ...connected, held: true, startHoldTime: t("09:00:59.990") })),
    calls("09:03:00", agent({ ...connected, held: false })),
    calls("09:05:00", agent({ ...connected, held: true, startHoldTime: t("09:05:00") })),
    calls("09:05:45", agent({ ...connected, held: false })),
  ];

  it("tTalk is one value for each stretch between connect, holds and end", () => {
    const emitted = fold([...twoHolds, calls("09:10:01", agent(ended))]);
    expect(measured(emitted, "tTalk")).toEqual([
      ms(52_990, "09:00:59.990"),
      seconds(120, "09:05:00"),
      seconds(255, "09:10:00"),
    ]);
  });

  it("tHeld is one value for each hold, ended by the first observation without it", () => {
    const emitted = fold([...twoHolds, calls("09:10:01", agent(ended))]);
    expect(measured(emitted, "tHeld")).toEqual([ms(120_010, "09:03:00"), seconds(45, "09:05:45")]);
    expect(origins(emitted, "tHeld")).toEqual(["observed", "observed"]);
  });

  it("tTalkComplete sums the talks once the communication has ended, tHeldComplete the holds", () => {
    expect(measured(fold(twoHolds), "tTalkComplete")).toEqual([]);
    const emitted = fold([...twoHolds, calls("09:10:01", agent(ended))]);
    expect(measured(emitted, "tTalkComplete")).toEqual([ms(427_990, "09:10:00")]);
    expect(measured(emitted, "tHeldComplete")).toEqual([ms(165_010, "09:10:00")]);
  });

  it("a hold that is open at the disconnect ends there; tTalkComplete is dated at the end of the last talk", () => {
    const held = { held: true, startHoldTime: t("09:08:00") };
    const emitted = fold([
      alerting,
      calls("09:00:08", agent(connected)),
      calls("09:08:00", agent({ ...connected, ...held })),
      calls("09:10:01", agent({ ...ended, ...held })),
    ]);
    expect(measured(emitted, "tHeld")).toEqual([seconds(120, "09:10:00")]);
    expect(measured(emitted, "tTalkComplete")).toEqual([seconds(473, "09:08:00")]);
    expect(measured(emitted, "tHeldComplete")).toEqual([seconds(120, "09:10:00")]);
    expect(origins(emitted, "tHeld")).toEqual(["reported"]);
  });

  it("tHeldComplete is none where there was no hold", () => {
    expect(
      measured(fold([alerting, calls("09:00:08", agent(connected)), calls("09:10:01", agent(ended))]), "tHeldComplete"),
    ).toEqual([]);
  });

  it("another startHoldTime is another hold: the one before ended when it began", () => {
    const emitted = fold([
      ...twoHolds.slice(0, 3),
      calls("09:04:00.020", agent({ ...connected, held: true, startHoldTime: t("09:04:00") })),
      calls("09:04:30", agent({ ...connected, held: false })),
    ]);
    expect(measured(emitted, "tHeld")).toEqual([ms(180_010, "09:04:00"), seconds(30, "09:04:30")]);
  });

  it("held absent says nothing, and confined or muted are no holds", () => {
    const emitted = fold([
      ...twoHolds.slice(0, 3),
      calls("09:02:00", agent({ ...connected, confined: true, muted: true })),
      calls("09:03:00", agent({ ...connected, held: false })),
      calls("09:10:01", agent(ended)),
    ]);
    expect(measured(emitted, "tHeld")).toEqual([ms(120_010, "09:03:00")]);
  });
});

describe("after-call work and handle time", () => {
  const talk = [alerting, calls("09:00:08", agent(connected))];
  const pending = {
    ...ended,
    wrapupRequired: true,
    startAcwTime: t("09:10:00"),
    wrapupPrompt: "timeout",
    wrapupTimeoutMs: 60_000,
  };

  it("tAcw runs from startAcwTime to endAcwTime; tHandle is talk, hold and after-call work", () => {
    const emitted = fold([
      ...talk,
      calls("09:10:01", agent(pending)),
      calls("09:10:40", agent({ ...pending, endAcwTime: t("09:10:38.954") })),
    ]);
    expect(measured(emitted, "tAcw")).toEqual([ms(38_954, "09:10:38.954")]);
    expect(measured(emitted, "tHandle")).toEqual([ms(593_000 + 38_954, "09:10:38.954")]);
    expect(origins(emitted, "tAcw")).toEqual(["reported"]);
  });

  it("tHandle waits for after-call work that is owed, and comes at the end where there is none", () => {
    expect(measured(fold([...talk, calls("09:10:01", agent(pending))]), "tHandle")).toEqual([]);
    expect(measured(fold([...talk, calls("09:10:01", agent(ended))]), "tHandle")).toEqual([seconds(593, "09:10:00")]);
  });

  it("after-call work that is pending without a start begins at the end; a wrap-up that is not provisional completes it", () => {
    const wrapup = { code: "w1", endTime: t("09:10:20"), durationSeconds: 20 };
    const emitted = fold([...talk, calls("09:10:01", agent(ended)), calls("09:10:21", agent({ ...ended, wrapup }))]);
    expect(measured(emitted, "tAcw")).toEqual([seconds(20, "09:10:20")]);
    const provisional = fold([
      ...talk,
      calls("09:10:01", agent(pending)),
      calls("09:10:21", agent({ ...pending, wrapup: { ...wrapup, provisional: true } })),
    ]);
    expect(measured(provisional, "tAcw")).toEqual([]);
  });

  it("after-call work as long as its time-out was timed out", () => {
    const emitted = fold([
      ...talk,
      calls("09:10:01", agent(pending)),
      calls("09:11:01", agent({ ...pending, endAcwTime: t("09:11:00.012") })),
    ]);
    expect(origins(emitted, "tAcw")).toEqual(["timedOut"]);
  });

  it.each(["mandatory", "optional", "timeout", "forcedTimeout", "agentRequested"])(
    "is measured with the prompt %s",
    (wrapupPrompt) => {
      const work = { ...pending, wrapupPrompt, afterCallWorkRequired: wrapupPrompt === "agentRequested" };
      const emitted = fold([
        ...talk,
        calls("09:10:01", agent(work)),
        calls("09:10:31", agent({ ...work, endAcwTime: t("09:10:30") })),
      ]);
      expect(measured(emitted, "tAcw")).toEqual([seconds(30, "09:10:30")]);
    },
  );

  it("tHandle of an outbound call holds contacting and dialing, never an alert", () => {
    const out = { direction: "outbound" };
    const emitted = fold([
      calls("09:00:00", agent({ ...out, state: "contacting" })),
      calls("09:00:02", agent({ ...out, state: "dialing" })),
      calls("09:00:12", agent({ ...out, state: "connected", connectedTime: t("09:00:12") })),
      calls("09:01:00", agent({ ...out, state: "terminated", connectedTime: t("09:00:12"), endTime: t("09:01:00") })),
    ]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(60, "09:01:00")]);
  });
});

describe("parking", () => {
  const live = { state: "connected", connectedTime: t("09:00:00") };
  const parked = { ...live, state: "parked", parkTime: t("09:01:00"), resumeTime: t("09:31:00") };
  const records = [
    flat("09:00:00", "messages", agent(live)),
    flat("09:01:01", "messages", agent(parked)),
    flat("09:30:00", "messages", agent({ ...live, parkTime: t("09:01:00") })),
    flat(
      "09:35:00",
      "messages",
      agent({ ...live, state: "disconnected", endTime: t("09:35:00"), parkTime: t("09:01:00") }),
    ),
  ];

  it("tPark runs from parkTime until the communication is connected again; tParkComplete sums them", () => {
    const emitted = fold(records);
    expect(measured(emitted, "tPark")).toEqual([seconds(29 * 60, "09:30:00")]);
    expect(measured(emitted, "tParkComplete")).toEqual([seconds(29 * 60, "09:35:00")]);
  });

  it("parked time is neither talked nor handled", () => {
    const emitted = fold(records);
    expect(measured(emitted, "tTalk")).toEqual([seconds(60, "09:01:00"), seconds(300, "09:35:00")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(360, "09:35:00")]);
  });
});

afterAll(() => {
  expect(exercised.stories).toBeGreaterThan(20);
  expect(exercised.sealed).toBeGreaterThan(10);
  expect(exercised.evicted).toBeGreaterThan(20);
});
