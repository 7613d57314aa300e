import { foldInEveryOrder } from "../support/orders";
import type { RunSettings, Emitted } from "../support/run";
import { calls, event, flat, fold, limits, measured, seconds, statuses, t, whole, type Json } from "../support/story";

/** The customer's side of a callback, which waits for an instant; an id tells callbacks apart. */
const promised = (id: string, due: string, more: Json = {}): Json => ({
  id: `customer-${id}`,
  purpose: "customer",
  callbacks: [{ id, state: "scheduled", callbackScheduledTime: t(due), ...more }],
});

/** An agent who has a callback since an instant. */
const takes = (id: string, clock: string, more: Json = {}, calling: Json = {}): Json => ({
  id,
  purpose: "agent",
  callbacks: [{ id: `${id}-callback`, state: "connected", connectedTime: t(clock), ...more }],
  ...calling,
});

/** A call of a participant, dialled out unless said otherwise. */
const dials = (id: string, purpose: string, more: Json = {}): Json => ({
  id,
  purpose,
  calls: [{ id: `${id}-call`, state: "dialing", direction: "outbound", ...more }],
});

const answered = (clock: string): Json => ({ state: "connected", connectedTime: t(clock) });

const valueOf = (emitted: Emitted, name: string) =>
  measured(emitted, name).map(({ value, at }) => `${String(value)} ${at.slice(11, 19)}`);

/** The last status of each deadline of a kind, by the customer's callback. */
const statusOf = (emitted: Emitted, kind: string): Record<string, string> =>
  Object.fromEntries(
    emitted.deadlines
      .filter((record) => record.kind === kind && record.retracted !== true)
      .map(({ communicationId, status }) => [communicationId ?? "", status ?? ""]),
  );

const policy = limits({ callbackTolerance: 300_000, ownerWindow: 4 * 3_600_000 });
const until = (clock: string): RunSettings => ({ policy, until: Date.parse(t(clock)) });

