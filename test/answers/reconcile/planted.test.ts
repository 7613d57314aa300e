import type { Gap } from "../../../src/models/gap";
import type { ExportedConversation, ExportedSession } from "../../../src/consumers/simulation/analytics-export";
import { gap } from "../../support/gaps";
import { briefly, foldLines, readExported, reconcileWith } from "../../support/reconcile";

const at = (clock: string) => `2026-03-02T${clock}.000Z`;
const later = (date: string, seconds: number) => new Date(Date.parse(date) + 1000 * seconds).toISOString();

interface Line {
  readonly id: string;
  readonly clock: string;
  /** What it shows, for plants to find it. */
  readonly shows: string;
  readonly participants: readonly object[];
}

const person = (id: string, purpose: string, call: object, more: object = {}) => ({
  id,
  purpose,
  calls: [{ id: `${id}-call`, ...call }],
  ...more,
});
const agentCall = (more: object) => ({ state: "connected", connectedTime: at("09:00:10"), held: false, ...more });
const agent = (call: object, more: object = {}) =>
  person("agent", "agent", call, { queueId: "q1", userId: "u1", wrapupPrompt: "optional", ...more });
const ended = agentCall({ state: "terminated", disconnectedTime: at("09:03:00"), disconnectType: "client" });

/** A call of two holds and after-call work, between two other calls. */
function story(): Line[] {
  const other = (id: string, from: string, to: string): Line[] => [
    {
      id,
      clock: from,
      shows: "start",
      participants: [person(`${id}-c`, "customer", { state: "connected", connectedTime: at(from) })],
    },
    {
      id,
      clock: to,
      shows: "end",
      participants: [
        person(`${id}-c`, "customer", { state: "terminated", connectedTime: at(from), disconnectedTime: at(to) }),
      ],
    },
  ];
  const conv = (clock: string, shows: string, ...participants: readonly object[]): Line => ({
    id: "conv",
    clock,
    shows,
    participants,
  });
  const customer = { state: "connected", connectedTime: at("09:00:00") };
  const wait = { state: "connected", connectedTime: at("09:00:00") };
  return [
    ...other("first", "08:00:00", "08:10:00"),
    conv("09:00:00", "wait", person("customer", "customer", customer), person("acd", "acd", wait, { queueId: "q1" })),
    conv("09:00:05", "alert", agent({ state: "alerting" })),
    conv(
      "09:00:10",
      "connect",
      person("acd", "acd", {
        ...wait,
        state: "terminated",
        disconnectedTime: at("09:00:10"),
        disconnectType: "transfer",
      }),
      agent(agentCall({})),
    ),
    conv("09:01:00", "hold", agent(agentCall({ held: true, startHoldTime: at("09:01:00") }))),
    conv("09:01:30", "unhold", agent(agentCall({}))),
    conv("09:02:00", "hold 2", agent(agentCall({ held: true, startHoldTime: at("09:02:00") }))),
    conv("09:02:20", "unhold 2", agent(agentCall({}))),
    conv(
      "09:03:00",
      "end",
      agent({ ...ended, afterCallWork: { state: "pending", startTime: at("09:03:00") } }),
      person("customer", "customer", { ...customer, state: "terminated", disconnectedTime: at("09:03:00") }),
    ),
    conv(
      "09:03:40",
      "work",
      agent({
        ...ended,
        afterCallWork: { state: "complete", startTime: at("09:03:00"), endTime: at("09:03:40") },
        wrapup: { code: "done", endTime: at("09:03:40") },
      }),
    ),
    ...other("last", "10:00:00", "10:10:00"),
  ];
}

function linesOf(lines: readonly Line[]): string[] {
  return lines.map(({ id, clock, participants }) =>
    JSON.stringify({
      timestamp: Date.parse(at(clock)),
      value: { topicName: "v2.users.u1.conversations", eventBody: { id, participants } },
    }),
  );
}

const metric = (name: string, value: number, clock: string) => ({ name, value, emitDate: at(clock) });
const segment = (segmentType: string, from: string, to: string, more: object = {}) => ({
  segmentType,
  segmentStart: at(from),
  segmentEnd: at(to),
  ...more,
});
const session = (id: string, segments: ExportedSession["segments"], metrics: ExportedSession["metrics"]) => ({
  participantId: id,
  purpose: id.replace(/^.*-c$/, "customer"),
  sessions: [{ mediaType: "voice", direction: "inbound", sessionId: `${id}-call`, segments, metrics }],
});

