import { parseGap } from "../../../src/app/gaps/declared-gap";
import { zoneNamed } from "../../../src/calendars/zones";

const inZone = (text: string, zone?: string) => {
  const { from, to } = parseGap(text, zone === undefined ? undefined : zoneNamed(zone));
  return [from, to].map((at) => (Number.isFinite(at) ? new Date(at).toISOString() : at));
};

describe("a gap that is declared", () => {
  it("is from an instant to another, or without one of them", () => {
    expect(inZone("2026-03-02T09:05:00Z..2026-03-02T10:20:00+01:00")).toEqual([
      "2026-03-02T09:05:00.000Z",
      "2026-03-02T09:20:00.000Z",
    ]);
    expect(inZone("2026-03-02T09:05:00Z..")).toEqual(["2026-03-02T09:05:00.000Z", Infinity]);
    expect(inZone("..2026-03-02T09:05:00Z")).toEqual([-Infinity, "2026-03-02T09:05:00.000Z"]);
  });

  it("may be in local times of a zone; one that comes twice is the earlier at the start, the later at the end", () => {
    expect(inZone("2026-07-01T09:05..2026-07-01T09:20:30", "Europe/Berlin")).toEqual([
      "2026-07-01T07:05:00.000Z",
      "2026-07-01T07:20:30.000Z",
    ]);
    expect(inZone("2026-10-25T02:30..2026-10-25T02:30", "Europe/Berlin")).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
    expect(inZone("2026-04-05T01:45..2026-04-05T01:45", "Australia/Lord_Howe")).toEqual([
      "2026-04-04T14:45:00.000Z",
      "2026-04-04T15:15:00.000Z",
    ]);
  });

  it.each([
    ["2026-03-02T09:05:00Z", undefined, "FROM..TO is wanted"],
    ["..", undefined, "FROM..TO is wanted"],
    ["2026-03-02T09:05:00Z..2026-03-02T09:05:00Z", undefined, "its start is not before its end"],
    ["2026-03-02T09:05..2026-03-02T09:10", undefined, '"2026-03-02T09:05" is no instant with an offset'],
    ["2026-03-29T02:30..2026-03-29T04:00", "Europe/Berlin", '"2026-03-29T02:30" is no time in Europe/Berlin'],
    ["2026-02-30T02:30..2026-03-29T04:00", "Europe/Berlin", '"2026-02-30T02:30" is no time in Europe/Berlin'],
  ])("%s in %s is none: %s", (text, zone, why) => {
    expect(() => inZone(text, zone)).toThrow(why);
  });
});