describe("an attempt", () => {
  const made = whole("09:00:00", promised("one", "12:00:00"));

  it.each([
    ["somebody outside", dials("outside", "external")],
    ["a colleague", dials("colleague", "user")],
    ["a queue", dials("other-queue", "acd", { state: "connected", connectedTime: t("09:10:00") })],
  ])("is not a consult of %s in the call in which the callback was promised", (_, target) => {
    const talking = {
      id: "agent",
      purpose: "agent",
      userId: "u",
      calls: [{ id: "first", state: "connected", direction: "inbound", connectedTime: t("08:59:00") }],
    };
    const emitted = foldInEveryOrder(
      [whole("08:59:00", talking), made, whole("09:10:00", talking, target)],
      until("12:10:00"),
    );
    expect(statuses(emitted, "callbackDue")).toEqual(["overdue"]);
    expect(statuses(emitted, "callbackOwner")).toEqual([]);
    expect([...measured(emitted, "tCallbackLate"), ...measured(emitted, "tCallbackWait")]).toEqual([]);
  });

  it("is not a consult that the agent dials while having the callback: only the call to the customer is dialled for it", () => {
    const consults = takes("agent", "12:00:00", { timeoutSeconds: 60 }, dials("agent", "agent"));
    const emitted = fold(
      [made, whole("12:00:10", promised("one", "12:00:00"), consults, dials("outside", "external"))],
      until("12:10:00"),
    );
    expect(statuses(emitted, "callbackAutoDial")).toEqual(["overdue"]);
    const record = emitted.conversations[0]?.participants.flatMap(({ communications }) =>
      communications.flatMap(({ callback }) => callback ?? []),
    );
    expect(record).toEqual([expect.objectContaining({ attempts: [t("12:00:00")], state: "attempted" })]);
  });

  it("is a call to the customer that was added to a consult, from when it was dialled", () => {
    const has = (more: Json) => takes("agent", "12:00:00", { timeoutSeconds: 60 }, dials("agent", "agent", more));
    const emitted = fold(
      [
        made,
        whole("12:00:10", promised("one", "12:00:00"), has({}), dials("outside", "external")),
        whole("12:02:00", has(answered("12:00:20")), dials("callee", "customer")),
        whole("12:02:09", dials("callee", "customer", answered("12:02:08"))),
      ],
      until("12:10:00"),
    );
    expect(statuses(emitted, "callbackAutoDial")).toEqual(["late"]);
    expect(valueOf(emitted, "tCallbackWait")).toEqual([`${String(3 * 3_600_000 + 128_000)} 12:02:08`]);
  });

  it.each([
    ["before", "11:00:00"],
    ["while an agent has", "12:00:20"],
  ])("is not the customer's own call, which comes in %s the callback", (_, clock) => {
    for (const participant of ["customer-one", "again"]) {
      for (const direction of ["inbound", undefined]) {
        const rings = dials(participant, "customer", { direction, ...answered(clock) });
        const emitted = foldInEveryOrder(
          [made, whole(clock, rings), whole("12:00:30", takes("agent", "12:00:00"))],
          until("12:10:00"),
        );
        expect(valueOf(emitted, "tCallbackLate")).toEqual(["0 12:00:00"]);
        expect(measured(emitted, "tCallbackWait")).toEqual([]);
      }
    }
  });

  it("is not a call of an agent who never had the callback", () => {
    const other = dials("stranger", "agent", { userId: "other" });
    const records = [
      made,
      whole("12:00:10", other, dials("customer-one", "customer")),
      whole("12:00:20", dials("customer-one", "customer", answered("12:00:19"))),
    ];
    const emitted = foldInEveryOrder(records, until("12:10:00"));
    expect(statuses(emitted, "callbackDue")).toEqual(["overdue"]);
    expect(measured(emitted, "tCallbackWait")).toEqual([]);
    const beside = foldInEveryOrder([...records, whole("12:00:30", takes("agent", "12:00:05"))], until("12:10:00"));
    expect(valueOf(beside, "tCallbackLate")).toEqual(["5000 12:00:05"]);
    expect(measured(beside, "tCallbackWait")).toEqual([]);
  });

  it("is not what a supervisor does who listens in", () => {
    const listens = takes("supervisor", "12:00:00", { monitoredParticipantId: "agent" });
    expect(statuses(fold([made, whole("12:00:00", listens)], until("12:10:00")), "callbackDue")).toEqual(["overdue"]);
  });

  it.each([
    ["the agent's own participant", "agent", "customer-one"],
    ["another participant of the agent", "agent-again", "customer-one"],
    ["a new participant of the customer", "agent", "callee"],
  ])("is the agent's call to the customer in %s, dialled after the connect", (_, caller, callee) => {
    const has = takes("agent", "12:01:00", { timeoutSeconds: 60 });
    const emitted = foldInEveryOrder(
      [
        made,
        whole("12:01:00", { ...has, userId: "u" }),
        whole("12:01:30", { ...dials(caller, "agent"), userId: "u" }, dials(callee, "customer")),
        whole("12:01:50", dials(callee, "customer", answered("12:01:49"))),
      ],
      until("12:20:00"),
    );
    expect(statuses(emitted, "callbackAutoDial")).toEqual(["met"]);
    expect(valueOf(emitted, "tCallbackLate")).toEqual(["60000 12:01:00"]);
    expect(valueOf(emitted, "tCallbackWait")).toEqual([`${String(3 * 3_600_000 + 109_000)} 12:01:49`]);
  });

  it("the wait ends with the call that the customer answers, when the first was not answered", () => {
    const emitted = fold([
      made,
      whole("12:00:00", takes("agent", "12:00:00")),
      whole("12:00:10", dials("agent", "agent"), dials("customer-one", "customer")),
      whole("12:00:40", dials("customer-one", "customer", { state: "disconnected", disconnectedTime: t("12:00:40") })),
      whole("12:01:00", {
        id: "customer-one",
        purpose: "customer",
        calls: [{ id: "second", direction: "outbound", state: "dialing" }],
      }),
      whole("12:01:09", {
        id: "customer-one",
        purpose: "customer",
        calls: [{ id: "second", direction: "outbound", ...answered("12:01:08") }],
      }),
    ]);
    expect(valueOf(emitted, "tCallbackWait")).toEqual([`${String(3 * 3_600_000 + 68_000)} 12:01:08`]);
  });

  it("is a call that the platform dials by itself, where the callback is placed automatically, and only there", () => {
    const call = [
      whole("12:02:00", dials("callee", "customer")),
      whole("12:02:09", dials("callee", "customer", answered("12:02:08"))),
    ];
    const automatic = whole("09:00:00", promised("one", "12:00:00", { automatedCallbackConfigId: "config" }));
    const emitted = foldInEveryOrder([automatic, ...call], until("12:10:00"));
    expect(valueOf(emitted, "tCallbackLate")).toEqual(["120000 12:02:00"]);
    expect(measured(emitted, "tCallbackWait")).toEqual([seconds(3 * 3600 + 128, "12:02:08")]);
    expect(statuses(fold([made, ...call], until("12:10:00")), "callbackDue")).toEqual(["overdue"]);
  });

  it("is the same in topics of one medium each, where communications have no ids", () => {
    const callbackOf = (id: string, purpose: string, more: Json) => ({
      id,
      purpose,
      callbackScheduledTime: t("12:00:00"),
      ...more,
    });
    const emitted = foldInEveryOrder(
      [
        flat("09:00:00", "callbacks", callbackOf("customer", "customer", { state: "scheduled" })),
        flat(
          "12:01:01",
          "callbacks",
          callbackOf("agent", "agent", { ...answered("12:01:00"), peer: "somebody", timeoutSeconds: 60 }),
        ),
        calls("12:01:05", { id: "agent", purpose: "agent", direction: "outbound", state: "contacting" }),
        calls("12:01:09", { id: "customer", purpose: "customer", direction: "outbound", ...answered("12:01:08") }),
      ],
      until("12:20:00"),
    );
    expect(valueOf(emitted, "tCallbackLate")).toEqual(["60000 12:01:00"]);
    expect(statuses(emitted, "callbackAutoDial")).toEqual(["met"]);
    expect(valueOf(emitted, "tCallbackWait")).toEqual([`${String(3 * 3_600_000 + 68_000)} 12:01:08`]);
  });

  it("is known from detail events alone", () => {
    const session = (participantId: string, mediaType: string, more: Json) => ({
      participantId,
      sessionId: `${participantId}-${mediaType}`,
      mediaType,
      ...more,
    });
    const emitted = fold([
      event(
        "09:00:00",
        "customer.start",
        session("customer", "CALLBACK", { callbackScheduledTime: Date.parse(t("12:00:00")) }),
      ),
      event("12:01:00", "user.start", session("agent", "CALLBACK", { userId: "u", queueId: "q" })),
      event("12:01:10", "user.start", session("agent", "VOICE", { userId: "u", queueId: "q", direction: "OUTBOUND" })),
      event("12:01:10", "customer.start", session("customer", "VOICE", { direction: "OUTBOUND" })),
      event(
        "12:05:00",
        "customer.end",
        session("customer", "VOICE", { direction: "OUTBOUND", interactingDurationMs: 220_000 }),
      ),
      event(
        "12:05:01",
        "user.end",
        session("agent", "CALLBACK", { userId: "u", queueId: "q", interactingDurationMs: 241_000 }),
      ),
    ]);
    expect(measured(emitted, "tCallbackLate")).toEqual([seconds(60, "12:01:00")]);
    expect(measured(emitted, "tCallbackWait")).toEqual([seconds(3 * 3600 + 80, "12:01:20")]);
  });

  it("is one that was under way when the promise was first seen", () => {
    const emitted = fold(
      [whole("12:00:10.050", promised("one", "12:00:00"), takes("agent", "12:00:10"))],
      until("12:10:00"),
    );
    expect(measured(emitted, "tCallbackLate")).toEqual([seconds(10, "12:00:10")]);
    expect(statuses(emitted, "callbackDue")).toEqual(["met"]);
  });
});