/** What the platform has of the story, worked out by hand. */
function exported(): ExportedConversation[] {
  const customer = (id: string, ms: number, from: string, to: string) =>
    session(id, [segment("interact", from, to)], [metric("nConnected", 1, from), metric("tConnected", ms, to)]);
  const alone = (id: string, from: string, to: string): ExportedConversation => ({
    conversationId: id,
    conversationStart: at(from),
    conversationEnd: at(to),
    participants: [customer(`${id}-c`, 600_000, from, to)],
  });
  const q1 = { queueId: "q1" };
  return [
    alone("first", "08:00:00", "08:10:00"),
    {
      conversationId: "conv",
      conversationStart: at("09:00:00"),
      conversationEnd: at("09:03:00"),
      participants: [
        customer("customer", 180_000, "09:00:00", "09:03:00"),
        session(
          "acd",
          [segment("interact", "09:00:00", "09:00:10", q1)],
          [metric("nOffered", 1, "09:00:00"), metric("tAcd", 10_000, "09:00:10")],
        ),
        session(
          "agent",
          [
            segment("alert", "09:00:05", "09:00:10", q1),
            segment("interact", "09:00:10", "09:01:00", q1),
            segment("hold", "09:01:00", "09:01:30", q1),
            segment("interact", "09:01:30", "09:02:00", q1),
            segment("hold", "09:02:00", "09:02:20", q1),
            segment("interact", "09:02:20", "09:03:00", q1),
            segment("wrapup", "09:03:00", "09:03:40", { ...q1, wrapUpCode: "done" }),
          ],
          [
            metric("tAlert", 5000, "09:00:10"),
            metric("tAnswered", 10_000, "09:00:10"),
            metric("tTalk", 50_000, "09:01:00"),
            metric("tHeld", 30_000, "09:01:30"),
            metric("tTalk", 30_000, "09:02:00"),
            metric("tHeld", 20_000, "09:02:20"),
            metric("tTalk", 40_000, "09:03:00"),
            metric("tTalkComplete", 120_000, "09:03:00"),
            metric("tHeldComplete", 50_000, "09:03:00"),
            metric("tAcw", 40_000, "09:03:40"),
            metric("tHandle", 210_000, "09:03:40"),
          ],
        ),
      ],
    },
    alone("last", "10:00:00", "10:10:00"),
  ];
}

interface Situation {
  log: Line[];
  readonly platform: ExportedConversation[];
  latenessMs?: number;
}

const without = (situation: Situation, ...shown: readonly string[]) => {
  situation.log = situation.log.filter(({ id, shows }) => id !== "conv" || !shown.includes(shows));
};
const conversationIn = ({ platform }: Situation) => platform.find(({ conversationId }) => conversationId === "conv")!;
const sessionIn = (situation: Situation, id: string): ExportedSession =>
  conversationIn(situation).participants.find(({ participantId }) => participantId === id)!.sessions[0]!;
const numberIn = (situation: Situation, id: string, name: string) =>
  sessionIn(situation, id).metrics.findLast((one) => one.name === name)!;

/** Dates all of a conversation later. */
function shiftAll(conversation: ExportedConversation, seconds: number): void {
  const shift = <One extends object>(one: One, ...names: readonly (keyof One)[]) => {
    for (const name of names) Object.assign(one, { [name]: later(one[name] as string, seconds) });
  };
  shift(conversation, "conversationStart", "conversationEnd");
  for (const { sessions } of conversation.participants)
    for (const { segments, metrics } of sessions) {
      for (const one of segments) shift(one, "segmentStart", "segmentEnd");
      for (const one of metrics) shift(one, "emitDate");
    }
}

function reconciled(
  plant: (situation: Situation) => void,
  gaps: readonly Gap[] = [],
  more: { readonly toleranceMs?: number } = {},
) {
  const situation: Situation = { log: story(), platform: exported() };
  plant(situation);
  return reconcileWith(foldLines(linesOf(situation.log), situation.latenessMs), readExported(situation.platform), {
    gaps,
    ...more,
  });
}

