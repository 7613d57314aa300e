import { finalOf, foldDocuments, type Emitted } from "../support/run";
import { SHAPES, type Party, type Shape } from "../support/shapes";
import { calls, event, flat, measured, t, whole, type Json, type Stated } from "../support/story";

const giver: Party = {
  id: "giver",
  purpose: "agent",
  userId: "u",
  queueId: "q1",
  direction: "inbound",
  state: "connected",
  connectedTime: t("09:00:00"),
};
const party = (id: string, purpose: string, more: Json = {}): Party => ({ id, purpose, state: "alerting", ...more });
const connected = (one: Party, at: string): Party => ({ ...one, state: "connected", connectedTime: t(at) });
const ended = (one: Party, at: string, disconnectType: string): Party => ({
  ...one,
  state: "disconnected",
  endTime: t(at),
  disconnectType,
});
const once = (clock: string): Stated => ({ value: 1, at: t(clock) });

/** Folds the records in order, reversed, and each twice: the same must come of it. */
function foldAnyhow(records: readonly Json[]): Emitted {
  const emitted = foldDocuments(records);
  const numbers = (one: Emitted) =>
    finalOf(one.measurements).map(({ id, value, emitDate, origin }) => ({ id, value, emitDate, origin }));
  for (const other of [[...records].reverse(), [...records, ...records]])
    expect(numbers(foldDocuments(other))).toEqual(numbers(emitted));
  return emitted;
}

function shapeNamed(name: string): Shape {
  const [, shape] = SHAPES.find(([title]) => title === name) ?? [];
  if (shape === undefined) throw new Error(`no shape is called ${name}`);
  return shape;
}

const transfers = (emitted: Emitted) => ({
  consults: measured(emitted, "nConsult"),
  consultTransfers: measured(emitted, "nConsultTransferred").length,
  blindTransfers: measured(emitted, "nBlindTransferred").length,
});
const none = { consults: [], consultTransfers: 0, blindTransfers: 0 };

