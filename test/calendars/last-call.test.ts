import fc from "fast-check";

import { answerOf, type Calendar } from "../../src/calendars/calling-window";
import { lastCallBefore, lastCallBy } from "../../src/calendars/last-call";
import type { Zone } from "../../src/calendars/zone";
import { zoneNamed } from "../../src/calendars/zones";
import type { CalendarEntry, DayWindow } from "../../src/models/calling-policy";
import { runs } from "../support/runs";

const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000];

function zone(name: string): Zone {
  const found = zoneNamed(name);
  if (found === undefined) throw new Error(`no zone ${name}`);
  return found;
}

const hours = (from: number, to: number): DayWindow => ({ from: 60 * from, to: 60 * to });
const day = (text: string) => Date.parse(text) / DAY_MS;
/** Weekdays 08:00-21:00, Saturdays 09:00-18:00, closed on a Sunday. */
const WEEK = [...Array.from({ length: 5 }, () => [hours(8, 21)]), [hours(9, 18)], []];
const CALLABLE: Calendar = { name: "callable", zone: undefined, week: WEEK, holidays: new Set([day("2026-03-31")]) };
const daily = (...windows: DayWindow[]): Calendar => ({
  ...CALLABLE,
  week: Array.from({ length: 7 }, () => windows),
});

function lastCall(at: string, zones: readonly string[], calendars: readonly Calendar[] = [CALLABLE]) {
  const found = lastCallBefore(Date.parse(at), zones.map(zone), calendars);
  return found === undefined ? undefined : new Date(found).toISOString().replace(":00.000Z", "Z");
}

describe("the last call before a promise that is due outside of the window", () => {
  it("ends as the window closes before it, by the callee's clock, and inside there is none", () => {
    expect(lastCall("2026-03-02T21:30:00Z", ["Europe/Berlin"])).toBe("2026-03-02T20:00Z");
    expect(lastCall("2026-03-02T19:59:59Z", ["Europe/Berlin"])).toBeUndefined();
    expect(lastCall("2026-03-02T20:00:00Z", ["Europe/Berlin"])).toBe("2026-03-02T20:00Z");
    expect(lastCall("2026-03-03T06:30:00Z", ["Europe/Berlin"])).toBe("2026-03-02T20:00Z");
    expect(lastCall("2026-03-03T06:30:00Z", ["America/New_York"])).toBe("2026-03-03T02:00Z");
  });

  it("goes by the clock of the day on which the clock is changed", () => {
    const open = daily(hours(8, 21));
    // 21:00 is 20:00 UTC on the eve, 19:00 UTC on the day itself.
    expect(lastCall("2026-03-28T21:30:00Z", ["Europe/Berlin"], [open])).toBe("2026-03-28T20:00Z");
    expect(lastCall("2026-03-29T19:30:00Z", ["Europe/Berlin"], [open])).toBe("2026-03-29T19:00Z");
    expect(lastCall("2026-10-25T20:30:00Z", ["Europe/Berlin"], [open])).toBe("2026-10-25T20:00Z");
    // 21:00 is 10:30 UTC with the half hour of summer time before the change, 10:00 UTC with it.
    expect(lastCall("2026-04-04T10:30:00Z", ["Australia/Lord_Howe"], [open])).toBe("2026-04-04T10:00Z");
    expect(lastCall("2026-04-05T11:00:00Z", ["Australia/Lord_Howe"], [open])).toBe("2026-04-05T10:30Z");
    // Across midnight into the hour that comes twice: 02:30 is the first of both.
    const night = daily({ from: 22 * 60, to: 150 });
    expect(lastCall("2026-10-25T05:00:00Z", ["Europe/Berlin"], [night])).toBe("2026-10-25T00:30Z");
    // Into the hour that is left out: 02:30 is 03:30.
    expect(lastCall("2026-03-29T05:00:00Z", ["Europe/Berlin"], [night])).toBe("2026-03-29T01:30Z");
  });

  it("is the end of a window that began two days before, where it went on after a shorter one of the next", () => {
    // From Wednesday 07:00 until Thursday 06:45, and on Thursday until 00:15.
    const overlapping: Calendar = {
      ...CALLABLE,
      week: [[], [], [{ from: 420, to: 405 }], [{ from: 0, to: 15 }], [], [], []],
    };
    expect(lastCall("2026-06-11T22:00:00Z", ["Europe/Berlin"], [overlapping])).toBe("2026-06-11T04:45Z");
  });

  it("is before the weekend, and before a holiday, where they lie between", () => {
    expect(lastCall("2026-03-29T10:00:00Z", ["Europe/Berlin"])).toBe("2026-03-28T17:00Z");
    expect(lastCall("2026-03-31T10:00:00Z", ["Europe/Berlin"])).toBe("2026-03-30T19:00Z");
  });

  it("is in a window of all zones that it may be, and of all calendars", () => {
    // 18:30 in New York and 15:30 in Los Angeles: inside both. 22:30 and 19:30: only in the west, so New York's end counts.
    expect(lastCall("2026-03-02T23:30:00Z", ["America/New_York", "America/Los_Angeles"])).toBeUndefined();
    expect(lastCall("2026-03-03T03:30:00Z", ["America/New_York", "America/Los_Angeles"])).toBe("2026-03-03T02:00Z");
    const office: Calendar = { ...daily(hours(9, 17)), zone: zone("Europe/Berlin") };
    expect(lastCall("2026-03-02T18:00:00Z", ["Europe/London"], [CALLABLE, office])).toBe("2026-03-02T16:00Z");
    expect(lastCall("2026-03-02T18:00:00Z", [], [office])).toBe("2026-03-02T16:00Z");
  });

  it("is not known without a zone, without a calendar, and where no window opens in two weeks", () => {
    expect(lastCall("2026-03-02T22:00:00Z", [])).toBeUndefined();
    expect(lastCall("2026-03-02T22:00:00Z", ["Europe/Berlin"], [])).toBeUndefined();
    expect(lastCall("2026-03-02T22:00:00Z", ["Europe/Berlin"], [daily()])).toBeUndefined();
    // Nine to ten in the morning is never at once there and here.
    expect(lastCall("2026-03-02T22:00:00Z", ["Europe/Berlin", "Asia/Tokyo"], [daily(hours(9, 10))])).toBeUndefined();
  });

  it("is what looking at each quarter of an hour finds", () => {
    const quarter = (most: number) => fc.integer({ min: 0, max: most }).map((count) => 15 * count);
    const window = fc.record({ from: quarter(95), to: quarter(96) }).filter(({ from, to }) => from !== to);
    const calendar = fc.record({
      name: fc.constant("any"),
      zone: fc.option(fc.constantFrom("Europe/Berlin", "UTC").map(zone), { nil: undefined }),
      week: fc.array(fc.array(window, { maxLength: 2 }), { minLength: 7, maxLength: 7 }),
      holidays: fc.subarray(["2026-03-28", "2026-03-29", "2026-10-25"]).map((days) => new Set(days.map(day))),
    });
    const zones = fc.subarray(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"], {
      minLength: 1,
      maxLength: 2,
    });
    const around = fc.constantFrom("2026-03-29", "2026-03-08", "2026-04-05", "2026-10-25", "2026-11-01", "2026-06-10");
    const at = fc.tuple(around, quarter(96 * 3)).map(([text, minutes]) => Date.parse(text) + minutes * MINUTE_MS);
    fc.assert(
      fc.property(at, zones, fc.array(calendar, { minLength: 1, maxLength: 2 }), (instant, names, calendars) => {
        const clocks = names.map(zone);
        const isInside = (moment: number) => answerOf(moment, clocks, calendars) === "inside";
        const found = lastCallBefore(instant, clocks, calendars);
        if (isInside(instant)) {
          expect(found).toBeUndefined();
          return;
        }
        let expected: number | undefined = instant;
        while (expected !== undefined && !isInside(expected - 1)) {
          expected -= 15 * MINUTE_MS;
          if (expected < instant - 13 * DAY_MS) expected = undefined;
        }
        if (expected !== undefined) expect(found).toBe(expected);
        else expect(found ?? -Infinity).toBeLessThan(instant - 12 * DAY_MS);
      }),
      runs(40),
    );
  });
});