/** Each plant, and what must be found of it: every difference with its cause. */
const PLANTS: readonly (readonly [string, (situation: Situation) => void, readonly string[]])[] = [
  ["nothing", () => undefined, []],
  [
    "the record of a hold is removed",
    (s) => without(s, "hold"),
    [
      "tHeld missing lostHold",
      "tHeldComplete different lostHold",
      "tTalk different lostHold",
      "tTalk missing lostHold",
      "tTalkComplete different lostHold",
    ],
  ],
  [
    "the record that ends a hold is removed",
    (s) => without(s, "unhold"),
    [
      "tHeld different missingEvent",
      "tHeldComplete different missingEvent",
      "tTalk missing missingEvent",
      "tTalkComplete different missingEvent",
    ],
  ],
  [
    "the record that completes after-call work is removed",
    (s) => without(s, "work"),
    ["tAcw missing missingEvent", "tHandle missing missingEvent"],
  ],
  ["the record of the alert is removed", (s) => without(s, "alert"), ["tAlert missing missingEvent"]],
  [
    "the end is removed, and all after it",
    (s) => without(s, "end", "work"),
    [
      "tConnected missing missingEvent",
      "tTalk missing missingEvent",
      "tTalkComplete missing missingEvent",
      "tHeldComplete missing missingEvent",
      "tAcw missing missingEvent",
      "tHandle missing missingEvent",
    ],
  ],
  [
    "all records of the agent are removed",
    (s) => {
      s.log = s.log.map((line) => ({
        ...line,
        participants: line.participants.filter((one) => (one as { id: string }).id !== "agent"),
      }));
    },
    [
      "tFlowOut extra missingEvent",
      "tAlert missing missingEvent",
      "tAnswered missing missingEvent",
      "tTalk missing missingEvent",
      "tTalk missing missingEvent",
      "tTalk missing missingEvent",
      "tHeld missing missingEvent",
      "tHeld missing missingEvent",
      "tTalkComplete missing missingEvent",
      "tHeldComplete missing missingEvent",
      "tAcw missing missingEvent",
      "tHandle missing missingEvent",
    ],
  ],
  [
    "all but the last record of the agent are removed",
    (s) => without(s, "alert", "connect", "hold", "unhold", "hold 2", "unhold 2", "end"),
    [
      "tAcd missing missingEvent",
      "tConnected missing missingEvent",
      "tAlert missing missingEvent",
      "tAnswered missing missingEvent",
      "tTalk missing missingEvent",
      "tTalk missing missingEvent",
      "tTalk missing missingEvent",
      "tHeld missing missingEvent",
      "tHeld missing missingEvent",
      "tTalkComplete missing missingEvent",
      "tHeldComplete missing missingEvent",
    ],
  ],
  [
    "all records of the conversation are removed",
    (s) => (s.log = s.log.filter(({ id }) => id !== "conv")),
    ["conversation missing missingConversation"],
  ],
  [
    "the record of a hold comes too late",
    (s) => {
      const held = s.log.filter(({ shows }) => shows === "hold");
      s.log = [...s.log.filter(({ shows }) => shows !== "hold"), ...held];
      s.latenessMs = 60_000;
    },
    [
      "tHeld missing lateEvent",
      "tHeldComplete different lateEvent",
      "tTalk different lateEvent",
      "tTalk missing lateEvent",
      "tTalkComplete different lateEvent",
    ],
  ],
  [
    "the agent in the record of a hold has a broken date",
    (s) => {
      const others = s.log.find(({ shows }) => shows === "wait")!.participants;
      const broken = agent(agentCall({ held: true, startHoldTime: "2026-03-2T09:01:00.000Z" }));
      s.log = s.log.map((line) => (line.shows === "hold" ? { ...line, participants: [broken, ...others] } : line));
    },
    [
      "tHeld missing rejectedRecord",
      "tHeldComplete different rejectedRecord",
      "tTalk different rejectedRecord",
      "tTalk missing rejectedRecord",
      "tTalkComplete different rejectedRecord",
    ],
  ],
  [
    "the record of a hold has nothing but an agent with a broken date",
    (s) => {
      const broken = agent(agentCall({ held: true, startHoldTime: "2026-03-2T09:01:00.000Z" }));
      s.log = s.log.map((line) => (line.shows === "hold" ? { ...line, participants: [broken] } : line));
    },
    [
      "tHeld missing rejectedRecord",
      "tHeldComplete different rejectedRecord",
      "tTalk different rejectedRecord",
      "tTalk missing rejectedRecord",
      "tTalkComplete different rejectedRecord",
    ],
  ],
  [
    "the log begins in the middle of the call",
    (s) => (s.log = s.log.filter(({ clock }) => clock > "09:01:00")),
    [
      "tHeld missing outsideLog",
      "tHeldComplete different outsideLog",
      "tTalk different outsideLog",
      "tTalk missing outsideLog",
      "tTalkComplete different outsideLog",
      "tAlert missing outsideLog",
      "tAnswered missing outsideLog",
      "nOffered missing outsideLog",
      "tAcd missing outsideLog",
      "conversation missing outsideLog",
    ],
  ],
  [
    "the log ends with the call",
    (s) => (s.log = s.log.filter(({ clock }) => clock <= "09:03:00")),
    ["tAcw missing outsideLog", "tHandle missing outsideLog", "conversation missing outsideLog"],
  ],
  ["a conversation is not in the export", (s) => s.platform.splice(1, 1), ["conversation extra notInExport"]],
  ["the export begins after a conversation", (s) => s.platform.splice(0, 1), ["conversation extra outsideExport"]],
  [
    "the export was fetched while after-call work went on",
    (s) => {
      delete conversationIn(s).conversationEnd;
      const work = sessionIn(s, "agent");
      work.metrics = work.metrics.filter(({ name }) => name !== "tAcw" && name !== "tHandle");
      work.segments.pop();
    },
    ["tAcw extra outsideExport", "tHandle extra outsideExport"],
  ],
  [
    "a number is in the export twice",
    (s) => sessionIn(s, "agent").metrics.push({ ...numberIn(s, "agent", "tHeld") }),
    ["tHeld missing repeatedInExport"],
  ],
  [
    "after-call work was edited",
    (s) => {
      Object.assign(numberIn(s, "agent", "tAcw"), metric("tAcw", 61_000, "09:04:01"));
      Object.assign(numberIn(s, "agent", "tHandle"), metric("tHandle", 231_000, "09:04:01"));
    },
    ["tAcw different editedWrapUp", "tHandle different editedWrapUp"],
  ],
  [
    "another wrap-up code was applied",
    (s) => (sessionIn(s, "agent").segments.at(-1)!.wrapUpCode = "sold"),
    ["wrapUpCode different editedWrapUp"],
  ],
  [
    "the platform's clock of a session is 7 s ahead",
    (s) => {
      const { segments, metrics } = sessionIn(s, "acd");
      for (const one of metrics) one.emitDate = later(one.emitDate, 7);
      for (const one of segments)
        Object.assign(one, { segmentStart: later(one.segmentStart, 7), segmentEnd: later(one.segmentEnd!, 7) });
    },
    ["nOffered different clockSkew", "tAcd different clockSkew"],
  ],
  [
    "the platform dates an end by a clock that is 4 s ahead",
    (s) => {
      const { segments, metrics } = sessionIn(s, "customer");
      for (const one of segments) one.segmentEnd = later(one.segmentEnd!, 4);
      for (const one of metrics)
        if (one.name === "tConnected")
          Object.assign(one, { value: one.value + 4000, emitDate: later(one.emitDate, 4) });
    },
    ["tConnected different clockSkew"],
  ],
  [
    "a length is negative",
    (s) => sessionIn(s, "agent").metrics.push(metric("tPark", -12, "09:01:00")),
    ["tPark missing clockSkew"],
  ],
  [
    "a length is 0",
    (s) => sessionIn(s, "agent").metrics.push(metric("tDialing", 0, "09:00:05")),
    ["tDialing missing otherDefinition"],
  ],
  [
    "the answer is on the queue's session",
    (s) => {
      const { metrics } = sessionIn(s, "agent");
      sessionIn(s, "acd").metrics.push(...metrics.splice(1, 1));
    },
    ["tAnswered missing otherDefinition", "tAnswered extra otherDefinition"],
  ],
  [
    "an agent's connect is counted",
    (s) => sessionIn(s, "agent").metrics.push(metric("nConnected", 1, "09:00:10")),
    ["nConnected missing otherDefinition"],
  ],
  [
    "numbers are on another session",
    (s) => sessionIn(s, "customer").metrics.push(...sessionIn(s, "acd").metrics.splice(0, 1)),
    ["nOffered extra otherSession", "nOffered missing otherSession"],
  ],
  [
    "the whole export is dated in a zone one hour ahead",
    (s) => s.platform.forEach((one) => shiftAll(one, 3600)),
    [
      ...["nConnected", "tConnected", "nConnected", "tConnected", "nOffered", "tAcd", "tAlert", "tAnswered"],
      ...["tTalk", "tTalk", "tTalk", "tHeld", "tHeld", "tTalkComplete", "tHeldComplete", "tAcw", "tHandle"],
      ...["nConnected", "tConnected"],
    ].map((name) => `${name} different timeZone`),
  ],
  [
    "a hold is divided in two",
    (s) => {
      const { metrics } = sessionIn(s, "agent");
      metrics.splice(3, 1, metric("tHeld", 12_000, "09:01:12"), metric("tHeld", 18_000, "09:01:30"));
    },
    ["tHeld different otherDefinition", "tHeld missing otherDefinition"],
  ],
  [
    "the answer is on the queue's session, too",
    (s) => sessionIn(s, "acd").metrics.push({ ...numberIn(s, "agent", "tAnswered") }),
    ["tAnswered missing otherDefinition"],
  ],
  [
    "the wait is on the agent's session, too",
    (s) => sessionIn(s, "agent").metrics.push({ ...numberIn(s, "acd", "tAcd") }),
    ["tAcd missing otherDefinition"],
  ],
  [
    "a count is 0",
    (s) => sessionIn(s, "agent").metrics.push(metric("nError", 0, "09:00:05")),
    ["nError missing otherDefinition"],
  ],
  [
    "a conversation is merged into another",
    (s) => {
      conversationIn(s).participants.push(...s.platform.pop()!.participants);
    },
    [
      "nConnected missing otherConversation",
      "tConnected missing otherConversation",
      "conversation extra otherConversation",
    ],
  ],
  [
    "the numbers of the export are cut at 09:03, its conversations are not",
    (s) => {
      for (const { participants } of s.platform)
        for (const { sessions } of participants)
          for (const one of sessions) one.metrics = one.metrics.filter(({ emitDate }) => emitDate <= at("09:03:00"));
    },
    [
      "tAcw extra outsideExport",
      "tHandle extra outsideExport",
      "nConnected extra outsideExport",
      "tConnected extra outsideExport",
    ],
  ],
  [
    "after-call work was edited days later, and so was its code",
    (s) => {
      const work = sessionIn(s, "agent");
      const days = { emitDate: "2026-03-05T09:03:40.000Z" };
      Object.assign(numberIn(s, "agent", "tAcw"), { ...days, value: 40_000 + 3 * 86_400_000 });
      Object.assign(numberIn(s, "agent", "tHandle"), { ...days, value: 210_000 + 3 * 86_400_000 });
      Object.assign(work.segments.at(-1)!, { segmentEnd: days.emitDate, wrapUpCode: "sold" });
    },
    ["tAcw different outsideLog", "tHandle different outsideLog", "wrapUpCode different editedWrapUp"],
  ],
  [
    "after-call work ended earlier than by our records",
    (s) => {
      Object.assign(numberIn(s, "agent", "tAcw"), metric("tAcw", 20_000, "09:03:20"));
      Object.assign(numberIn(s, "agent", "tHandle"), metric("tHandle", 190_000, "09:03:20"));
    },
    ["tAcw different missingEvent", "tHandle different missingEvent"],
  ],
  [
    "a count is another, and dated behind the log",
    (s) => Object.assign(numberIn(s, "acd", "nOffered"), { value: 2, emitDate: "2026-03-05T09:00:00.000Z" }),
    ["nOffered different outsideLog"],
  ],
  [
    "a count is another, and on another session",
    (s) => sessionIn(s, "customer").metrics.push({ ...sessionIn(s, "acd").metrics.splice(0, 1)[0]!, value: 2 }),
    ["nOffered extra unexplained", "nOffered missing unexplained"],
  ],
  [
    "a session is dated one hour later, and a count in it is another",
    (s) => {
      numberIn(s, "acd", "nOffered").value = 2;
      for (const one of sessionIn(s, "acd").metrics) one.emitDate = later(one.emitDate, 3600);
    },
    ["nOffered different unexplained", "tAcd different unexplained"],
  ],
  [
    "one number is dated days later, with its value",
    (s) => (numberIn(s, "agent", "tHeld").emitDate = "2026-03-05T09:02:20.000Z"),
    ["tHeld different unexplained"],
  ],
  [
    "a sum is longer, and none of its parts",
    (s) => (numberIn(s, "agent", "tHeldComplete").value += 5000),
    ["tHeldComplete different unexplained"],
  ],
  [
    "a length is negative by more than clocks lie apart",
    (s) => (numberIn(s, "customer", "tConnected").value = -200_000),
    ["tConnected different unexplained"],
  ],
  [
    "the agent's session is not in the export",
    (s) => conversationIn(s).participants.pop(),
    [
      ...["tAlert", "tAnswered", "tTalk", "tTalk", "tTalk", "tHeld", "tHeld", "tTalkComplete", "tHeldComplete"].map(
        (name) => `${name} extra unexplained`,
      ),
      ...["tAcw extra unexplained", "tHandle extra unexplained"],
    ],
  ],
  [
    "a value is simply another",
    (s) => (numberIn(s, "customer", "tConnected").value += 5000),
    ["tConnected different unexplained"],
  ],
  [
    "the queue is another",
    (s) => sessionIn(s, "acd").segments.forEach((one) => (one.queueId = "q2")),
    ["queueId different unexplained"],
  ],
];

