import { allOf, callingWindow, placeIn, windowEnd, type Calendar } from "../../src/calendars/calling-window";
import { instantOfLocal } from "../../src/calendars/local-time";
import type { Zone } from "../../src/calendars/zone";
import { zoneNamed } from "../../src/calendars/zones";
import type { DayWindow } from "../../src/models/calling-policy";

const DAY_MS = 86_400_000;

function zone(name: string): Zone {
  const found = zoneNamed(name);
  if (found === undefined) throw new Error(`no zone ${name}`);
  return found;
}

const minutesOf = (clock: string) => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
};

function windows(...spans: string[]): DayWindow[] {
  return spans.map((span) => {
    const [from = "", to = ""] = span.split("-");
    return { from: minutesOf(from), to: minutesOf(to) };
  });
}

function daily(spans: string[], holidays: string[] = [], own?: Zone): Calendar {
  const week = Array.from({ length: 7 }, () => windows(...spans));
  return { name: "calls", zone: own, week, holidays: new Set(holidays.map((day) => Date.parse(day) / DAY_MS)) };
}

const at = (text: string) => Date.parse(text);
const answer = (calendar: Calendar, name: string, instant: string) =>
  callingWindow(at(instant), [zone(name)], calendar);
const local = (name: string, clock: string) =>
  zone(name).format(instantOfLocal(zone(name), Date.parse(`${clock}:00Z`)));

describe("a local time", () => {
  it("that spring leaves out is moved forward by as much as the clock is", () => {
    expect(local("Europe/Berlin", "2026-03-29T02:30")).toBe("2026-03-29T03:30+02:00");
    expect(local("Europe/Berlin", "2026-03-29T02:00")).toBe("2026-03-29T03:00+02:00");
    expect(local("America/New_York", "2026-03-08T02:30")).toBe("2026-03-08T03:30-04:00");
    expect(local("Australia/Lord_Howe", "2026-10-04T02:15")).toBe("2026-10-04T02:45+11:00");
  });

  it("that comes twice in autumn is the first of both", () => {
    expect(local("Europe/Berlin", "2026-10-25T02:30")).toBe("2026-10-25T02:30+02:00");
    expect(local("America/New_York", "2026-11-01T01:30")).toBe("2026-11-01T01:30-04:00");
    expect(local("Australia/Lord_Howe", "2026-04-05T01:45")).toBe("2026-04-05T01:45+11:00");
  });

  it("beside the change, and where there is none, is what the clock says", () => {
    expect(local("Europe/Berlin", "2026-03-29T01:59")).toBe("2026-03-29T01:59+01:00");
    expect(local("Europe/Berlin", "2026-03-29T03:00")).toBe("2026-03-29T03:00+02:00");
    expect(local("Europe/Berlin", "2026-10-25T03:00")).toBe("2026-10-25T03:00+01:00");
    expect(local("Asia/Tokyo", "2026-03-29T02:30")).toBe("2026-03-29T02:30+09:00");
  });
});

