import fc from "fast-check";

import { INTERVAL_LENGTHS, intervalsIn, type IntervalLength } from "../../src/calendars/intervals";
import type { Zone } from "../../src/calendars/zone";
import { zoneNamed } from "../../src/calendars/zones";

function zone(name: string): Zone {
  const found = zoneNamed(name);
  if (found === undefined) throw new Error(`no zone ${name}`);
  return found;
}

const at = (text: string) => Date.parse(text);
const minutes = 60_000;

/** The intervals that touch a stretch, as they are shown, with their lengths in minutes. */
function listed(name: string, length: IntervalLength, from: string, to: string): (readonly [string, number])[] {
  const its = zone(name);
  const intervals = intervalsIn(its, length);
  const found: (readonly [string, number])[] = [];
  for (let start = intervals.startOf(at(from)); start < at(to); start = intervals.endOf(start))
    found.push([its.format(start), (intervals.endOf(start) - start) / minutes]);
  return found;
}

describe("intervals", () => {
  it("leave out the hour that spring leaves out in Berlin: the day has 23", () => {
    const hours = listed("Europe/Berlin", "60m", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
    expect(hours).toHaveLength(23);
    expect(hours.slice(0, 4)).toEqual([
      ["2026-03-29T00:00+01:00", 60],
      ["2026-03-29T01:00+01:00", 60],
      ["2026-03-29T03:00+02:00", 60],
      ["2026-03-29T04:00+02:00", 60],
    ]);
    expect(listed("Europe/Berlin", "day", "2026-03-29T12:00:00Z", "2026-03-29T13:00:00Z")).toEqual([
      ["2026-03-29T00:00+01:00", 23 * 60],
    ]);
  });

  it("tell the hour that comes twice in autumn apart by its offset: the day has 25", () => {
    const halves = listed("Europe/Berlin", "30m", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
    expect(halves).toHaveLength(50);
    expect(halves.slice(3, 9).map(([label]) => label)).toEqual([
      "2026-10-25T01:30+02:00",
      "2026-10-25T02:00+02:00",
      "2026-10-25T02:30+02:00",
      "2026-10-25T02:00+01:00",
      "2026-10-25T02:30+01:00",
      "2026-10-25T03:00+01:00",
    ]);
  });

  it.each([
    ["day", "2010-11-07T00:00-02:30", "2010-11-08T00:00-03:30", 25 * 60],
    ["60m", "2010-11-06T23:01-03:30", "2010-11-07T00:00-03:30", 59],
  ] as const)(
    "by %s hold each instant of a night whose clock goes back over midnight, as in St John's",
    (length, ...of) => {
      const its = zone("America/St_Johns");
      const intervals = intervalsIn(its, length);
      // At 00:01 it was 23:01 of the day before: for an hour 7 November had begun already.
      const start = intervals.startOf(at("2010-11-06T23:30-03:30"));
      const end = intervals.endOf(start);
      expect([its.format(start), its.format(end), (end - start) / minutes]).toEqual(of);
      expect(its.nextDayStart(at("2010-11-06T23:30-02:30"))).toBe(its.dayStart(at("2010-11-06T23:30-03:30")));
    },
  );

  it("do the same in New York, at its own dates", () => {
    expect(listed("America/New_York", "day", "2026-03-08T12:00:00Z", "2026-03-08T13:00:00Z")).toEqual([
      ["2026-03-08T00:00-05:00", 23 * 60],
    ]);
    expect(listed("America/New_York", "day", "2026-11-01T12:00:00Z", "2026-11-01T13:00:00Z")).toEqual([
      ["2026-11-01T00:00-04:00", 25 * 60],
    ]);
    const quarters = listed("America/New_York", "15m", "2026-11-01T05:45:00Z", "2026-11-01T06:30:00Z");
    expect(quarters).toEqual([
      ["2026-11-01T01:45-04:00", 15],
      ["2026-11-01T01:00-05:00", 15],
      ["2026-11-01T01:15-05:00", 15],
    ]);
  });

  it("are cut where Lord Howe changes its clock by half an hour", () => {
    expect(listed("Australia/Lord_Howe", "60m", "2026-10-03T14:30:00Z", "2026-10-03T17:00:00Z")).toEqual([
      ["2026-10-04T01:00+10:30", 60],
      ["2026-10-04T02:30+11:00", 30],
      ["2026-10-04T03:00+11:00", 60],
    ]);
    expect(listed("Australia/Lord_Howe", "60m", "2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z")).toEqual([
      ["2026-04-05T01:00+11:00", 60],
      ["2026-04-05T01:30+10:30", 30],
      ["2026-04-05T02:00+10:30", 60],
    ]);
    expect(listed("Australia/Lord_Howe", "day", "2026-10-04T00:00:00Z", "2026-10-04T00:00:01Z")[0]?.[1]).toBe(
      23.5 * 60,
    );
    expect(listed("Australia/Lord_Howe", "day", "2026-04-05T00:00:00Z", "2026-04-05T00:00:01Z")[0]?.[1]).toBe(
      24.5 * 60,
    );
  });

  it("are even where there is no summer time, and begin at the local quarter, half and hour", () => {
    const days = listed("Asia/Tokyo", "day", "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z");
    expect(new Set(days.map(([, length]) => length))).toEqual(new Set([24 * 60]));
    expect(listed("Asia/Kathmandu", "60m", "2026-03-01T00:00:00Z", "2026-03-01T00:01:00Z")).toEqual([
      ["2026-03-01T05:00+05:45", 60],
    ]);
  });

  it("of weeks begin on Mondays, and one hour is missing from a week with a change", () => {
    expect(listed("Europe/Berlin", "week", "2026-03-25T00:00:00Z", "2026-03-31T00:00:00Z")).toEqual([
      ["2026-03-23T00:00+01:00", 7 * 24 * 60 - 60],
      ["2026-03-30T00:00+02:00", 7 * 24 * 60],
    ]);
  });

  it("begin at one o'clock on a day that has no midnight", () => {
    expect(listed("Africa/Cairo", "day", "2026-04-24T12:00:00Z", "2026-04-24T13:00:00Z")).toEqual([
      ["2026-04-24T01:00+03:00", 23 * 60],
    ]);
  });

  it("have one day of 25 hours where the clock is set back to midnight, from the first midnight on", () => {
    const days = listed("Atlantic/Azores", "day", "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z");
    expect(days).toEqual([
      ["2026-10-24T00:00+00:00", 24 * 60],
      ["2026-10-25T00:00+00:00", 25 * 60],
      ["2026-10-26T00:00-01:00", 24 * 60],
    ]);
    const { dayStart } = zone("Atlantic/Azores");
    const starts = ["00:30", "01:30", "12:00"].map((time) => dayStart(at(`2026-10-25T${time}:00Z`)));
    expect(new Set(starts).size).toBe(1);
  });

  it("have no day that a zone left out as it went over the date line", () => {
    expect(listed("Pacific/Apia", "day", "2011-12-29T12:00:00Z", "2011-12-31T09:00:00Z")).toEqual([
      ["2011-12-29T00:00-10:00", 24 * 60],
      ["2011-12-31T00:00+14:00", 24 * 60],
    ]);
  });

  it("follow on one another without a gap, at any instant, in any zone and length", () => {
    const zones = [
      ...["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo", "UTC"],
      ...["Atlantic/Azores", "America/Havana"],
    ];
    const instants = fc.integer({ min: at("2025-01-01T00:00:00Z"), max: at("2027-12-31T00:00:00Z") });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...INTERVAL_LENGTHS),
        instants,
        (name, length, instant) => {
          const intervals = intervalsIn(zone(name), length);
          const start = intervals.startOf(instant);
          const end = intervals.endOf(start);
          expect(start).toBeLessThanOrEqual(instant);
          expect(end).toBeGreaterThan(instant);
          expect(intervals.startOf(start)).toBe(start);
          expect(intervals.startOf(end - 1)).toBe(start);
          expect(intervals.startOf(end)).toBe(end);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a zone", () => {
  it("shows UTC as it shows a zone that is at UTC all year", () => {
    const [utc, abidjan] = [zone("UTC"), zone("Africa/Abidjan")];
    for (const instant of ["2026-03-02T09:00:00Z", "2026-12-31T23:59:59.250Z"].map(at)) {
      expect(utc.format(instant)).toBe(abidjan.format(instant));
      expect(utc.weekStart(instant)).toBe(abidjan.weekStart(instant));
      expect(utc.nextDayStart(instant)).toBe(abidjan.nextDayStart(instant));
    }
    expect(utc.format(at("2026-03-02T09:00:00Z"))).toBe("2026-03-02T09:00+00:00");
  });

  it("shows seconds and milliseconds where they are any, and reads a local time that is one", () => {
    const berlin = zone("Europe/Berlin");
    expect(berlin.format(at("2026-03-02T09:00:05Z"))).toBe("2026-03-02T10:00:05+01:00");
    expect(berlin.format(at("2026-03-02T09:00:05.250Z"))).toBe("2026-03-02T10:00:05.250+01:00");
    expect(zone("America/St_Johns").format(at("2026-03-02T09:00:00Z"))).toBe("2026-03-02T05:30-03:30");
    expect(berlin.instantsOf("2026-03-02T10:00")).toEqual([at("2026-03-02T09:00:00Z")]);
    expect(berlin.instantsOf("2026-02-30T10:00")).toEqual([]);
    expect(berlin.instantsOf("2026-03-02T24:00")).toEqual([]);
  });

  it.each(["Europe/Atlantis", "+02:00", "UTC+2", "GMT-3", "", "Europe/Berlin; x"])("is none: %j", (name) => {
    expect(zoneNamed(name)).toBeUndefined();
  });
});