const ALL = story()
  .filter(({ id }) => id === "conv")
  .map(({ shows }) => shows);

/** A gap, with what is not in the log for it; and what must be found where it is known. */
const IN_GAPS: readonly (readonly [string, Gap, (situation: Situation) => void, readonly string[]])[] = [
  [
    "the record of a hold, in a gap",
    gap("09:00:50", "09:01:10"),
    (s) => without(s, "hold"),
    ["tHeld gap", "tHeldComplete gap", "tTalk gap", "tTalk gap", "tTalkComplete gap"],
  ],
  [
    "the record of a hold, outside of the gap",
    gap("09:10:00", "09:20:00"),
    (s) => without(s, "hold"),
    ["tHeld lostHold", "tHeldComplete lostHold", "tTalk lostHold", "tTalk lostHold", "tTalkComplete lostHold"],
  ],
  [
    "the record after an instant, in a gap that begins right behind the instant",
    { ...gap("09:03:41", "09:10:00"), from: Date.parse(at("09:03:40")) + 100 },
    (s) => without(s, "work"),
    ["tAcw gap", "tHandle gap"],
  ],
  ["a whole conversation, in a gap", gap("08:59:00", "09:05:00"), (s) => without(s, ...ALL), ["conversation gap"]],
  [
    "a whole conversation, of which a part lies in a gap",
    gap("09:01:00", "09:05:00"),
    (s) => without(s, ...ALL),
    ["conversation missingConversation"],
  ],
  [
    "nothing, and a value is another in a gap",
    gap("09:01:00", "09:02:00"),
    (s) => (numberIn(s, "customer", "tConnected").value += 5000),
    ["tConnected gap"],
  ],
  [
    "nothing, and another cause is known",
    gap("09:00:00", "09:10:00"),
    (s) => sessionIn(s, "agent").metrics.push(metric("tDialing", 0, "09:00:05")),
    ["tDialing otherDefinition"],
  ],
];
describe("a difference that is planted", () => {
  it.each(PLANTS)("is found, and its cause named: %s", (_title, plant, expectedCauses) => {
    const { differences } = reconciled(plant);
    expect(differences.map(briefly).sort()).toEqual([...expectedCauses].sort());
  });

  it.each(IN_GAPS)(
    "is blamed on a gap of the log where that may be: missing is %s",
    (_title, lacking, plant, expectedCauses) => {
      const { differences, fetchAgain } = reconciled(plant, [lacking]);
      expect(differences.map(({ metric, cause }) => `${metric} ${cause ?? "unexplained"}`)).toEqual(expectedCauses);
      expect(fetchAgain.some(({ causes }) => causes.includes("gap"))).toBe(
        expectedCauses.some((one) => one.endsWith(" gap")),
      );
    },
  );

  it("is reported down to the records of the log and the place in the export, with what to fetch again", () => {
    const { differences, fetchAgain, causes } = reconciled((s) => without(s, "work"));
    expect(differences[0]).toMatchObject({
      conversationId: "conv",
      sessionId: "agent-call",
      day: "2026-03-02",
      queue: "q1",
      platform: { value: 40_000, at: at("09:03:40") },
      why: "No record shows after-call work completed at 2026-03-02T09:03:40.000Z.",
      records: expect.arrayContaining(["log.ndjson:9", "log.ndjson:10"]) as string[],
      exportedAt: "export.json:1, record 2 in it",
    });
    expect(causes).toEqual([{ cause: "missingEvent", numbers: 2 }]);
    expect(fetchAgain).toEqual([{ what: "records", conversationId: "conv", causes: ["missingEvent"] }]);
  });

  it("is not blamed on the log where the log shows what our numbers lack", () => {
    const { finals, ...rest } = foldLines(linesOf(story()));
    const broken = finals.map((one) => ({
      ...one,
      measurements: one.measurements.filter(({ name }) => name !== "tAlert"),
    }));
    const { differences, unexplained } = reconcileWith({ finals: broken, ...rest }, readExported(exported()));
    expect(differences.map(briefly)).toEqual(["tAlert missing unexplained"]);
    expect(unexplained).toBe(1);
  });

  it("and that no rule explains says what can be seen of it", () => {
    const whyOf = (plant: (situation: Situation) => void) => reconciled(plant).differences.map(({ why }) => why);
    expect(new Set(whyOf((s) => conversationIn(s).participants.pop()))).toEqual(
      new Set(["The export has the conversation without this session: it may lack it, or ours may be one too many."]),
    );
    expect(whyOf((s) => (numberIn(s, "agent", "tHeld").emitDate = later(at("09:02:20"), 7200)))).toEqual([
      "Both sides have it as long; the platform dates it 7200000 ms later.",
    ]);
    expect(whyOf((s) => (numberIn(s, "agent", "tHeld").emitDate = later(at("09:02:20"), -7200)))).toEqual([
      "Both sides have it as long; the platform dates it 7200000 ms earlier.",
    ]);
    const asFlowOut = whyOf((s) => {
      const { metrics } = sessionIn(s, "agent");
      Object.assign(
        metrics.find(({ name }) => name === "tAnswered")!,
        { name: "tFlowOut" },
      );
    });
    expect(asFlowOut.sort()).toEqual([
      "Both sides have this wait; one counts it as tAnswered, the other as tFlowOut.",
      "Both sides have this wait; one counts it as tFlowOut, the other as tAnswered.",
    ]);
  });

  it.each([
    [3600, "timeZone"],
    [1210, "clockSkew"],
    [-1210, "clockSkew"],
  ])("is no other time zone for a wide tolerance: a shift by %i s is %s", (seconds, cause) => {
    const { differences } = reconciled((s) => s.platform.forEach((one) => shiftAll(one, seconds)), [], {
      toleranceMs: 8 * 60_000,
    });
    expect(new Set(differences.map((one) => one.cause))).toEqual(new Set([cause]));
  });

  it("within the tolerance is counted apart, and is none", () => {
    const { differences, numbers } = reconciled((s) => (numberIn(s, "agent", "tAlert").value += 900));
    expect(differences).toEqual([]);
    expect(numbers).toMatchObject({ withinTolerance: 1, different: 0 });
  });

  it("by metric, queue and day is counted with what both sides come to", () => {
    const { rows } = reconciled((s) => without(s, "hold"));
    expect(rows.find(({ metric: name, queue }) => name === "tHeldComplete" && queue === "q1")).toEqual({
      day: "2026-03-02",
      queue: "q1",
      metric: "tHeldComplete",
      counts: { matched: 0, withinTolerance: 0, different: 1, missing: 0, extra: 0 },
      ours: 20_000,
      platform: 50_000,
    });
  });
});
