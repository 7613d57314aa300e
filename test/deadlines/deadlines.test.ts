import { valuesOf, type PolicyDocument } from "../../src/app/policy";
import type { CallingPolicy } from "../../src/models/calling-policy";
import { policyValues } from "../../src/models/policy-schema";
import { policyWith } from "../../src/models/policy-values";
import { agent, calls, customer, flat, fold, limits, queue, statuses, t, type Json } from "../support/story";

const until = (clock: string) => Date.parse(t(clock));

describe("alerting", () => {
  const alert = calls("09:00:00", agent({ state: "alerting", alertingTimeoutMs: 30_000 }));
  const ends = (clock: string, disconnectType: string) =>
    calls(clock, agent({ state: "terminated", endTime: t(clock), disconnectType }));

  it("is met by a connect in time, also a little after, as the platform's timer is not exact", () => {
    expect(
      statuses(
        fold([alert, calls("09:00:20", agent({ state: "connected", connectedTime: t("09:00:20") }))]),
        "alerting",
      ),
    ).toEqual(["met"]);
    expect(
      statuses(
        fold([alert, calls("09:00:31", agent({ state: "connected", connectedTime: t("09:00:31") }))]),
        "alerting",
      ),
    ).toEqual(["met"]);
    expect(
      statuses(
        fold([alert, calls("09:00:33", agent({ state: "connected", connectedTime: t("09:00:33") }))]),
        "alerting",
      ),
    ).toEqual(["late"]);
  });

  it("is missed where the alert timed out, cancelled where it was rejected before it was due", () => {
    expect(statuses(fold([alert, ends("09:00:30.150", "system")]), "alerting")).toEqual(["missed"]);
    expect(statuses(fold([alert, ends("09:00:10", "client")]), "alerting")).toEqual(["cancelled"]);
  });

  it("is overdue once as-of has passed it by more than the settle time and nothing came", () => {
    expect(statuses(fold([alert], { until: until("09:00:32") }), "alerting")).toEqual([]);
    expect(statuses(fold([alert], { until: until("09:00:32.001") }), "alerting")).toEqual(["overdue"]);
  });

  it("takes the queue's seconds where the participant has no span, and no span is no deadline", () => {
    const bySeconds = calls(
      "09:00:00",
      agent({ state: "alerting", queueMediaSettings: { alertingTimeoutSeconds: 8 } }),
    );
    expect(statuses(fold([bySeconds, ends("09:00:08.100", "system")]), "alerting")).toEqual(["missed"]);
    expect(
      statuses(fold([calls("09:00:00", agent({ state: "alerting" })), ends("09:00:40", "system")]), "alerting"),
    ).toEqual([]);
  });
});

describe("answer", () => {
  const policy = limits({ answerTarget: 20_000 });
  const waiting = calls("09:00:00", queue({ state: "connected", connectedTime: t("09:00:00") }));
  const leaves = (clock: string, disconnectType: string) =>
    queue({ state: "terminated", connectedTime: t("09:00:00"), endTime: t(clock), disconnectType });
  const answered = (clock: string) => [
    waiting,
    calls(
      clock,
      leaves(clock, "transfer"),
      agent({ state: "connected", connectedTime: t(clock), queue: { id: "q1" } }),
    ),
  ];

  it("is met by an answer within the policy's target, late after it", () => {
    expect(statuses(fold(answered("09:00:20"), { policy }), "answer")).toEqual(["met"]);
    expect(statuses(fold(answered("09:00:20.001"), { policy }), "answer")).toEqual(["late"]);
  });

  it("is cancelled by an abandon before it is due, missed by one after", () => {
    expect(statuses(fold([waiting, calls("09:00:10", leaves("09:00:10", "peer"))], { policy }), "answer")).toEqual([
      "cancelled",
    ]);
    expect(statuses(fold([waiting, calls("09:00:25", leaves("09:00:25", "peer"))], { policy }), "answer")).toEqual([
      "missed",
    ]);
  });
});

