import {
  exercised,
  agent,
  calls,
  customer,
  event,
  flat,
  fold,
  limits,
  measured,
  ms,
  queue,
  seconds,
  t,
  whole,
  type Json,
} from "../support/story";
import type { Emitted } from "../support/run";

const here = customer({ state: "connected", connectedTime: t("09:00:00"), peer: "p0" });
const waiting = queue({ state: "connected", connectedTime: t("09:00:20") });

describe("the customer's way in", () => {
  it("tIvr is the flow's connected time, tConnected the customer's, nConnected its connect", () => {
    const flow = { id: "ivr", purpose: "ivr", state: "connected", connectedTime: t("09:00:00.050") };
    const emitted = fold([
      calls("09:00:00.060", here, flow),
      calls("09:00:20", here, { ...flow, state: "terminated", endTime: t("09:00:20"), disconnectType: "transfer" }),
      calls(
        "09:05:00",
        customer({
          state: "terminated",
          connectedTime: t("09:00:00"),
          endTime: t("09:05:00"),
          disconnectType: "endpoint",
        }),
      ),
    ]);
    expect(measured(emitted, "tIvr")).toEqual([ms(19_950, "09:00:20")]);
    expect(measured(emitted, "tConnected")).toEqual([seconds(300, "09:05:00")]);
    expect(measured(emitted, "nConnected")).toEqual([{ value: 1, at: t("09:00:00") }]);
  });

  it("tConnected is not broken by holds", () => {
    const emitted = fold([
      calls("09:00:00", here),
      calls(
        "09:01:00",
        customer({ state: "connected", connectedTime: t("09:00:00"), held: true, startHoldTime: t("09:01:00") }),
      ),
      calls("09:05:00", customer({ state: "terminated", connectedTime: t("09:00:00"), endTime: t("09:05:00") })),
    ]);
    expect(measured(emitted, "tConnected")).toEqual([seconds(300, "09:05:00")]);
    expect(measured(emitted, "tHeld")).toEqual([]);
  });

  it("tVoicemail is the voicemail's connected time", () => {
    const box = { id: "vm", purpose: "voicemail", state: "connected", connectedTime: t("09:01:00") };
    const emitted = fold([
      calls("09:01:00", here, box),
      calls("09:01:30", here, { ...box, state: "terminated", endTime: t("09:01:30") }),
    ]);
    expect(measured(emitted, "tVoicemail")).toEqual([seconds(30, "09:01:30")]);
  });
});

describe("a customer who is dialled, by detail events", () => {
  const who = { participantId: "customer", sessionId: "customer-communication", direction: "OUTBOUND" };
  const start = event("09:00:00", "customer.start", who);
  const end = (interactingDurationMs: number) =>
    event("09:01:00", "customer.end", { ...who, interactingDurationMs, disconnectType: "PEER" });
  const seen = (clock: string, more: Json) =>
    whole(clock, {
      id: "customer",
      purpose: "customer",
      calls: [{ id: "customer-communication", direction: "outbound", ...more }],
    });
  const dialled = seen("09:00:00.010", { state: "dialing" });
  const numbers = (emitted: Emitted) => [measured(emitted, "nConnected"), measured(emitted, "tConnected")];

  it.each([
    ["alone", [start, end(0)]],
    [
      "beside snapshots",
      [start, dialled, seen("09:01:00.010", { state: "disconnected", disconnectedTime: t("09:01:00") }), end(0)],
    ],
  ])("never connected where nobody answered: %s", (_, records) => {
    expect(numbers(fold(records))).toEqual([[], []]);
    expect(numbers(fold([...records].reverse()))).toEqual([[], []]);
  });

  it.each([
    ["by the totals", [start, end(50_000)]],
    [
      "by a snapshot",
      [start, dialled, seen("09:00:10.010", { state: "connected", connectedTime: t("09:00:10") }), end(50_000)],
    ],
  ])("connected at the answer, which is dated %s", (_, records) => {
    const answered = [[{ value: 1, at: t("09:00:10") }], [seconds(50, "09:01:00")]];
    expect(numbers(fold(records))).toEqual(answered);
    expect(numbers(fold([...records].reverse()))).toEqual(answered);
  });
});

