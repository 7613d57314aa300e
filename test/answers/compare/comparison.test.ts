import { ComparisonBuilder, isMoved, type Comparison } from "../../../src/answers/compare/comparison";
import { reasonOf } from "../../../src/answers/compare/reasons";
import { formatSpan } from "../../../src/app/duration";
import { compilePolicy } from "../../../src/app/policy";
import { parsePolicy } from "../../../src/app/policy-file";
import { intervalsIn } from "../../../src/calendars/intervals";
import { zoneNamed } from "../../../src/calendars/zones";
import type { DeadlineRecord } from "../../../src/models/deadline";
import type { FinalConversation } from "../../../src/models/final-conversation";
import { conversation, instant } from "../../support/finals";

const zone = zoneNamed("UTC")!;
const policy = (text: string) => compilePolicy(parsePolicy(`version: 1\n${text}`, "test"));

function compared(
  pairs: readonly (readonly [FinalConversation | undefined, FinalConversation | undefined])[],
  [a, b] = ["", ""],
): Comparison {
  const policies = { a: policy(a), b: policy(b), formatSpan };
  const builder = new ComparisonBuilder({
    intervals: intervalsIn(zone, "30m"),
    format: zone.format,
    reasonOf: (change) => reasonOf(change, policies) ?? "no reason",
  });
  for (const [one, other] of pairs) builder.take(one, other);
  return builder.finish();
}

const talk = (value: number, at = "09:10:00") =>
  conversation("c", [{ id: "s", purpose: "agent", queueId: "q1", numbers: [["tTalkComplete", value, at]] }]);
const owing = (dueAt: string, status: "met" | "missed"): FinalConversation => {
  const deadline: DeadlineRecord = {
    type: "deadline",
    schemaVersion: 1,
    id: "c/s/answer",
    revision: 1,
    conversationId: "c",
    queueId: "q1",
    mediaType: "call",
    kind: "answer",
    dueAt: instant(dueAt),
    status,
    asOf: instant("10:00:00"),
  };
  return { ...conversation("c", []), deadlines: [deadline] };
};

describe("a comparison of two sets of final records", () => {
  it("shows the value of a view's field that only one side has, and of a large one the name", () => {
    const of = (more: object): FinalConversation => {
      const base = conversation("c", []);
      const view = { id: "c", type: "conversation", ...more } as unknown as FinalConversation["views"][number];
      return { ...base, views: [view] };
    };
    const { changes } = compared([[of({ participants: [] }), of({ participants: [1], endTime: "10:00" })]]);
    expect(changes.flatMap(({ fields }) => fields)).toEqual([
      { field: "participants", a: null, b: null },
      { field: "endTime", a: null, b: "10:00" },
    ]);
  });

  it("says nothing of what is the same, whatever its revision, evidence and as-of", () => {
    const other = talk(5000);
    const revised = {
      ...other,
      measurements: other.measurements.map((one) => ({ ...one, revision: 9, evidence: [{ partition: 0, offset: 1 }] })),
    };
    const { conversations, changes, rows } = compared([[talk(5000), revised]]);
    expect(conversations).toEqual({ same: 1, moved: 0, onlyInA: 0, onlyInB: 0 });
    expect(changes).toEqual([]);
    expect(rows.filter(isMoved)).toEqual([]);
  });

  it("says nothing of a view that is another one only in the policy that it names", () => {
    const under = (digest: string): FinalConversation => {
      const view = { id: "c", type: "conversation", policy: digest } as unknown as FinalConversation["views"][number];
      return { ...conversation("c", []), views: [view] };
    };

    expect(compared([[under("0123"), under("4567")]]).changes).toEqual([]);
  });

  it("counts by name and interval, and names each field that changed", () => {
    const { rows, changes } = compared([[talk(5000), talk(7000, "09:40:00")]]);
    expect(rows).toEqual([
      {
        from: "2026-03-02T09:00+00:00",
        kind: "measurement",
        name: "tTalkComplete",
        a: { count: 1, sum: 5000 },
        b: { count: 0, sum: 0 },
      },
      {
        from: "2026-03-02T09:30+00:00",
        kind: "measurement",
        name: "tTalkComplete",
        a: { count: 0, sum: 0 },
        b: { count: 1, sum: 7000 },
      },
    ]);
    expect(changes).toMatchObject([
      {
        name: "tTalkComplete",
        status: "changed",
        fields: [
          { field: "value", a: 5000, b: 7000 },
          { field: "emitDate", a: instant("09:10:00"), b: instant("09:40:00") },
        ],
        reason: "no reason",
      },
    ]);
  });

  it("tells what one side alone has", () => {
    const { conversations, changes } = compared([
      [talk(1), undefined],
      [undefined, talk(2)],
    ]);
    expect(conversations).toEqual({ same: 0, moved: 0, onlyInA: 1, onlyInB: 1 });
    expect(changes.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      "measurement removed",
      "conversation removed",
      "measurement added",
      "conversation added",
    ]);
  });

  it("names the limit of the policy that moved a deadline, for its queue and medium", () => {
    const policies = ["defaults: {answerTarget: 20s}", "queues: {q1: {answerTarget: 40s}}"];
    const { changes } = compared(
      [[owing("09:00:20", "missed"), owing("09:00:40", "met")]],
      [policies[0]!, policies[1]!],
    );
    expect(changes).toMatchObject([
      { name: "answer", reason: "answerTarget is 20s in A, 40s in B for queue q1, call" },
    ]);
  });

  it("names the spans of the run where no limit of its own tells, and nothing where none differs", () => {
    const pairs = [[talk(5000), talk(7000)]] as const;
    expect(compared(pairs, ["lateness: 1h", "lateness: 2h"]).changes[0]?.reason).toBe("lateness is 1h in A, 2h in B");
    expect(compared(pairs).changes[0]?.reason).toBe("no reason");
  });

  it("says that calendars moved a warning of a promise, and that one side alone shows zones of callees", () => {
    const due = (status: "pending" | "dueSoon" | "met" | "overdue"): FinalConversation => {
      const [deadline] = owing("09:20:00", "met").deadlines;
      return {
        ...conversation("c", []),
        deadlines: [{ ...deadline!, kind: "callbackDue", id: "c/s/callbackDue", status }],
      };
    };
    const calendar = (hours: string) =>
      `calendars: { callable: { weekdays: ${hours} } }\ndefaults: { callingCalendar: callable, warnBeforeCallbackDue: 10m }`;
    const [early, late] = [calendar("08:00-10:00"), calendar("08:00-21:00")];
    const moved = [[due("dueSoon"), due("pending")]] as const;
    expect(compared(moved, [early, late]).changes[0]?.reason).toBe("the calendars differ");
    expect(compared(moved, [early, early]).changes[0]?.reason).toBe("no reason");
    // By calendars nothing else of a promise is decided.
    const kept = [[due("met"), due("overdue")]] as const;
    expect(compared(kept, [early, late]).changes[0]?.reason).not.toBe("the calendars differ");
    const viewOf = (participants: readonly number[]): FinalConversation => {
      const view = { id: "c", type: "conversation", participants } as unknown as FinalConversation["views"][number];
      return { ...conversation("c", []), views: [view] };
    };
    const shown = compared([[viewOf([1]), viewOf([])]], [early.replace(/, warn.*m/, ""), ""]);
    expect(shown.changes[0]?.reason).toBe("only A has calendars, and so zones of callees");
  });
});