describe("a calling window", () => {
  it("is that of the local clock, without its end", () => {
    const calendar = daily(["08:00-21:00"]);
    expect(answer(calendar, "America/New_York", "2026-01-15T12:59:59Z")).toBe("outside");
    expect(answer(calendar, "America/New_York", "2026-01-15T13:00:00Z")).toBe("inside");
    expect(answer(calendar, "America/New_York", "2026-01-16T01:59:59Z")).toBe("inside");
    expect(answer(calendar, "America/New_York", "2026-01-16T02:00:00Z")).toBe("outside");
    expect(answer(calendar, "America/New_York", "2026-07-15T12:00:00Z")).toBe("inside");
  });

  it("may be one of several of a day", () => {
    const calendar = daily(["08:00-12:00", "13:00-17:00"]);
    expect(answer(calendar, "UTC", "2026-01-15T12:30:00Z")).toBe("outside");
    expect(answer(calendar, "UTC", "2026-01-15T13:00:00Z")).toBe("inside");
  });

  it("across midnight belongs to the day on which it begins", () => {
    const friday: Calendar = { ...daily([]), week: [[], [], [], [], windows("22:00-02:00"), [], []] };
    expect(answer(friday, "Europe/Berlin", "2026-01-16T21:30:00Z")).toBe("inside");
    expect(answer(friday, "Europe/Berlin", "2026-01-17T00:30:00Z")).toBe("inside");
    expect(answer(friday, "Europe/Berlin", "2026-01-17T01:00:00Z")).toBe("outside");
    expect(answer(friday, "Europe/Berlin", "2026-01-16T00:30:00Z")).toBe("outside");
  });

  it("has no place on a holiday, and one of its eve ends at midnight", () => {
    const calendar = daily(["08:00-20:00", "22:00-02:00"], ["2026-12-25"]);
    expect(answer(calendar, "Europe/Berlin", "2026-12-24T22:30:00Z")).toBe("inside");
    expect(answer(calendar, "Europe/Berlin", "2026-12-24T23:30:00Z")).toBe("outside");
    expect(answer(calendar, "Europe/Berlin", "2026-12-25T10:00:00Z")).toBe("outside");
    expect(answer(calendar, "Europe/Berlin", "2026-12-25T22:00:00Z")).toBe("outside");
    expect(answer(calendar, "Europe/Berlin", "2026-12-25T23:30:00Z")).toBe("outside");
    expect(answer(calendar, "Europe/Berlin", "2026-12-26T10:00:00Z")).toBe("inside");
  });

  it("of Berlin is an hour shorter where spring leaves one out, and an hour longer in autumn", () => {
    const calendar = daily(["01:00-04:00"]);
    expect(answer(calendar, "Europe/Berlin", "2026-03-29T00:00:00Z")).toBe("inside");
    expect(answer(calendar, "Europe/Berlin", "2026-03-29T01:59:00Z")).toBe("inside");
    expect(answer(calendar, "Europe/Berlin", "2026-03-29T02:00:00Z")).toBe("outside");
    expect(placeIn(calendar, zone("Europe/Berlin"), at("2026-10-24T23:00:00Z")).until).toBe(at("2026-10-25T03:00:00Z"));
  });

  it("that ends in the hour that comes twice ends in the first", () => {
    const calendar = daily(["01:00-02:30"]);
    expect(answer(calendar, "Europe/Berlin", "2026-10-25T00:29:00Z")).toBe("inside");
    expect(answer(calendar, "Europe/Berlin", "2026-10-25T00:30:00Z")).toBe("outside");
    expect(answer(calendar, "Europe/Berlin", "2026-10-25T01:15:00Z")).toBe("outside");
    const newYork = daily(["00:30-01:30"]);
    expect(answer(newYork, "America/New_York", "2026-11-01T05:29:00Z")).toBe("inside");
    expect(answer(newYork, "America/New_York", "2026-11-01T05:30:00Z")).toBe("outside");
    expect(answer(newYork, "America/New_York", "2026-11-01T06:15:00Z")).toBe("outside");
  });

  it("that begins in the hour that is left out begins as much later", () => {
    const calendar = daily(["02:30-05:00"]);
    expect(answer(calendar, "America/New_York", "2026-03-08T07:29:00Z")).toBe("outside");
    expect(answer(calendar, "America/New_York", "2026-03-08T07:30:00Z")).toBe("inside");
    const gone = daily(["02:00-03:00"]);
    expect(answer(gone, "Europe/Berlin", "2026-03-29T00:59:00Z")).toBe("outside");
    expect(answer(gone, "Europe/Berlin", "2026-03-29T01:00:00Z")).toBe("outside");
  });

  it("ends where the first of several does, wherever it may be, on the days that the clock changes too", () => {
    const [berlin, newYork] = [zone("Europe/Berlin"), zone("America/New_York")];
    const [day, night] = [daily(["08:00-21:00"]), daily(["22:00-06:00"])];
    const noon = at("2026-03-02T17:00:00Z");
    expect(windowEnd(noon, [berlin], [day])).toBe(at("2026-03-02T20:00:00Z"));
    expect(windowEnd(noon, [newYork, berlin], [day])).toBe(at("2026-03-02T20:00:00Z"));
    expect(windowEnd(noon, [newYork, berlin], [day, night])).toBeUndefined();
    expect(windowEnd(at("2026-03-28T22:00:00Z"), [berlin], [night])).toBe(at("2026-03-29T04:00:00Z"));
    expect(windowEnd(at("2026-10-24T21:00:00Z"), [berlin], [night])).toBe(at("2026-10-25T05:00:00Z"));
    expect(windowEnd(noon, [berlin], [daily(["00:00-24:00"])])).toBeUndefined();
  });

  it("knows that Lord Howe changes its clock by half an hour", () => {
    const calendar = daily(["02:15-04:00"]);
    expect(answer(calendar, "Australia/Lord_Howe", "2026-10-03T15:44:00Z")).toBe("outside");
    expect(answer(calendar, "Australia/Lord_Howe", "2026-10-03T15:45:00Z")).toBe("inside");
    const night = daily(["01:45-03:00"]);
    expect(answer(night, "Australia/Lord_Howe", "2026-04-04T14:45:00Z")).toBe("inside");
    expect(placeIn(night, zone("Australia/Lord_Howe"), at("2026-04-04T14:45:00Z")).until).toBe(
      at("2026-04-04T16:30:00Z"),
    );
  });

  it("across midnight goes on over the change of the clock", () => {
    const calendar = daily(["22:00-04:00"]);
    expect(placeIn(calendar, zone("Europe/Berlin"), at("2026-03-28T21:00:00Z"))).toEqual({
      isInside: true,
      until: at("2026-03-29T02:00:00Z"),
    });
    expect(placeIn(calendar, zone("Europe/Berlin"), at("2026-10-24T20:00:00Z"))).toEqual({
      isInside: true,
      until: at("2026-10-25T03:00:00Z"),
    });
  });

  it("has no place on a day that a zone left out", () => {
    const friday: Calendar = { ...daily([]), week: [[], [], [], [], windows("08:00-20:00"), [], []] };
    expect(answer(friday, "Pacific/Apia", "2011-12-30T20:00:00Z")).toBe("outside");
  });

  it("says when the next one opens, and nothing where none does", () => {
    const calendar = daily(["08:00-20:00"], ["2026-12-25"]);
    expect(placeIn(calendar, zone("Europe/Berlin"), at("2026-12-24T19:00:00Z"))).toEqual({
      isInside: false,
      until: at("2026-12-26T07:00:00Z"),
    });
    expect(placeIn(daily([]), zone("UTC"), 0)).toEqual({ isInside: false, until: undefined });
    expect(placeIn(daily(["00:00-24:00"]), zone("UTC"), 0)).toEqual({ isInside: true, until: undefined });
  });
});