describe("two callbacks in one conversation", () => {
  const both = whole("09:00:00", promised("one", "12:00:00"), promised("two", "12:00:00"));

  it.each([
    ["its peer names the communication", { peerId: "two" }],
    ["its peer names the participant", { peer: "customer-two" }],
  ])("an agent's connect is an attempt of the one it belongs to: %s", (_, peer) => {
    const emitted = foldInEveryOrder([both, whole("12:00:05", takes("agent", "12:00:04", peer))], until("12:10:00"));
    expect(statusOf(emitted, "callbackDue")).toEqual({ one: "overdue", two: "met" });
    expect(measured(emitted, "tCallbackLate")).toEqual([seconds(4, "12:00:04")]);
  });

  it("with the peers of both, each agent's connect and call count for their own", () => {
    const first = takes("a", "12:00:10", { peerId: "one" });
    const second = takes("b", "12:00:20", { peerId: "two" });
    const emitted = foldInEveryOrder(
      [
        both,
        whole("12:00:20", first, second),
        whole("12:00:30", dials("a", "agent"), dials("customer-one", "customer")),
        whole("12:00:40", dials("customer-one", "customer", answered("12:00:39"))),
      ],
      until("12:10:00"),
    );
    expect(valueOf(emitted, "tCallbackLate")).toEqual(["10000 12:00:10", "20000 12:00:20"]);
    expect(
      emitted.measurements.filter(({ name }) => name === "tCallbackWait").map(({ communicationId }) => communicationId),
    ).toEqual(["one"]);
  });

  it("without a peer it is the one whose promised instant the agent's communication shows", () => {
    const apart = whole("09:00:00", promised("one", "12:00:00"), promised("two", "15:00:00"));
    const shown = whole("12:00:05", takes("agent", "12:00:04", { callbackScheduledTime: t("15:00:00") }));
    expect(statusOf(foldInEveryOrder([apart, shown], until("12:10:00")), "callbackDue")).toEqual({
      one: "overdue",
      two: "met",
    });
  });

  it("without a peer it is the one that was routed, when the other is still scheduled", () => {
    const routed = whole("12:00:00", promised("two", "12:00:00", answered("12:00:00")));
    const emitted = foldInEveryOrder([both, routed, whole("12:00:05", takes("agent", "12:00:04"))], until("12:10:00"));
    expect(statusOf(emitted, "callbackDue")).toEqual({ one: "overdue", two: "met" });
  });

  it("without a peer it is the one that was there, when the other had ended", () => {
    const ended = whole(
      "10:00:00",
      promised("one", "12:00:00", { state: "disconnected", disconnectedTime: t("10:00:00") }),
    );
    const emitted = foldInEveryOrder([both, ended, whole("12:00:05", takes("agent", "12:00:04"))], until("12:10:00"));
    expect(statusOf(emitted, "callbackDue")).toEqual({ one: "cancelled", two: "met" });
  });

  it("where it may be either, it is none", () => {
    const emitted = foldInEveryOrder([both, whole("12:00:05", takes("agent", "12:00:04"))], until("12:10:00"));
    expect(statusOf(emitted, "callbackDue")).toEqual({ one: "overdue", two: "overdue" });
    expect(measured(emitted, "tCallbackLate")).toEqual([]);
  });
});