describe("the calendars of a policy", () => {
  const entry: CalendarEntry = { name: "callable", week: WEEK, holidays: [] };
  const callable = { callingCalendar: "callable", zone: "Europe/Berlin" };
  const calling = { calendars: [entry], defaults: callable, queues: { off: { callingCalendar: null } } };
  const at = Date.parse("2026-03-02T22:00:00Z");

  it("say it for each queue; the number's zones count before that of the queue", () => {
    const lastCallAt = lastCallBy(calling);
    expect(lastCallAt(at, "q", undefined)).toBe(Date.parse("2026-03-02T20:00:00Z"));
    expect(lastCallAt(at, "q", ["Europe/London"])).toBe(Date.parse("2026-03-02T21:00:00Z"));
    expect(lastCallAt(at, undefined, ["America/New_York"])).toBeUndefined();
    expect(lastCallAt(at, "off", undefined)).toBeUndefined();
    expect(lastCallAt(at, "q", ["Etc/Unknown"])).toBeUndefined();
  });
});

describe("the last calls by a policy", () => {
  const US = ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles"];
  const entry: CalendarEntry = { name: "callable", week: WEEK, holidays: [] };
  const policy = () => ({ calendars: [entry], defaults: { callingCalendar: "callable" }, queues: {} });
  const at = Date.parse("2026-03-02T12:30:00Z");

  it("are worked out once for each promise, as all promises of a conversation are derived again with each of its records", () => {
    const lastCallOf = lastCallBy(policy());
    const inTurn = (promises: number) => {
      const from = performance.now();
      for (let promise = 0; promise < promises; promise += 1) lastCallOf(at + promise, "q", US);
      return performance.now() - from;
    };
    const first = inTurn(2000);
    expect(Math.min(inTurn(2000), inTurn(2000), inTurn(2000))).toBeLessThan(first / 2);
  });

  it("are those of each queue and number", () => {
    const lastCallOf = lastCallBy({ ...policy(), queues: { always: { callingCalendar: null } } });
    expect(lastCallOf(at, "q", US)).toBe(lastCallOf(at, "q", US));
    expect(lastCallOf(at, "q", US)).not.toBe(lastCallOf(at, "q", ["Asia/Tokyo"]));
    expect(lastCallOf(at, "always", US)).toBeUndefined();
  });
});