describe.each(SHAPES)("a consult, in %s", (_, at: Shape) => {
  const queue = connected(party("acd", "acd", { queueId: "q2" }), "09:00:20");
  const target = party("target", "agent", { userId: "v", queueId: "q2" });
  const gone = (disconnectType = "transfer") => ended(giver, "09:01:00", disconnectType);

  it("by way of a flow and a queue is one, and began when the flow appeared", () => {
    const flow = connected(party("flow", "ivr"), "09:00:10");
    const emitted = foldAnyhow([
      at("09:00:00", giver),
      at("09:00:10", giver, flow),
      at("09:00:20", giver, ended(flow, "09:00:20", "transfer"), queue),
      at("09:00:30", giver, queue, party("vain", "agent", { userId: "w", queueId: "q2" })),
      at("09:00:34", giver, queue, ended(party("vain", "agent", { userId: "w", queueId: "q2" }), "09:00:34", "client")),
      at("09:00:35", giver, queue, target),
      at("09:00:40", giver, ended(queue, "09:00:40", "transfer"), connected(target, "09:00:40")),
      at("09:01:00", gone(), ended(queue, "09:00:40", "transfer"), connected(target, "09:00:40")),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, consults: [once("09:00:10")], consultTransfers: 1 });
  });

  it("is one where the agent appears only when the queue has handed on", () => {
    const emitted = foldAnyhow([
      at("09:00:00", giver),
      at("09:00:20", giver, queue),
      at("09:00:42", giver, ended(queue, "09:00:40", "transfer"), connected(target, "09:00:42")),
      at("09:01:00", gone(), connected(target, "09:00:42")),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, consults: [once("09:00:20")], consultTransfers: 1 });
  });

  it("outside of the centre is no blind transfer, also where a customer is there", () => {
    const outside = party("outside", "external", { state: "dialing", direction: "outbound" });
    const customer = connected(party("customer", "customer"), "08:59:00");
    for (const others of [[], [customer]]) {
      const emitted = foldAnyhow([
        at("09:00:00", giver, ...others),
        at("09:00:20", giver, outside, ...others),
        at("09:00:30", giver, connected(outside, "09:00:30"), ...others),
        at("09:01:00", gone(), connected(outside, "09:00:30"), ...others),
      ]);
      expect(transfers(emitted)).toEqual({ ...none, consults: [once("09:00:20")], consultTransfers: 1 });
    }
  });

  it("that is cancelled counts, and a blind transfer after it is blind", () => {
    const emitted = (disconnectType: string) =>
      foldAnyhow([
        at("09:00:00", giver),
        at("09:00:20", giver, target),
        at("09:00:30", giver, ended(target, "09:00:30", "client")),
        at("09:01:00", gone(disconnectType)),
      ]);
    expect(transfers(emitted("peer"))).toEqual({ ...none, consults: [once("09:00:20")] });
    expect(transfers(emitted("transfer"))).toEqual({ ...none, consults: [once("09:00:20")], blindTransfers: 1 });
  });

  it("that becomes a conference counts; the transfer is what the platform says", () => {
    const emitted = foldAnyhow([
      at("09:00:00", giver),
      at("09:00:20", giver, target),
      at("09:00:30", giver, connected(target, "09:00:30")),
      at("09:01:00", gone("transfer.conference"), connected(target, "09:00:30")),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, consults: [once("09:00:20")] });
  });

  it("counts each time, with an id of its own", () => {
    const [first, second] = [party("first", "user"), party("second", "external", { direction: "outbound" })];
    const emitted = foldAnyhow([
      at("09:00:00", giver),
      at("09:00:10", giver, first),
      at("09:00:20", giver, ended(first, "09:00:20", "client")),
      at("09:00:25", giver, second),
      at("09:00:35", giver, ended(second, "09:00:35", "endpoint")),
      at("09:01:00", ended(giver, "09:01:00", "client")),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, consults: [once("09:00:10"), once("09:00:25")] });
    const ids = finalOf(emitted.measurements).flatMap(({ id, name }) => (name === "nConsult" ? [id] : []));
    expect(ids.map((id) => id.split("/").at(-1))).toEqual(
      ["09:00:10", "09:00:25"].map((clock) => String(Date.parse(t(clock)))),
    );
  });

  it("is none where the target appears at the giver's end, or after", () => {
    const emitted = foldAnyhow([
      at("09:00:00", giver),
      at("09:01:00", gone(), target),
      at("09:01:05", gone(), connected(target, "09:01:05")),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, blindTransfers: 1 });
  });

  it("is none by what led to the giver: flow, queue, and agents alerted in vain beside", () => {
    const flow = connected(party("flow", "ivr"), "08:59:00");
    const own = connected(party("acd", "acd", { queueId: "q1" }), "08:59:20");
    const vain = party("vain", "agent", { userId: "w", queueId: "q1" });
    const emitted = foldAnyhow([
      at("08:59:00", flow),
      at("08:59:20", ended(flow, "08:59:20", "transfer"), own),
      at("08:59:50", own, { ...giver, state: "alerting", connectedTime: undefined }),
      at("09:00:00", own, giver),
      at("09:00:00.400", own, giver, vain),
      at("09:00:01.500", ended(own, "09:00:01.500", "transfer"), giver, ended(vain, "09:00:01", "peer")),
      at("09:01:00", gone()),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, blindTransfers: 1 });
  });

  it("is none by the customer's own later communication, nor by what serves a second one", () => {
    const mine = { ...giver, peerId: "c1" };
    const other = connected(party("customer", "customer"), "09:00:30");
    const itsQueue = connected(party("acd", "acd", { queueId: "q1", peerId: "c2" }), "09:00:31");
    const emitted = foldAnyhow([
      at("09:00:00", mine),
      at("09:00:30", mine, other),
      at("09:00:31", mine, other, itsQueue),
      at("09:01:00", ended(mine, "09:01:00", "client"), other, itsQueue),
    ]);
    expect(transfers(emitted)).toEqual(none);
  });

  it("is none by a supervisor, nor by the giver's own second line", () => {
    const supervisor = connected(party("boss", "user", { monitoredParticipantId: "giver" }), "09:00:20");
    const own = connected(party("line", "agent", { userId: "u", direction: "outbound" }), "09:00:30");
    const emitted = foldAnyhow([
      at("09:00:00", giver),
      at("09:00:20", giver, supervisor),
      at("09:00:30", giver, supervisor, own),
      at("09:01:00", gone(), supervisor, own),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, blindTransfers: 1 });
  });

  it("is none by whom an agent rings up first, and one by whoever comes after", () => {
    const ringing = { ...giver, direction: "outbound" };
    const called = party("called", "external", { state: "dialing", direction: "outbound" });
    const second = party("second", "external", { state: "dialing", direction: "outbound" });
    const emitted = foldAnyhow([
      at("09:00:00", ringing),
      at("09:00:01", ringing, called),
      at("09:00:05", ringing, connected(called, "09:00:05")),
      at("09:00:30", ringing, connected(called, "09:00:05"), second),
      at("09:01:00", ended(ringing, "09:01:00", "client"), ended(connected(called, "09:00:05"), "09:01:00", "peer")),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, consults: [once("09:00:30")] });
  });

  it("is none by where another agent gives the conversation blindly", () => {
    const colleague = connected(party("colleague", "agent", { userId: "x" }), "09:00:00");
    const emitted = foldAnyhow([
      at("09:00:00", colleague, giver),
      at("09:00:20.050", ended(colleague, "09:00:20", "transfer"), giver, connected(queue, "09:00:20.040")),
      at("09:00:30", giver, queue, target),
      at("09:01:00", ended(giver, "09:01:00", "client")),
    ]);
    expect(measured(emitted, "nConsult")).toEqual([]);
  });

  it("that another agent begins takes no blind transfer: who is alerted for that one is no consult", () => {
    const other = { ...party("other", "agent", { userId: "o", consultParticipantId: "asked" }) };
    const here = connected(other, "08:59:30");
    const asked = party("asked", "external", { direction: "outbound" });
    const answering = connected(asked, "09:01:08");
    const emitted = foldAnyhow([
      at("09:00:00", giver, here),
      at("09:01:00", gone(), here),
      at("09:01:05", gone(), here, asked),
      at("09:01:08", gone(), here, answering),
      at("09:01:20", gone(), here, answering, target),
      at("09:01:25", gone(), here, answering, connected(target, "09:01:25")),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, consults: [once("09:01:05")], blindTransfers: 1 });
  });

  it("is one by whom an agent rings up who has just taken a blind transfer", () => {
    const colleague = connected(party("colleague", "agent", { userId: "x" }), "08:59:00");
    const taken = ended(colleague, "08:59:59", "transfer");
    const emitted = foldAnyhow([
      at("08:59:00", colleague),
      at("08:59:59.050", taken, { ...giver, state: "alerting", connectedTime: undefined }),
      at("09:00:00", taken, giver),
      at("09:00:15", taken, giver, target),
      at("09:00:20", giver, connected(target, "09:00:20")),
      at("09:01:00", gone(), connected(target, "09:00:20")),
    ]);
    expect(transfers(emitted)).toEqual({ consults: [once("09:00:15")], consultTransfers: 1, blindTransfers: 1 });
  });

  it("is none where another agent gives the conversation blindly to somebody who is connected as they appear", () => {
    const colleague = connected(party("colleague", "agent", { userId: "x" }), "09:00:00");
    const given = ended(colleague, "09:00:45", "transfer");
    for (const appeared of ["09:00:45", "09:00:46"]) {
      const emitted = foldAnyhow([
        at("09:00:00", giver, colleague),
        at(appeared, giver, given, connected(target, appeared)),
        at("09:01:00", ended(giver, "09:01:00", "peer"), given, connected(target, appeared)),
      ]);
      expect(transfers(emitted)).toEqual({ ...none, blindTransfers: 1 });
    }
  });

  it("is the agent's whom the platform names, where two are connected", () => {
    const colleague = connected(party("colleague", "agent", { userId: "x" }), "09:00:00");
    const story = (naming: Json) =>
      foldAnyhow([
        at("09:00:00", giver, colleague),
        at("09:00:20", { ...giver, ...naming }, colleague, target),
        at("09:00:30", { ...giver, ...naming }, colleague, ended(target, "09:00:30", "client")),
      ]);
    expect(measured(story({ consultParticipantId: "target" }), "nConsult")).toEqual([once("09:00:20")]);
    expect(measured(story({}), "nConsult")).toEqual([]);
  });

  it("is none where it is not known whether the target was there before", () => {
    const emitted = foldAnyhow([
      at("09:00:40", giver, target),
      at("09:00:50", giver, ended(party("past", "acd", { queueId: "q1" }), "08:59:59", "transfer")),
    ]);
    expect(measured(emitted, "nConsult")).toEqual([]);
  });
});