describe("wrapUp", () => {
  const work = {
    state: "terminated",
    connectedTime: t("09:00:00"),
    endTime: t("09:05:00"),
    startAcwTime: t("09:05:00"),
    wrapupTimeoutMs: 60_000,
  };
  const done = (wrapupPrompt: string, clock: string) =>
    fold([
      calls("09:00:00", agent({ state: "connected", connectedTime: t("09:00:00") })),
      calls("09:05:00", agent({ ...work, wrapupPrompt })),
      calls("09:06:30", agent({ ...work, wrapupPrompt, endAcwTime: t(clock) })),
    ]);

  it("is met within the time-box (and its tolerance), late after it", () => {
    expect(statuses(done("timeout", "09:06:00.040"), "wrapUp")).toEqual(["met"]);
    expect(statuses(done("forcedTimeout", "09:06:05"), "wrapUp")).toEqual(["late"]);
    expect(statuses(done("agentRequested", "09:05:30"), "wrapUp")).toEqual(["met"]);
  });

  it("is none for prompts without a time-box", () => {
    expect(statuses(done("optional", "09:06:05"), "wrapUp")).toEqual([]);
    expect(statuses(done("mandatory", "09:06:05"), "wrapUp")).toEqual([]);
  });
});

describe("hold and secure pause", () => {
  const live = { state: "connected", connectedTime: t("09:00:00") };
  const held = { ...live, held: true, startHoldTime: t("09:01:00") };

  it("a hold longer than the policy's limit is late, or overdue while it lasts", () => {
    const policy = limits({ holdMax: 120_000 });
    const records = [calls("09:00:00", agent(live)), calls("09:01:00", agent(held))];
    expect(
      statuses(fold([...records, calls("09:03:00", agent({ ...live, held: false }))], { policy }), "hold"),
    ).toEqual(["met"]);
    expect(
      statuses(fold([...records, calls("09:03:01", agent({ ...live, held: false }))], { policy }), "hold"),
    ).toEqual(["late"]);
    expect(statuses(fold(records, { policy, until: until("09:10:00") }), "hold")).toEqual(["overdue"]);
    expect(statuses(fold(records, { policy: limits({ holdMax: null }), until: until("09:10:00") }), "hold")).toEqual(
      [],
    );
  });

  it("a hold is due soon from the policy's lead time on, by the clock alone, until it is overdue or over", () => {
    const policy = limits({ holdMax: 120_000, warnBeforeHold: 30_000 });
    const records = [calls("09:00:00", agent(live)), calls("09:01:00", agent(held))];
    const asOf = (clock: string) => statuses(fold(records, { policy, until: until(clock) }), "hold");
    expect(asOf("09:02:29.999")).toEqual([]);
    expect(asOf("09:02:30")).toEqual(["dueSoon"]);
    expect(asOf("09:03:02")).toEqual(["dueSoon"]);
    expect(asOf("09:03:02.001")).toEqual(["overdue"]);
    const over = calls("09:02:50", agent({ ...live, held: false }));
    expect(statuses(fold([...records, over], { policy }), "hold")).toEqual(["met"]);
  });

  it("what is due soon says from when on, and nothing else does", () => {
    const policy = limits({ holdMax: 120_000, warnBeforeHold: 30_000 });
    const records = [calls("09:00:00", agent(live)), calls("09:01:00", agent(held))];
    const warned = (clock: string) =>
      fold(records, { policy, until: until(clock) }).deadlines.map(({ status, warnFrom }) => [status, warnFrom]);
    expect(warned("09:02:40")).toEqual([["dueSoon", t("09:02:30")]]);
    expect(warned("09:03:30")).toEqual([["overdue", undefined]]);
  });

  it("a lead time longer than the limit warns at once, and none is no warning", () => {
    const records = [calls("09:00:00", agent(live)), calls("09:01:00", agent(held))];
    const asOf = (policy: PolicyDocument) => statuses(fold(records, { policy, until: until("09:01:00") }), "hold");
    expect(asOf(limits({ holdMax: 120_000, warnBeforeHold: 600_000 }))).toEqual(["dueSoon"]);
    expect(asOf(limits({ holdMax: 120_000, warnBeforeHold: null }))).toEqual([]);
    expect(asOf(limits({ holdMax: 120_000, warnBeforeAnswer: 600_000 }))).toEqual([]);
  });

  it("a secure pause is to be resumed within the policy's limit", () => {
    const policy = limits({ securePauseMax: 60_000 });
    const records = [calls("09:00:00", agent(live)), calls("09:01:00", agent({ ...live, securePause: true }))];
    expect(
      statuses(
        fold([...records, calls("09:01:50", agent({ ...live, securePause: false }))], { policy }),
        "securePause",
      ),
    ).toEqual(["met"]);
    expect(statuses(fold(records, { policy, until: until("09:05:00") }), "securePause")).toEqual(["overdue"]);
  });
});