describe("a promise", () => {
  const customer = (due: string, more: Json = {}) => promised("one", due, more);
  const queueOf = (due: string, more: Json = {}): Json => ({
    id: "acd",
    purpose: "acd",
    callbacks: [{ id: "wait", state: "scheduled", callbackScheduledTime: t(due), peerId: "one", ...more }],
  });
  const moves = (emitted: Emitted) =>
    emitted.conversations[0]?.participants.flatMap(({ communications }) =>
      communications.flatMap(({ callback }) => callback?.scheduledTimes.map((at) => at.slice(11, 16)) ?? []),
    );

  it("may be told, and moved, on the queue's communication alone", () => {
    const emitted = foldInEveryOrder(
      [
        whole("09:00:00", customer("12:00:00"), queueOf("12:00:00")),
        whole("09:10:00", queueOf("13:00:00")),
        whole("13:01:00", takes("agent", "13:01:00")),
      ],
      until("13:10:00"),
    );
    expect(moves(emitted)).toEqual(["12:00", "13:00"]);
    expect(measured(emitted, "nCallbackRescheduled")).toEqual([{ value: 1, at: t("09:10:00") }]);
    expect(measured(emitted, "tCallbackLate")).toEqual([seconds(60, "13:01:00")]);
    expect(statuses(emitted, "callbackDue").sort()).toEqual(["cancelled", "met"]);
  });

  it("may be told by no other than the agent's communication", () => {
    const silent = { id: "customer-one", purpose: "customer", callbacks: [{ id: "one", state: "scheduled" }] };
    const emitted = fold(
      [
        whole("09:00:00", silent),
        whole(
          "12:00:00",
          takes("agent", "12:00:00", {
            state: "alerting",
            connectedTime: undefined,
            callbackScheduledTime: t("12:00:00"),
          }),
        ),
        whole("12:00:05", takes("agent", "12:00:05")),
      ],
      until("12:10:00"),
    );
    expect(measured(emitted, "nCallbackScheduled")).toEqual([{ value: 1, at: t("12:00:00") }]);
    expect(measured(emitted, "tCallbackLate")).toEqual([seconds(5, "12:00:05")]);
  });

  it("that the agent moves is emitted once, though the customer's communication shows it too, later", () => {
    const emitted = foldInEveryOrder(
      [
        whole("09:00:00", customer("12:00:00")),
        whole("12:01:00", customer("12:00:00"), takes("agent", "12:01:00", { callbackScheduledTime: t("12:00:00") })),
        whole("12:02:00", customer("12:00:00"), takes("agent", "12:01:00", { callbackScheduledTime: t("15:00:00") })),
        whole(
          "12:03:00",
          customer("15:00:00"),
          takes("agent", "12:01:00", {
            state: "disconnected",
            callbackScheduledTime: t("15:00:00"),
            disconnectedTime: t("12:03:00"),
          }),
        ),
      ],
      until("15:10:00"),
    );
    expect(moves(emitted)).toEqual(["12:00", "15:00"]);
    expect(measured(emitted, "nCallbackScheduled")).toEqual([
      { value: 1, at: t("09:00:00") },
      { value: 1, at: t("12:02:00") },
    ]);
    expect(statuses(emitted, "callbackDue").sort()).toEqual(["met", "overdue"]);
  });

  it("is not moved back by another communication that still shows the old instant, nor by a new one that does", () => {
    const emitted = foldInEveryOrder([
      whole("09:00:00", customer("12:00:00"), queueOf("12:00:00")),
      whole("09:10:00", customer("13:00:00"), queueOf("12:00:00")),
      whole("09:11:00", customer("13:00:00"), queueOf("12:00:00", { muted: true })),
      whole("09:20:00", takes("agent", "09:20:00", { callbackScheduledTime: t("12:00:00") })),
    ]);
    expect(moves(emitted)).toEqual(["12:00", "13:00"]);
  });

  it("that is moved forth and back is three, also where another communication follows late", () => {
    const emitted = foldInEveryOrder([
      whole("09:00:00", customer("12:00:00"), queueOf("12:00:00")),
      whole("09:10:00", customer("13:00:00"), queueOf("12:00:00")),
      whole("09:20:00", customer("12:00:00"), queueOf("13:00:00")),
      whole("09:30:00", customer("12:00:00"), queueOf("12:00:00")),
    ]);
    expect(moves(emitted)).toEqual(["12:00", "13:00", "12:00"]);
    expect(measured(emitted, "nCallbackScheduled").map(({ at }) => at)).toEqual([
      t("09:00:00"),
      t("09:10:00"),
      t("09:20:00"),
    ]);
  });

  it("that the queue's communication moves forth and back is three, though the customer's stays as it was", () => {
    const emitted = foldInEveryOrder([
      whole("09:00:00", customer("12:00:00"), queueOf("12:00:00")),
      whole("09:10:00", customer("12:00:00"), queueOf("13:00:00")),
      whole("09:20:00", customer("12:00:00"), queueOf("12:00:00")),
    ]);
    expect(moves(emitted)).toEqual(["12:00", "13:00", "12:00"]);
  });

  it("is not made by the old instant of an agent's communication that had ended when it was first seen", () => {
    const gone = takes("agent", "08:00:00", {
      state: "disconnected",
      disconnectedTime: t("08:05:00"),
      callbackScheduledTime: t("08:00:00"),
      peerId: "one",
    });
    expect(
      moves(foldInEveryOrder([whole("09:00:00", customer("12:00:00")), whole("09:05:00", customer("12:00:00"), gone)])),
    ).toEqual(["12:00"]);
  });

  it("is the customer's own where two differ when both are first seen", () => {
    expect(moves(foldInEveryOrder([whole("09:00:00", queueOf("11:00:00"), customer("12:00:00"))]))).toEqual(["12:00"]);
  });

  it("of one callback is none of another's", () => {
    const emitted = foldInEveryOrder([
      whole("09:00:00", customer("12:00:00"), promised("two", "15:00:00"), queueOf("12:00:00")),
      whole("09:10:00", queueOf("13:00:00")),
    ]);
    expect(moves(emitted)).toEqual(["12:00", "13:00", "15:00"]);
  });

  it("told on the queue's communication keeps a waiting callback from being called stuck", () => {
    const silent = { id: "customer-one", purpose: "customer", callbacks: [{ id: "one", state: "scheduled" }] };
    const run = { policy: { run: { stuckConversation: 3_600_000 }, defaults: {}, media: {}, queues: {} } };
    const records = [whole("09:00:00", silent, queueOf("12:00:00"))];
    expect(statuses(fold(records, { ...run, until: Date.parse(t("12:50:00")) }), "stuck")).toEqual([]);
    expect(statuses(fold(records, { ...run, until: Date.parse(t("13:00:03")) }), "stuck")).toEqual(["overdue"]);
  });
});

