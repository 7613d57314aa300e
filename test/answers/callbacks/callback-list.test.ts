import fc from "fast-check";

import { callbacksOf, type CallbackContext } from "../../../src/answers/callbacks/callback-list";
import { calleeZone } from "../../../src/calendars/callee-zone";
import type { Calendar } from "../../../src/calendars/calling-window";
import { zoneNamed } from "../../../src/calendars/zones";
import type { DeadlineStatus } from "../../../src/models/deadline";
import type { CommunicationView } from "../../../src/models/view";
import { conversation, instant } from "../../support/finals";
import { runs } from "../../support/runs";

type Callback = NonNullable<CommunicationView["callback"]>;

const EVENING: Calendar = {
  name: "callable",
  zone: undefined,
  week: Array.from({ length: 7 }, () => [{ from: 8 * 60, to: 21 * 60 }]),
  holidays: new Set(),
};
const context: CallbackContext = {
  termsFor: () => ({ calendars: [EVENING], zone: "Europe/Berlin" }),
  toleranceFor: () => 300_000,
  zoneOf: zoneNamed,
  asOf: undefined,
  cluesFor: () => ({}),
};

interface Promised {
  readonly made: string;
  readonly due: string;
  readonly status: DeadlineStatus;
  readonly attempt?: string;
}

/** A callback that was promised as stated. */
function listed(
  promises: readonly Promised[],
  callback: Partial<Callback>,
  more: Partial<CommunicationView> = {},
  its: CallbackContext = context,
) {
  const made = {
    id: "k",
    purpose: "customer",
    mediaType: "callback",
    callback: {
      state: "scheduled",
      scheduledTimes: promises.map(({ due }) => instant(due)),
      attempts: promises.flatMap(({ attempt }) => (attempt === undefined ? [] : [instant(attempt)])),
      ...callback,
    },
    ...more,
  };
  const deadlines = promises.map(({ made: at, due, status, attempt }) => ({
    id: `c/k/callbackDue/${String(Date.parse(instant(at)))}-${String(Date.parse(instant(due)))}`,
    kind: "callbackDue",
    dueAt: instant(due),
    status,
    ...(attempt !== undefined && { metAt: instant(attempt) }),
  }));
  const [found] = callbacksOf(conversation("c", [made], { deadlines }), its);
  if (found === undefined) throw new Error("no callback");
  return found;
}

describe("a listed callback", () => {
  it("has its promises in order, each with what came of it and whether it lies in the window", () => {
    const { promises, owed } = listed(
      [
        { made: "09:00:00", due: "10:00:00", status: "cancelled" },
        { made: "09:30:00", due: "20:30:00", status: "late", attempt: "20:42:00" },
      ],
      { contactTime: instant("20:43:00"), state: "answered" },
    );
    expect(promises).toMatchObject([
      { madeAt: Date.parse(instant("09:00:00")), status: "cancelled", window: "inside", lateMs: undefined },
      { dueAt: Date.parse(instant("20:30:00")), status: "late", window: "outside", lateMs: 720_000 },
    ]);
    expect(owed).toBeUndefined();
  });

  it("warns of an open promise whose window closes before its tolerance is over", () => {
    const of = (due: string) => listed([{ made: "09:00:00", due, status: "pending" }], {}).promises[0];
    expect(of("19:56:00")).toMatchObject({ window: "inside", closesEarly: true });
    expect(of("19:54:00")).toMatchObject({ window: "inside", closesEarly: false });
  });

  it("says until when it can be kept within the window, while it is open", () => {
    const of = (due: string, more: Partial<Callback> = {}, attempt?: string) =>
      listed([{ made: "09:00:00", due, status: "pending", ...(attempt !== undefined && { attempt }) }], more)
        .promises[0]?.windowClosesAt;
    // Berlin's 21:00 is 20:00 UTC on that day; New York's is six hours later.
    expect(of("14:00:00")).toBe(Date.parse(instant("20:00:00")));
    expect(of("20:30:00")).toBeUndefined();
    expect(of("14:00:00", { calleeZones: ["Europe/Berlin", "America/New_York"] })).toBe(
      Date.parse(instant("20:00:00")),
    );
    expect(of("14:00:00", { calleeZones: ["America/New_York"] })).toBe(Date.parse(instant("20:00:00")) + 6 * 3_600_000);
    expect(of("14:00:00", {}, "14:01:00")).toBeUndefined();
  });

  it("says that the window has closed once it has, and no instant that is past", () => {
    const of = (asOf: string) =>
      listed(
        [{ made: "09:00:00", due: "14:00:00", status: "overdue" }],
        {},
        {},
        { ...context, asOf: Date.parse(instant(asOf)) },
      ).promises[0];
    expect(of("19:59:59")).toMatchObject({ windowClosesAt: Date.parse(instant("20:00:00")), hasClosed: false });
    expect(of("20:00:00")).toMatchObject({ windowClosesAt: undefined, hasClosed: true, closesEarly: false });
  });

  it("cannot be decided where the zones of its number do not agree, and has no answer without a calendar", () => {
    const at = (due: string) =>
      listed([{ made: "01:00:00", due, status: "pending" }], {
        calleeZones: ["America/New_York", "America/Los_Angeles"],
      }).promises[0]?.window;
    expect([at("14:00:00"), at("17:00:00"), at("11:00:00")]).toEqual(["unknown", "inside", "outside"]);
    const without = { ...context, termsFor: () => ({ calendars: [], zone: undefined }) };
    expect(
      listed([{ made: "01:00:00", due: "02:00:00", status: "pending" }], {}, {}, without).promises[0]?.window,
    ).toBeUndefined();
  });
});