describe("callbacks", () => {
  const promised = (due: string, more: Json = {}) =>
    customer({ state: "scheduled", callbackScheduledTime: t(due), ...more });
  const made = flat("09:00:00", "callbacks", promised("12:00:00"));
  const policy = limits({ callbackTolerance: 300_000, ownerWindow: 4 * 3_600_000 });
  const takes = (clock: string, more: Json = {}) =>
    flat(clock, "callbacks", agent({ state: "connected", connectedTime: t(clock), ...more }));

  it("callbackDue is met by an attempt within the tolerance, late after it, overdue while none comes", () => {
    expect(statuses(fold([made, takes("12:05:00")], { policy }), "callbackDue")).toEqual(["met"]);
    expect(statuses(fold([made, takes("12:05:01")], { policy }), "callbackDue")).toEqual(["late"]);
    expect(statuses(fold([made], { policy, until: until("12:05:00.001") }), "callbackDue")).toEqual(["overdue"]);
  });

  describe("that are due outside of their calling window", () => {
    const hours = (from: number, to: number) => [{ from: 60 * from, to: 60 * to }];
    const week = [...Array.from({ length: 5 }, () => hours(8, 21)), hours(9, 18), []];
    const calling: CallingPolicy = {
      calendars: [{ name: "callable", week, holidays: [Date.parse("2026-03-31") / 86_400_000] }],
      defaults: { callingCalendar: "callable", zone: "Europe/Berlin" },
      queues: {},
    };
    const warned: PolicyDocument = { ...limits({ warnBeforeCallbackDue: 15 * 60_000 }), calling };
    const madeFor = (due: string, more: Json = {}) => flat("27 09:00:00", "callbacks", promised(due, more));
    const statusAt = (due: string, clock: string, policy = warned, more: Json = {}) =>
      statuses(fold([madeFor(due, more)], { policy, until: until(clock) }), "callbackDue");

    it("are due soon before the window closes, the day before a Sunday, also one on which the clock is changed", () => {
      expect(statusAt("29 10:00:00", "28 16:44:59.999")).toEqual([]);
      expect(statusAt("29 10:00:00", "28 16:45:00")).toEqual(["dueSoon"]);
      expect(statusAt("29 10:00:00", "29 10:05:00")).toEqual(["dueSoon"]);
      expect(statusAt("29 10:00:00", "29 10:05:00.001")).toEqual(["overdue"]);
    });

    it("say from when on they are due soon", () => {
      const { deadlines } = fold([madeFor("29 10:00:00")], { policy: warned, until: until("28 18:00:00") });
      expect(deadlines.map(({ dueAt, warnFrom }) => [dueAt, warnFrom])).toEqual([[t("29 10:00:00"), t("28 16:45:00")]]);
    });

    it("are due soon before a holiday, by the clock of summer time", () => {
      expect(statusAt("31 10:00:00", "30 18:44:59.999")).toEqual([]);
      expect(statusAt("31 10:00:00", "30 18:45:00")).toEqual(["dueSoon"]);
    });

    it("go by the zone of the number, and by the due instant where they are inside, or nobody says which calendar", () => {
      const inNewYork = { callbackNumbers: ["+1 212 555 0100"] };
      // 22:30 in New York, where calls are allowed up to 21:00: 01:00 UTC on the next day, 15 minutes before which it is 00:45.
      expect(statusAt("31 02:30:00", "31 00:44:59.999", warned, inNewYork)).toEqual([]);
      expect(statusAt("31 02:30:00", "31 00:45:00", warned, inNewYork)).toEqual(["dueSoon"]);
      expect(statusAt("30 18:50:00", "30 18:34:59.999")).toEqual([]);
      expect(statusAt("30 18:50:00", "30 18:35:00")).toEqual(["dueSoon"]);
      const nowhere = { ...warned, calling: { ...calling, defaults: {} } };
      expect(statusAt("29 10:00:00", "29 09:44:59.999", nowhere)).toEqual([]);
      expect(statusAt("29 10:00:00", "29 09:45:00", nowhere)).toEqual(["dueSoon"]);
    });

    it("are due soon at once where the window had closed as they were made", () => {
      const late = flat("27 20:30:00", "callbacks", promised("28 07:30:00"));
      const asOf = until("27 20:30:00");
      expect(statuses(fold([late], { policy: warned, until: asOf }), "callbackDue")).toEqual(["dueSoon"]);
    });

    it("are kept as ever, and the policy that is kept beside the state warns as its file does", () => {
      expect(statuses(fold([madeFor("29 10:00:00"), takes("29 10:01:00")], { policy: warned }), "callbackDue")).toEqual(
        ["met"],
      );
      const kept = policyWith(policyValues.parse(JSON.parse(JSON.stringify(valuesOf(warned)))));
      expect(kept.calling).toEqual(warned.calling);
    });
  });

  it("a reschedule cancels the old promise and makes a new one, three for A, B and A again", () => {
    const moved = [
      made,
      flat("09:10:00", "callbacks", promised("13:00:00")),
      flat("09:20:00", "callbacks", promised("12:00:00")),
      takes("12:01:00"),
    ];
    expect(statuses(fold(moved, { policy }), "callbackDue").sort()).toEqual(["cancelled", "cancelled", "met"]);
  });

  it("callbackDue is missed where the callback ended at or after it without an attempt, cancelled before", () => {
    const ends = (clock: string) =>
      flat(clock, "callbacks", promised("12:00:00", { state: "disconnected", endTime: t(clock) }));
    expect(statuses(fold([made, ends("12:00:00")], { policy }), "callbackDue")).toEqual(["missed"]);
    expect(statuses(fold([made, ends("11:00:00")], { policy }), "callbackDue")).toEqual(["cancelled"]);
  });

  it("callbackAutoDial is met by the dialled call; 0 is disabled and absent unknown", () => {
    const dials = calls("12:02:00", agent({ state: "dialing", direction: "outbound" }));
    expect(
      statuses(fold([made, takes("12:00:00", { timeoutSeconds: 120 }), dials], { policy }), "callbackAutoDial"),
    ).toEqual(["met"]);
    expect(
      statuses(
        fold([made, takes("12:00:00", { timeoutSeconds: 120 })], { policy, until: until("12:10:00") }),
        "callbackAutoDial",
      ),
    ).toEqual(["overdue"]);
    expect(
      statuses(fold([made, takes("12:00:00", { timeoutSeconds: 0 }), dials], { policy }), "callbackAutoDial"),
    ).toEqual([]);
    expect(statuses(fold([made, takes("12:00:00"), dials], { policy }), "callbackAutoDial")).toEqual([]);
  });

  it("callbackOwner is met by an agent's connect within the window of the policy", () => {
    expect(statuses(fold([made, takes("13:00:00")], { policy }), "callbackOwner")).toEqual(["met"]);
    expect(statuses(fold([made, takes("13:00:01")], { policy }), "callbackOwner")).toEqual(["late"]);
    expect(statuses(fold([made, takes("13:00:01")], { policy: limits({}) }), "callbackOwner")).toEqual([]);
  });
});