describe("a time-out", () => {
  const waits = (more: Json): Json => ({
    id: "acd",
    purpose: "acd",
    callbacks: [{ id: "wait", state: "scheduled", ...more }],
  });
  const autoDial = (queueSays: Json, customerSays: Json, agentSays: Json) =>
    statuses(
      foldInEveryOrder(
        [
          whole("09:00:00", promised("one", "12:00:00", customerSays)),
          whole("09:00:01", waits(queueSays)),
          whole("12:00:00", takes("agent", "12:00:00", agentSays)),
        ],
        until("12:10:00"),
      ),
      "callbackAutoDial",
    );

  it("told on any communication of the callback is that of its agent's auto-dial", () => {
    expect(autoDial({ timeoutSeconds: 60 }, {}, {})).toEqual(["overdue"]);
    expect(autoDial({}, { timeoutSeconds: 60 }, {})).toEqual(["overdue"]);
    expect(autoDial({}, {}, { timeoutSeconds: 60 })).toEqual(["overdue"]);
    expect(autoDial({}, {}, {})).toEqual([]);
  });

  it("of 0 is disabled, and what the agent's own communication says counts first", () => {
    expect(autoDial({ timeoutSeconds: 0 }, {}, {})).toEqual([]);
    expect(autoDial({ timeoutSeconds: 60 }, {}, { timeoutSeconds: 0 })).toEqual([]);
    expect(autoDial({ timeoutSeconds: 0 }, {}, { timeoutSeconds: 60 })).toEqual(["overdue"]);
  });
});