describe("a due instant", () => {
  const dueThere = (calleeZones: string[], queue = "Europe/Berlin") =>
    listed(
      [{ made: "09:00:00", due: "10:00:00", status: "pending" }],
      { calleeZones },
      {},
      {
        ...context,
        termsFor: () => ({ calendars: [], zone: queue }),
      },
    ).promises[0]?.dueThere;

  it("is shown by the callee's clock, where all zones that it may be in have the same", () => {
    expect(dueThere(["Asia/Tokyo"])).toBe("2026-03-02T19:00+09:00");
    expect(dueThere(["Europe/Berlin", "Europe/Paris"])).toBe("2026-03-02T11:00+01:00");
    expect(dueThere(["America/New_York", "America/Los_Angeles"])).toBeUndefined();
    expect(dueThere(["Etc/Unknown"])).toBeUndefined();
  });
});

describe("the queue of a callback that names none", () => {
  const person = (id: string, queueId?: string) => ({
    ...{ id, purpose: "agent", mediaType: "callback" as const },
    ...(queueId !== undefined && { queueId }),
  });
  const customer = {
    ...{ id: "k", purpose: "customer", mediaType: "callback" },
    callback: { state: "scheduled", scheduledTimes: [], attempts: [] },
  };
  const queueOf = (...others: readonly ReturnType<typeof person>[]) =>
    callbacksOf(conversation("c", [customer, ...others]), context)[0]?.queueId;

  it("is that of the conversation's other callbacks, where they are of one", () => {
    expect(queueOf(person("a", "q1"), person("b", "q1"))).toBe("q1");
    expect(queueOf(person("a", "q1"), person("b", "q2"))).toBeUndefined();
    expect(queueOf(person("a"))).toBeUndefined();
  });
});

describe("the zone of a callee", () => {
  it("is known by the most trusted clue", () => {
    const clues = { given: "Asia/Tokyo", contact: "Europe/Paris", number: ["Europe/Rome"], queue: "UTC" };
    const { given: _given, ...noneGiven } = clues;
    const { contact: _contact, ...noContact } = noneGiven;
    const { number: _number, ...onlyQueue } = noContact;
    expect([clues, noneGiven, noContact, onlyQueue, {}].map((some) => calleeZone(some, zoneNamed).source)).toEqual([
      "given",
      "contact",
      "number",
      "queue",
      undefined,
    ]);
  });

  it("is not guessed where one of those that it may be is not known", () => {
    expect(calleeZone({ number: ["Etc/Unknown", "Europe/Rome"], queue: "UTC" }, zoneNamed)).toMatchObject({
      source: "number",
      zones: [],
    });
  });
});

describe("what customers are owed", () => {
  const over = { endTime: instant("12:00:00"), disconnectType: "system" };
  const promise = { made: "09:00:00", due: "10:00:00" };

  it("is a call until its last promise was tried", () => {
    expect(listed([{ ...promise, status: "pending" }], {}).owed).toBe("notDue");
    expect(listed([{ ...promise, status: "overdue" }], {}).owed).toBe("overdue");
    expect(listed([], {}).owed).toBe("waiting");
    expect(listed([{ ...promise, status: "met", attempt: "10:00:00" }], { state: "attempted" }).owed).toBe("attempted");
    const again = { made: "10:05:00", due: "11:00:00", status: "pending" as const };
    expect(
      listed([{ ...promise, status: "met", attempt: "10:00:00" }, again], { contactTime: instant("10:01:00") }).owed,
    ).toBe("notDue");
  });

  it("goes on where the callback ended without an attempt, or was skipped, but for the customer's own withdrawal", () => {
    expect(listed([{ ...promise, status: "missed" }], { state: "expired" }, over).owed).toBe("lost");
    expect(listed([], { state: "expired" }, over).owed).toBe("lost");
    expect(listed([{ ...promise, status: "met", attempt: "10:00:00" }], { state: "skipped" }, over).owed).toBe(
      "skipped",
    );
    expect(listed([{ ...promise, status: "met", attempt: "10:00:00" }], { state: "ended" }, over).owed).toBeUndefined();
    expect(
      listed([{ ...promise, status: "missed" }], { state: "cancelled" }, { ...over, disconnectType: "client" }).owed,
    ).toBeUndefined();
  });

  it("forgets no promise without an attempt, a withdrawal or an end, whatever else is known", () => {
    const statuses = fc.constantFrom<DeadlineStatus>("pending", "dueSoon", "overdue", "missed", "cancelled");
    fc.assert(
      fc.property(
        statuses,
        fc.array(statuses, { maxLength: 3 }),
        fc.boolean(),
        fc.constantFrom("scheduled", "due", "attempted", "answered"),
        (last, before, isReached, state) => {
          const promises = [...before, last].map((status, index) => ({
            made: `09:0${String(index)}:00`,
            due: `1${String(index)}:00:00`,
            status,
          }));
          const { owed } = listed(promises, { state, ...(isReached && { contactTime: instant("09:00:30") }) });
          expect(owed).toBeDefined();
        },
      ),
      runs(100),
    );
  });
});