describe("resume", () => {
  const parked = { state: "parked", connectedTime: t("09:00:00"), parkTime: t("09:01:00"), resumeTime: t("09:31:00") };
  const records = [
    flat("09:00:00", "messages", agent({ state: "connected", connectedTime: t("09:00:00") })),
    flat("09:01:01", "messages", agent(parked)),
  ];

  it("is met by coming back, overdue while parked beyond the planned instant", () => {
    const back = flat("09:31:00.500", "messages", agent({ ...parked, state: "connected" }));
    expect(statuses(fold([...records, back]), "resume")).toEqual(["met"]);
    expect(statuses(fold(records, { until: until("09:40:00") }), "resume")).toEqual(["overdue"]);
  });
});

describe("stuck", () => {
  const live = calls("09:00:00", agent({ state: "connected", connectedTime: t("09:00:00") }));
  const run = { stuckConversation: 3_600_000, stuckAfterCallWork: 600_000 };
  const policy = { run, defaults: {}, media: {}, queues: {} };
  const ended = { state: "terminated", connectedTime: t("09:00:00"), endTime: t("09:05:00"), disconnectType: "client" };

  it("is overdue when an open conversation has had no news for the policy's span, and late when news come after all", () => {
    expect(statuses(fold([live], { policy, until: until("10:00:03") }), "stuck")).toEqual(["overdue"]);
    expect(statuses(fold([live], { policy, until: until("10:00:01") }), "stuck")).toEqual([]);
    expect(statuses(fold([live, calls("11:00:00", agent(ended))], { policy }), "stuck")).toEqual(["late"]);
  });

  it("goes by the shorter span where only after-call work is open, and is none where nothing is", () => {
    const owed = calls("09:05:00", agent({ ...ended, startAcwTime: t("09:05:00") }));
    expect(statuses(fold([live, owed], { policy, until: until("09:15:03") }), "stuck")).toEqual(["overdue"]);
    expect(
      statuses(fold([live, calls("09:05:00", agent(ended))], { policy, until: until("3 09:00:00") }), "stuck"),
    ).toEqual([]);
  });

  it("lets a scheduled callback be silent until its promised instant", () => {
    const made = flat(
      "09:00:00",
      "callbacks",
      customer({ state: "scheduled", callbackScheduledTime: t("3 09:00:00") }),
    );
    expect(statuses(fold([made], { policy, until: until("3 10:00:01") }), "stuck")).toEqual([]);
    expect(statuses(fold([made], { policy, until: until("3 10:00:03") }), "stuck")).toEqual(["overdue"]);
  });

  it("emits the same whether the news came in order or a missing one came late", () => {
    const between = calls("09:50:00", agent({ state: "connected", connectedTime: t("09:00:00"), muted: true }));
    const end = calls("10:30:00", agent(ended));
    expect(statuses(fold([live, between, end], { policy }), "stuck")).toEqual([]);
    expect(statuses(fold([live, end, between], { policy }), "stuck")).toEqual([]);
  });
});