describe("the policy of a queue", () => {
  const byQueue = {
    run: {},
    defaults: {},
    media: { callback: { callbackTolerance: 300_000, ownerWindow: 3_600_000 } },
    queues: { strict: { media: { callback: { callbackTolerance: 0, ownerWindow: null, timerTolerance: 0 } } } },
  };
  const made = whole("09:00:00", promised("one", "09:10:00"));
  const inQueue = (queueId: string | undefined, id = "acd"): Json => ({
    id,
    purpose: "acd",
    queueId,
    callbacks: [{ id: `${id}-wait`, state: "scheduled" }],
  });
  const agentOf = (queueId: string | undefined) => whole("09:11:40", { ...takes("agent", "09:11:40"), queueId });
  const judge = (...records: Json[]) => {
    const emitted = foldInEveryOrder(records, { policy: byQueue });
    return [...statuses(emitted, "callbackDue"), ...statuses(emitted, "callbackOwner")];
  };

  it("holds for a callback whichever communication of it names the queue", () => {
    expect(judge(made, agentOf(undefined))).toEqual(["met", "met"]);
    expect(judge(whole("09:00:00", { ...promised("one", "09:10:00"), queueId: "strict" }), agentOf(undefined))).toEqual(
      ["late"],
    );
    expect(judge(made, whole("09:00:01", inQueue("strict")), agentOf(undefined))).toEqual(["late"]);
    expect(judge(made, agentOf("strict"))).toEqual(["late"]);
  });

  it("is that of the queue before that of the agent, and of the queue that had it at the first attempt", () => {
    expect(judge(made, whole("09:00:01", inQueue("lenient")), agentOf("strict"))).toEqual(["met", "met"]);
    expect(
      judge(
        made,
        whole("09:00:01", inQueue("lenient")),
        agentOf("strict"),
        whole("09:20:00", inQueue("strict", "next")),
      ),
    ).toEqual(["met", "met"]);
    expect(
      judge(
        made,
        whole("09:00:01", inQueue("lenient")),
        whole("09:05:00", inQueue("strict", "next")),
        agentOf(undefined),
      ),
    ).toEqual(["late"]);
  });

  it("decides whether a callback that nobody took has expired, and how exact its auto-dial is", () => {
    const gone = whole(
      "11:00:00",
      promised("one", "09:10:00", { state: "disconnected", disconnectedTime: t("11:00:00") }),
    );
    expect(measured(fold([made, gone], { policy: byQueue }), "nCallbackExpired")).toHaveLength(1);
    expect(
      measured(fold([made, whole("09:00:01", inQueue("strict")), gone], { policy: byQueue }), "nCallbackExpired"),
    ).toEqual([]);
    const records = [
      made,
      whole("09:11:00", takes("agent", "09:11:00", { timeoutSeconds: 60 })),
      whole("09:12:00.500", dials("agent", "agent"), dials("customer-one", "customer")),
    ];
    expect(statuses(fold(records, { policy: byQueue }), "callbackAutoDial")).toEqual(["met"]);
    const queued = [...records.slice(0, 1), whole("09:00:01", inQueue("strict")), ...records.slice(1)];
    expect(statuses(fold(queued, { policy: byQueue }), "callbackAutoDial")).toEqual(["late"]);
  });

  it("leaves the dimensions as they were said", () => {
    const emitted = fold([made, whole("09:00:01", inQueue("strict")), agentOf(undefined)], { policy: byQueue });
    expect(emitted.measurements.filter(({ name }) => name === "tCallbackLate")).toEqual([
      expect.not.objectContaining({ queueId: "strict" }),
    ]);
  });
});

describe("a skipped callback", () => {
  const customer = promised("one", "12:00:00", { skipEnabled: true });
  const leaves = takes("agent", "12:00:05", { state: "disconnected", disconnectedTime: t("12:00:30") });
  const ended = promised("one", "12:00:00", { state: "disconnected", disconnectedTime: t("12:00:30") });
  const stateOf = (...between: Json[]) => {
    const emitted = fold([
      whole("09:00:00", customer),
      whole("12:00:05", takes("agent", "12:00:05")),
      ...between,
      whole("12:00:30", leaves, ended),
    ]);
    return emitted.conversations[0]?.participants.flatMap(({ communications }) =>
      communications.flatMap(({ callback }) => callback?.state ?? []),
    );
  };

  it("is one that its agent left without a call being dialled for it; a consult is no call for it", () => {
    expect(stateOf()).toEqual(["skipped"]);
    expect(stateOf(whole("12:00:10", dials("agent", "agent"), dials("outside", "external")))).toEqual(["skipped"]);
    expect(stateOf(whole("12:00:10", dials("agent", "agent"), dials("customer-one", "customer")))).toEqual(["ended"]);
  });
});