describe("the queue", () => {
  const leaves = (disconnectType: string, clock = "09:00:50") =>
    queue({ state: "terminated", connectedTime: t("09:00:20"), endTime: t(clock), disconnectType });

  it("nOffered is emitted at the entry, tAcd when the wait ends", () => {
    expect(measured(fold([calls("09:00:20", here, waiting)]), "nOffered")).toEqual([{ value: 1, at: t("09:00:20") }]);
    expect(measured(fold([calls("09:00:20", here, waiting), calls("09:00:50", leaves("transfer"))]), "tAcd")).toEqual([
      seconds(30, "09:00:50"),
    ]);
  });

  it("tAnswered is the tAcd of the wait that the agent's connect ended, dated at the connect", () => {
    const emitted = fold([
      calls("09:00:20", here, waiting),
      calls("09:00:45", agent({ state: "alerting", queue: { id: "q1" } })),
      calls("09:00:50", agent({ state: "connected", connectedTime: t("09:00:49.960"), queue: { id: "q1" } })),
      calls("09:00:50.003", leaves("transfer", "09:00:50.003")),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([ms(30_003, "09:00:49.960")]);
    expect(measured(emitted, "tFlowOut")).toEqual([]);
    expect(measured(emitted, "tAbandon")).toEqual([]);
  });

  it("tAbandon is a wait that the customer left, or the system ended, before an answer", () => {
    expect(measured(fold([calls("09:00:20", here, waiting), calls("09:00:50", leaves("peer"))]), "tAbandon")).toEqual([
      seconds(30, "09:00:50"),
    ]);
    expect(measured(fold([calls("09:00:20", here, waiting), calls("09:00:50", leaves("system"))]), "tAbandon")).toEqual(
      [seconds(30, "09:00:50")],
    );
  });

  it("tShortAbandon is one below the policy's threshold", () => {
    const records = [calls("09:00:20", here, waiting), calls("09:00:24", leaves("peer", "09:00:24"))];
    expect(measured(fold(records, { policy: limits({ shortAbandon: 5_000 }) }), "tShortAbandon")).toEqual([
      seconds(4, "09:00:24"),
    ]);
    expect(measured(fold(records, { policy: limits({ shortAbandon: 4_000 }) }), "tShortAbandon")).toEqual([]);
  });

  it("tFlowOut is a wait that left the queue otherwise", () => {
    const other = {
      id: "acd2",
      purpose: "acd",
      queue: { id: "q2" },
      state: "connected",
      connectedTime: t("09:00:50.040"),
    };
    const emitted = fold([calls("09:00:20", here, waiting), calls("09:00:50.040", leaves("transfer"), other)]);
    expect(measured(emitted, "tFlowOut")).toEqual([seconds(30, "09:00:50")]);
    expect(measured(emitted, "nOffered")).toHaveLength(2);
  });

  it("a callback withdrawn in the queue is neither abandoned nor flowed out", () => {
    const wait = { id: "acd", purpose: "acd", state: "connected", connectedTime: t("09:00:20") };
    const emitted = fold([
      flat("09:00:20", "callbacks", customer({ state: "connected", connectedTime: t("09:00:20") }), wait),
      flat(
        "09:00:50",
        "callbacks",
        customer({
          state: "disconnected",
          connectedTime: t("09:00:20"),
          endTime: t("09:00:50"),
          disconnectType: "client",
        }),
        {
          ...wait,
          state: "disconnected",
          endTime: t("09:00:50"),
          disconnectType: "client",
        },
      ),
    ]);
    expect(measured(emitted, "tAcd")).toEqual([seconds(30, "09:00:50")]);
    expect([
      ...measured(emitted, "tAbandon"),
      ...measured(emitted, "tFlowOut"),
      ...measured(emitted, "tAnswered"),
    ]).toEqual([]);
    expect(
      emitted.conversations[0]?.participants.flatMap((one) =>
        one.communications.map(({ queueOutcome }) => queueOutcome),
      ),
    ).toContain("cancelled");
  });
});

describe("transfers", () => {
  const giver = { connectedTime: t("09:00:00"), queue: { id: "q1" } };
  const talking = agent({ ...giver, state: "connected" });
  const gave = (disconnectType: string) =>
    agent({ ...giver, state: "terminated", endTime: t("09:05:00"), disconnectType });
  const target = (state: string, more = {}) => ({ id: "target", purpose: "agent", state, ...more });

  it("blind: the target appears at or after the giver's end", () => {
    const emitted = fold([
      calls("09:00:00", talking),
      calls("09:05:00.010", gave("transfer")),
      calls("09:05:00.040", target("alerting")),
    ]);
    expect(measured(emitted, "nTransferred")).toEqual([{ value: 1, at: t("09:05:00") }]);
    expect(measured(emitted, "nBlindTransferred")).toEqual([{ value: 1, at: t("09:05:00") }]);
    expect(measured(emitted, "nConsult")).toEqual([]);
  });

  it("consult: the target appeared while the giver was connected, though the platform says plain transfer", () => {
    const emitted = fold([
      calls("09:00:00", talking),
      calls("09:04:00", target("alerting")),
      calls("09:04:10", target("connected", { connectedTime: t("09:04:10") })),
      calls("09:05:00.010", gave("transfer")),
    ]);
    expect(measured(emitted, "nConsult")).toEqual([{ value: 1, at: t("09:04:00") }]);
    expect(measured(emitted, "nConsultTransferred")).toEqual([{ value: 1, at: t("09:05:00") }]);
    expect(measured(emitted, "nBlindTransferred")).toEqual([]);
    expect(measured(emitted, "tHeld")).toEqual([]);
  });

  it("conference: transferred, neither blind nor consult", () => {
    const emitted = fold([calls("09:00:00", talking), calls("09:05:00.010", gave("transfer.conference"))]);
    expect(measured(emitted, "nTransferred")).toHaveLength(1);
    expect([...measured(emitted, "nBlindTransferred"), ...measured(emitted, "nConsultTransferred")]).toEqual([]);
  });

  it("a supervisor who listens in is no target", () => {
    const supervisor = {
      id: "sup",
      purpose: "user",
      state: "connected",
      connectedTime: t("09:04:00"),
      monitoredParticipantId: "agent",
    };
    const emitted = fold([
      calls("09:00:00", talking),
      calls("09:04:00", supervisor),
      calls("09:05:00.010", gave("transfer")),
    ]);
    expect(measured(emitted, "nBlindTransferred")).toHaveLength(1);
  });
});

describe("supervisors and errors", () => {
  it("tMonitoring, tCoaching and tBarging are connected time by what the communication names", () => {
    const base = { id: "sup", purpose: "user", state: "connected", connectedTime: t("09:01:00") };
    const emitted = fold([
      calls("09:01:00", { ...base, monitoredParticipantId: "agent" }),
      calls("09:02:00", { ...base, monitoredParticipantId: "agent", coachedParticipantId: "agent" }),
      calls("09:04:00.020", { ...base, bargedParticipantId: "agent", bargedTime: t("09:04:00") }),
      calls("09:05:00", { ...base, state: "terminated", endTime: t("09:05:00"), bargedParticipantId: "agent" }),
    ]);
    expect(measured(emitted, "tMonitoring")).toEqual([seconds(60, "09:02:00")]);
    expect(measured(emitted, "tCoaching")).toEqual([seconds(120, "09:04:00")]);
    expect(measured(emitted, "tBarging")).toEqual([seconds(60, "09:05:00")]);
    expect([...measured(emitted, "tTalk"), ...measured(emitted, "tHandle")]).toEqual([]);
  });

  it("a communication whose role alone says so is a supervisor's, at the participant and flat, seen live and at the end only", () => {
    const there = { connectedTime: t("09:01:00"), mediaRoles: ["full", "monitor"] };
    const live = { id: "sup", purpose: "agent", state: "connected", ...there };
    const over = { ...live, state: "terminated", endTime: t("09:05:00"), disconnectType: "client" };
    const nested = ({ endTime, connectedTime, state, ...participant }: Json & typeof there): Json => ({
      ...participant,
      calls: [{ id: "leg", state, connectedTime, disconnectedTime: endTime, disconnectType: "client" }],
    });
    const monitored = [seconds(240, "09:05:00")];
    for (const [records, numbers] of [
      [[calls("09:01:00", live), calls("09:05:00", over)], monitored],
      [[calls("09:05:00", over)], monitored],
      [[whole("09:01:00", nested(live)), whole("09:05:00", nested(over))], monitored],
      [[whole("09:05:00", nested(over))], monitored],
    ] as const) {
      const emitted = fold(records);
      expect(measured(emitted, "tMonitoring")).toEqual(numbers);
      for (const name of ["tTalk", "tTalkComplete", "tHandle", "tAcw"]) expect(measured(emitted, name)).toEqual([]);
    }
  });

  it("the roles that a medium has had count by the furthest: monitoring until coaching, coaching until a dated barging", () => {
    const base = { id: "sup", purpose: "user", state: "connected", connectedTime: t("09:01:00") };
    const emitted = fold([
      calls("09:01:00", { ...base, mediaRoles: ["full", "monitor"] }),
      calls("09:02:00", { ...base, mediaRoles: ["Coach", "monitor", "full"] }),
      calls("09:04:00.020", { ...base, mediaRoles: ["full", "monitor", "coach", "barge"], bargedTime: t("09:04:00") }),
      calls("09:05:00", { ...base, state: "terminated", endTime: t("09:05:00"), mediaRoles: ["full", "barge"] }),
    ]);
    expect(measured(emitted, "tMonitoring")).toEqual([seconds(60, "09:02:00")]);
    expect(measured(emitted, "tCoaching")).toEqual([seconds(120, "09:04:00")]);
    expect(measured(emitted, "tBarging")).toEqual([seconds(60, "09:05:00")]);
    const agent = { ...base, purpose: "agent", mediaRoles: ["full"] };
    const own = fold([
      calls("09:01:00", agent),
      calls("09:05:00", { ...agent, state: "terminated", endTime: t("09:05:00") }),
    ]);
    expect(measured(own, "tHandle")).toEqual([seconds(240, "09:05:00")]);
  });

  it("nError counts an agent's end with errorInfo, also of one who never connected", () => {
    const emitted = fold([
      calls("09:00:00", agent({ state: "alerting" })),
      calls(
        "09:00:05",
        agent({
          state: "terminated",
          endTime: t("09:00:05"),
          disconnectType: "client",
          errorInfo: { code: "error.session.inactive" },
        }),
      ),
    ]);
    expect(measured(emitted, "nError")).toEqual([{ value: 1, at: t("09:00:05") }]);
    expect(
      measured(
        fold([calls("09:00:00", agent({ state: "terminated", endTime: t("09:00:00"), errorInfo: {} }))]),
        "nError",
      ),
    ).toEqual([]);
  });
});

describe("callbacks", () => {
  const promised = (due: string, more = {}) => customer({ state: "scheduled", callbackScheduledTime: t(due), ...more });
  const made = flat("09:00:00", "callbacks", promised("12:00:00"));
  const taken = flat(
    "12:04:00",
    "callbacks",
    agent({ state: "connected", connectedTime: t("12:03:59"), callbackScheduledTime: t("12:00:00") }),
  );

  it("nCallbackScheduled counts each promise, nCallbackRescheduled those that take another's place, also back to the first", () => {
    const emitted = fold([
      made,
      flat("09:10:00", "callbacks", promised("13:00:00")),
      flat("09:20:00", "callbacks", promised("12:00:00")),
    ]);
    expect(measured(emitted, "nCallbackScheduled")).toHaveLength(3);
    expect(measured(emitted, "nCallbackRescheduled")).toEqual([
      { value: 1, at: t("09:10:00") },
      { value: 1, at: t("09:20:00") },
    ]);
  });

  it("tCallbackLate is the first attempt less the promised instant; kept is 0", () => {
    expect(measured(fold([made, taken]), "tCallbackLate")).toEqual([seconds(239, "12:03:59")]);
    const early = flat("11:59:00", "callbacks", agent({ state: "connected", connectedTime: t("11:59:00") }));
    expect(measured(fold([made, early]), "tCallbackLate")).toEqual([{ value: 0, at: t("11:59:00") }]);
  });

  it("nCallbackMissed counts promises that ended, or were moved, at or after their instant without an attempt", () => {
    const gone = flat(
      "12:30:00",
      "callbacks",
      promised("12:00:00", { state: "disconnected", endTime: t("12:30:00"), disconnectType: "system" }),
    );
    expect(measured(fold([made, gone]), "nCallbackMissed")).toEqual([{ value: 1, at: t("12:30:00") }]);
    expect(measured(fold([made, flat("12:10:00", "callbacks", promised("15:00:00"))]), "nCallbackMissed")).toEqual([
      { value: 1, at: t("12:10:00") },
    ]);
    expect(
      measured(
        fold([
          made,
          flat("11:00:00", "callbacks", promised("12:00:00", { state: "disconnected", endTime: t("11:00:00") })),
        ]),
        "nCallbackMissed",
      ),
    ).toEqual([]);
  });

  it("nCallbackExpired counts callbacks that ended after the owner's window without any agent", () => {
    const gone = flat(
      "3 09:00:00",
      "callbacks",
      promised("12:00:00", { state: "disconnected", endTime: t("3 09:00:00"), disconnectType: "system" }),
    );
    expect(
      measured(fold([made, gone], { policy: limits({ ownerWindow: 24 * 3_600_000 }) }), "nCallbackExpired"),
    ).toEqual([{ value: 1, at: t("3 09:00:00") }]);
    expect(measured(fold([made, gone]), "nCallbackExpired")).toEqual([]);
  });

  it("tCallbackWait runs from the request to the first connect of a call to the customer", () => {
    const emitted = fold([
      made,
      taken,
      calls("12:04:10", { id: "customer", purpose: "customer", direction: "outbound", state: "dialing" }),
      calls("12:04:20", {
        id: "customer",
        purpose: "customer",
        direction: "outbound",
        state: "connected",
        connectedTime: t("12:04:20"),
      }),
    ]);
    expect(measured(emitted, "tCallbackWait")).toEqual([seconds(3 * 3600 + 4 * 60 + 20, "12:04:20")]);
  });

  it("tCallbackWait begins with the scheduled segment that the platform lists, unless that is still to come", () => {
    const called = { id: "customer", purpose: "customer", direction: "outbound" };
    const wait = (listedAt: string, startTime: string) => {
      const segments = [{ type: "Scheduled", startTime: t(startTime) }];
      return measured(
        fold([
          flat(listedAt, "callbacks", promised("12:00:00", { segments })),
          taken,
          calls("12:04:10", { ...called, state: "dialing" }),
          calls("12:04:20", { ...called, state: "connected", connectedTime: t("12:04:20") }),
        ]),
        "tCallbackWait",
      );
    };
    expect(wait("10:00:00", "09:00:00")).toEqual([seconds(3 * 3600 + 4 * 60 + 20, "12:04:20")]);
    expect(wait("10:00:00", "12:00:00")).toEqual([seconds(2 * 3600 + 4 * 60 + 20, "12:04:20")]);
  });

  it("no scheduled time is no promise: the callback is placed at once", () => {
    expect(
      measured(fold([flat("09:00:00", "callbacks", customer({ state: "scheduled" }))]), "nCallbackScheduled"),
    ).toEqual([]);
  });
});

describe("detail events alone", () => {
  it("user.start and user.end give alert, talk and hold as sums, and handle time", () => {
    const emitted = fold([
      event("09:00:00", "user.start", { userId: "u", queueId: "q" }),
      event("09:05:07", "user.end", {
        userId: "u",
        queueId: "q",
        disconnectType: "PEER",
        alertingDurationMs: 7000,
        interactingDurationMs: 270_000,
        heldDurationMs: 30_000,
      }),
    ]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(7, "09:00:07")]);
    expect(measured(emitted, "tTalkComplete")).toEqual([seconds(270, "09:05:07")]);
    expect(measured(emitted, "tHeldComplete")).toEqual([seconds(30, "09:05:07")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(300, "09:05:07")]);
    expect([...measured(emitted, "tTalk"), ...measured(emitted, "tHeld")]).toEqual([]);
  });

  it("acd.start and acd.end give the wait and its outcome, acw the after-call work", () => {
    const emitted = fold([
      event("09:00:00", "acd.start", { sessionId: "a", participantId: "acd", queueId: "q" }),
      event("09:00:30", "acd.end", {
        sessionId: "a",
        participantId: "acd",
        queueId: "q",
        connectedDurationMs: 30_000,
        acdOutcome: "ABANDON",
        disconnectType: "PEER",
      }),
      event("09:05:00", "user.end", { userId: "u", queueId: "q", interactingDurationMs: 60_000, heldDurationMs: 0 }),
      event("09:05:20", "acw", { userId: "u", queueId: "q", wrapupDurationMs: 20_000 }),
    ]);
    expect(measured(emitted, "tAcd")).toEqual([seconds(30, "09:00:30")]);
    expect(measured(emitted, "tAbandon")).toEqual([seconds(30, "09:00:30")]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(60, "09:05:00")]);
    expect(measured(emitted, "tAcw")).toEqual([seconds(20, "09:05:20")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(80, "09:05:20")]);
  });

  it("beside snapshots they complete what is undated and double nothing", () => {
    const agentCall = (more: object) => whole("09:00:02", { id: "p", purpose: "agent", calls: [{ id: "s", ...more }] });
    const emitted = fold([
      event("09:00:00", "user.start", { userId: "u", queueId: "q" }),
      agentCall({ state: "alerting" }),
      whole("09:00:08", {
        id: "p",
        purpose: "agent",
        calls: [{ id: "s", state: "connected", connectedTime: t("09:00:07") }],
      }),
      whole("09:01:00", {
        id: "p",
        purpose: "agent",
        calls: [{ id: "s", state: "disconnected", connectedTime: t("09:00:07"), disconnectedTime: t("09:01:00") }],
      }),
      event("09:01:00", "user.end", {
        userId: "u",
        queueId: "q",
        interactingDurationMs: 53_000,
        heldDurationMs: 0,
        alertingDurationMs: 7000,
      }),
    ]);
    expect(measured(emitted, "tAlert")).toEqual([seconds(7, "09:00:07")]);
    expect(measured(emitted, "tTalk")).toEqual([seconds(53, "09:01:00")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(53, "09:01:00")]);
  });
});

afterAll(() => {
  expect(exercised.stories).toBeGreaterThan(20);
  expect(exercised.sealed).toBeGreaterThan(10);
  expect(exercised.evicted).toBeGreaterThan(20);
});