describe("a limit that no calendar holds", () => {
  const ended = { state: "terminated", connectedTime: t("09:00:00"), endTime: t("09:05:00") };

  it.each([9_007_199_254_740_991, 8_640_000_000_000_000, -1, -9_007_199_254_740_991])(
    "of %d is none, and spoils no number",
    (limit) => {
      const emitted = fold([
        calls("08:59:50", agent({ state: "alerting", alertingTimeoutMs: limit })),
        calls("09:00:00", agent({ state: "connected", connectedTime: t("09:00:00"), alertingTimeoutMs: limit })),
        calls(
          "09:06:00",
          agent({
            ...ended,
            wrapupPrompt: "timeout",
            wrapupTimeoutMs: limit,
            startAcwTime: t("09:05:00"),
            endAcwTime: t("09:06:00"),
          }),
        ),
      ]);
      expect([...statuses(emitted, "alerting"), ...statuses(emitted, "wrapUp")]).toEqual([]);
      expect(emitted.measurements.find(({ name }) => name === "tAcw")?.value).toBe(60_000);
    },
  );

  it.each([9_007_199_254_740_991, -5])("of %d seconds dials no callback by itself", (timeoutSeconds) => {
    const connected = agent({ state: "connected", connectedTime: t("09:00:00"), timeoutSeconds });
    expect(statuses(fold([flat("09:00:00", "callbacks", connected)]), "callbackAutoDial")).toEqual([]);
  });
});
