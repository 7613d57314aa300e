import { dayOf, fromLocal, toLocal } from "../../../src/board/web/zoned";

const at = (text: string) => Date.parse(text);

describe("a date and time in a zone", () => {
  it.each([
    ["2026-03-02T09:00", "UTC", "2026-03-02T09:00:00Z"],
    ["2026-03-02T09:00", "Europe/Berlin", "2026-03-02T08:00:00Z"],
    ["2026-07-02T09:00", "Europe/Berlin", "2026-07-02T07:00:00Z"],
    ["2026-03-29T03:30", "Europe/Berlin", "2026-03-29T01:30:00Z"],
    ["2026-03-02T09:00", "America/New_York", "2026-03-02T14:00:00Z"],
  ])("%s in %s is %s, and back", (local, zone, instant) => {
    expect(fromLocal(local, zone)).toBe(at(instant));
    expect(toLocal(at(instant), zone)).toBe(local);
  });

  it("is nothing where the field is empty", () => expect(fromLocal("", "UTC")).toBeUndefined());

  it("has days that begin at their midnight, an hour shorter or longer where clocks change", () => {
    const noon = at("2026-03-29T10:00:00Z");
    expect(dayOf(noon, "Europe/Berlin")).toEqual({ from: at("2026-03-28T23:00:00Z"), to: at("2026-03-29T22:00:00Z") });
    expect(dayOf(noon, "Europe/Berlin", -1)).toEqual({
      from: at("2026-03-27T23:00:00Z"),
      to: at("2026-03-28T23:00:00Z"),
    });
  });
});