describe("an answer over several zones", () => {
  const calendar = daily(["08:00-21:00"]);
  const [newYork, losAngeles] = [zone("America/New_York"), zone("America/Los_Angeles")];

  it("is given where all agree, and cannot be decided where they do not, or where there is none", () => {
    expect(callingWindow(at("2026-01-15T17:00:00Z"), [newYork, losAngeles], calendar)).toBe("inside");
    expect(callingWindow(at("2026-01-15T14:00:00Z"), [newYork, losAngeles], calendar)).toBe("unknown");
    expect(callingWindow(at("2026-01-15T11:00:00Z"), [newYork, losAngeles], calendar)).toBe("outside");
    expect(callingWindow(at("2026-01-15T17:00:00Z"), [], calendar)).toBe("unknown");
  });

  it("is that of the calendar's own zone, where it has one", () => {
    const own = daily(["08:00-21:00"], [], zone("Europe/Berlin"));
    expect(callingWindow(at("2026-01-15T14:00:00Z"), [newYork, losAngeles], own)).toBe("inside");
    expect(callingWindow(at("2026-01-15T14:00:00Z"), [], own)).toBe("inside");
  });

  it("is inside where all calendars say so, and outside where one does", () => {
    expect(allOf(["inside", "inside"])).toBe("inside");
    expect(allOf(["inside", "unknown"])).toBe("unknown");
    expect(allOf(["unknown", "outside"])).toBe("outside");
    expect(allOf([])).toBe("unknown");
  });
});
