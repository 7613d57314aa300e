import { marksOf } from "../../../src/engine/gaps/marks";
import { conversation, instant, type Stated } from "../../support/finals";
import { gap } from "../../support/gaps";

const MINUTE = 60_000;

describe("the marks of a conversation", () => {
  /** Rings at 09:00, is answered at 09:01, holds from 09:10 to 09:12, ends at 09:15; after-call work until 09:16. */
  const agent: Stated = {
    id: "a",
    purpose: "agent",
    connectedTime: instant("09:01:00"),
    endTime: instant("09:15:00"),
    afterCallWork: { state: "complete", startTime: instant("09:15:00"), endTime: instant("09:16:00") },
    segments: [{ type: "alert", startTime: instant("09:00:00") }],
    numbers: [
      ["tAlert", MINUTE, "09:01:00"],
      ["nConnected", 1, "09:01:00"],
      ["tTalk", 9 * MINUTE, "09:10:00", "1"],
      ["tHeld", 2 * MINUTE, "09:12:00", "1"],
      ["tTalk", 3 * MINUTE, "09:15:00", "2"],
      ["tTalkComplete", 12 * MINUTE, "09:15:00"],
      ["tHeldComplete", 2 * MINUTE, "09:15:00"],
      ["nHolds", 1, "09:15:00"],
      ["tAcw", MINUTE, "09:16:00"],
      ["tHandle", 15 * MINUTE, "09:16:00"],
    ],
  };
  const call = conversation("c", [agent]);
  const marked = (from: string, to: string) => {
    const marks = marksOf(call, [gap(from, to)]);
    return call.measurements.filter((one) => marks?.isMeasurementTouched(one)).map(({ id }) => id.slice("c/a/".length));
  };

  it("stand on numbers in whose own time the gap lies, and on sums that reach back over it", () => {
    const sums = ["tTalkComplete", "tHeldComplete", "nHolds", "tHandle"];
    expect(marked("09:10:30", "09:11:00")).toEqual(["tHeld/1", ...sums]);
    expect(marked("09:00:30", "09:00:40")).toEqual(["tAlert", ...sums]);
    expect(marked("09:15:00", "09:15:10")).toEqual(["tAcw", "tHandle"]);
    expect(marked("09:01:00", "09:01:01")).toEqual(["nConnected", "tTalk/1", ...sums]);
    expect(marked("09:16:00", "09:20:00")).toEqual([]);
  });

  it("stand on what was swept for gaps before that, and for none later, also where the conversation has another life", () => {
    const open: Stated = { ...agent, endTime: undefined, afterCallWork: undefined, numbers: [] };
    const { views, ...rest } = conversation("c", [open]);
    const swept = { ...views[0], state: "swept", sweptTime: instant("12:00:00") } as (typeof views)[number];
    const later = conversation("c", [{ ...agent, id: "b", connectedTime: instant("14:00:00") }]).views[0];
    const other = { ...later, startTime: instant("14:00:00"), state: "open" } as (typeof views)[number];
    const id = "c/a/holdMax/1";
    const held = { type: "deadline", schemaVersion: 1, id, revision: 1, conversationId: "c", kind: "hold" } as const;
    const overdue = { ...held, asOf: instant("11:00:00") };
    const of = (its: typeof views, from: string, to: string) => {
      const marks = marksOf({ ...rest, views: its }, [gap(from, to)]);
      return marks && [marks.isDeadlineTouched(overdue), its.map((view) => marks.gapsIn(view).length)];
    };
    expect(of([swept], "11:00:00", "11:30:00")).toEqual([true, [1]]);
    expect(of([swept], "12:30:00", "13:00:00")).toBeUndefined();
    expect(of([swept, other], "15:00:00", "15:30:00")).toEqual([false, [0, 1]]);
    // The same communication goes on in the other life: which of them the deadline is of cannot be told.
    const again = conversation("c", [{ ...open, connectedTime: instant("14:00:00") }]).views[0];
    const goingOn = { ...again, startTime: instant("14:00:00"), state: "open" } as (typeof views)[number];
    expect(of([swept, goingOn], "15:00:00", "15:30:00")).toEqual([true, [0, 1]]);
  });

  it("stand on deadlines that news in the gap could still have met, and on no retraction", () => {
    const deadline = (metAt: string | undefined) => ({
      type: "deadline" as const,
      schemaVersion: 1 as const,
      id: "c/a/holdMax/1",
      revision: 1,
      conversationId: "c",
      kind: "holdMax",
      asOf: instant("10:00:00"),
      ...(metAt !== undefined && { metAt: instant(metAt) }),
    });
    const marks = marksOf(call, [gap("09:12:30", "09:13:00")]);
    expect(marks?.isDeadlineTouched(deadline("09:12:00"))).toBe(false);
    expect(marks?.isDeadlineTouched(deadline(undefined))).toBe(true);
    expect(marks?.isDeadlineTouched({ ...deadline(undefined), retracted: true })).toBe(false);
  });
});