describe.each(["nested messages", "nested emails", "nested chats", "nested calls", "flat messages"])(
  "what serves the customer once more, in %s",
  (name) => {
    const at = shapeNamed(name);
    const customer = connected(party("customer", "customer"), "08:59:00");
    const mine = { ...giver, peerId: "customer-communication" };
    const wait = connected(party("acd", "acd", { queueId: "q2", peerId: "customer-communication" }), "09:00:20");
    const answered = ended(wait, "09:00:40", "transfer");

    it("is no consult where it is answered by the giver's own person", () => {
      const again = party("again", "agent", { userId: "u", queueId: "q2", peerId: "customer-communication" });
      const emitted = foldAnyhow([
        at("09:00:00", customer, mine),
        at("09:00:20", customer, mine, wait),
        at("09:00:30", customer, mine, wait, again),
        at("09:00:40", customer, mine, answered, connected(again, "09:00:40")),
        at("09:01:00", customer, ended(mine, "09:01:00", "client"), connected(again, "09:00:40")),
      ]);
      expect(transfers(emitted)).toEqual(none);
      expect(measured(emitted, "tAnswered")).toEqual([{ value: 20_000, at: t("09:00:40") }]);
    });

    it("is none by a flow before it either, and a blind transfer of the first stays one", () => {
      const flow = connected(party("flow", "workflow", { peerId: "customer-communication" }), "09:00:10");
      const again = party("again", "agent", { userId: "u", queueId: "q2", peerId: "customer-communication" });
      const next = connected(party("next", "acd", { queueId: "q3", peerId: "customer-communication" }), "09:01:00.050");
      const emitted = foldAnyhow([
        at("09:00:00", customer, mine),
        at("09:00:10", customer, mine, flow),
        at("09:00:20", customer, mine, ended(flow, "09:00:20", "transfer"), wait),
        at("09:00:30", customer, mine, wait, again),
        at("09:00:40", customer, mine, answered, connected(again, "09:00:40")),
        at("09:01:00.060", customer, ended(mine, "09:01:00", "transfer"), connected(again, "09:00:40"), next),
      ]);
      expect(transfers(emitted)).toEqual({ ...none, blindTransfers: 1 });
    });
  },
);

describe("a wait whose peer is the customer", () => {
  const customer = connected(party("customer", "customer"), "08:59:00");
  const mine = { ...giver, peerId: "customer-communication" };
  const wait = connected(party("acd", "acd", { queueId: "q2", peerId: "customer-communication" }), "09:00:20");
  const emitted = (medium: string, ...last: readonly Party[]) => {
    const at = shapeNamed(`nested ${medium}`);
    return transfers(
      foldAnyhow([
        at("09:00:00", customer, mine),
        at("09:00:20", customer, mine, wait),
        at("09:01:00", customer, ...last),
      ]),
    );
  };

  it("is the customer's own beside a message that goes on, and a consult from a call", () => {
    expect(emitted("messages", mine, wait)).toEqual(none);
    expect(emitted("calls", mine, wait)).toEqual({ ...none, consults: [once("09:00:20")] });
  });

  it("is a consult where the giver hands on while it lasts", () => {
    const gone = ended(mine, "09:01:00", "transfer");
    expect(emitted("messages", gone, wait)).toEqual({ ...none, consults: [once("09:00:20")], consultTransfers: 1 });
  });
});

describe("a consult beside a callback", () => {
  it("is none by the call that is dialled for the callback", () => {
    const emitted = foldAnyhow([
      calls("09:00:00", { id: "giver", purpose: "agent", state: "connected", connectedTime: t("09:00:00") }),
      flat("09:10:00", "callbacks", {
        id: "other",
        purpose: "agent",
        state: "connected",
        connectedTime: t("09:10:00"),
      }),
      calls("09:10:05", { id: "other", purpose: "agent", direction: "outbound", state: "dialing" }),
      calls("09:10:06", { id: "rung", purpose: "external", direction: "outbound", state: "dialing" }),
    ]);
    expect(measured(emitted, "nConsult")).toEqual([]);
  });
});

describe("a consult by detail events alone", () => {
  it("is dated where the target's queue began", () => {
    const body = (id: string, more: Json = {}) => ({
      participantId: id,
      sessionId: id,
      queueId: "q",
      userId: id,
      ...more,
    });
    const emitted = foldAnyhow([
      event("09:00:00", "user.start", body("giver")),
      event("09:00:20", "acd.start", body("acd", { queueId: "q2", userId: undefined })),
      event("09:00:30", "user.start", body("target", { queueId: "q2" })),
      event(
        "09:00:40",
        "acd.end",
        body("acd", { queueId: "q2", userId: undefined, connectedDurationMs: 20_000, disconnectType: "TRANSFER" }),
      ),
      event(
        "09:01:00",
        "user.end",
        body("giver", { interactingDurationMs: 58_000, heldDurationMs: 0, disconnectType: "CONSULT_TRANSFER" }),
      ),
      event(
        "09:02:00",
        "user.end",
        body("target", { queueId: "q2", interactingDurationMs: 80_000, heldDurationMs: 0 }),
      ),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, consults: [once("09:00:20")], consultTransfers: 1 });
    expect(measured(emitted, "tAnswered")).toEqual([{ value: 20_000, at: t("09:00:40") }]);
  });

  it("that the platform names, and nothing shows, is inferred at the transfer", () => {
    const emitted = foldAnyhow([
      calls("09:00:00", { id: "a", purpose: "agent", state: "connected", connectedTime: t("09:00:00") }),
      calls("09:01:00", {
        id: "a",
        purpose: "agent",
        state: "disconnected",
        endTime: t("09:01:00"),
        disconnectType: "transfer.consult",
      }),
    ]);
    expect(transfers(emitted)).toEqual({ ...none, consults: [once("09:01:00")], consultTransfers: 1 });
    const consult = finalOf(emitted.measurements).find(({ name }) => name === "nConsult");
    expect(consult?.origin).toBe("inferred");
  });
});

describe("one communication that two participants show", () => {
  it("is no consult of one with the other", () => {
    const shown = (id: string, at: string) => ({
      ...{ id, purpose: "agent", userId: `user of ${id}`, queueId: "q1" },
      calls: [{ id: "call", state: "connected", direction: "inbound", connectedTime: t(at) }],
    });
    const emitted = foldAnyhow([
      whole("09:00:00", shown("a", "09:00:00")),
      whole("09:00:20", shown("a", "09:00:00"), shown("b", "09:00:20")),
    ]);
    expect(measured(emitted, "nConsult")).toEqual([]);
  });
});
