import { formatTime } from "../../../src/board/web/format";
import type { TimelineLayout } from "../../../src/board/web/timeline/layout";
import { labelsOf, ticksOf } from "../../../src/board/web/timeline/ticks";
import { createTimeAxis } from "../../../src/models/time-axis";

const at = (time: string) => Date.parse(`2026-03-02T${time}Z`);
const WIDTH = 100;

function ticksBetween(instants: readonly number[], zone = "UTC", pixels = 1000): string[] {
  const axis = createTimeAxis(instants);
  const scale = (instant: number) => axis.shareOf(instant) * pixels;
  const room = { from: axis.from, until: axis.to, scale, width: WIDTH };
  return ticksOf({ axis } as TimelineLayout, zone, room).map((tick) => formatTime(tick, zone));
}

describe("the instants above a timeline", () => {
  it("are round, as many as have room", () => {
    expect(ticksBetween([at("09:00:07"), at("09:07:41")])).toEqual(
      ["01", "02", "03", "04", "05", "06", "07"].map((minute) => `09:${minute}:00`),
    );
    expect(ticksBetween([at("09:00:07"), at("09:07:41")], "UTC", 400)).toEqual(["09:02:00", "09:04:00", "09:06:00"]);
  });

  it("are round in the zone that is shown", () => {
    const day = [at("00:10:00"), at("23:50:00")];
    for (const time of ticksBetween(day, "Asia/Kolkata")) expect(time).toMatch(/^\d\d:00:00$/);
  });

  it("are none within what is drawn short, and some on both sides of it", () => {
    const instants = [at("09:00:00"), at("09:02:00"), at("09:04:00"), at("15:00:00"), at("15:03:00"), at("15:05:00")];
    const ticks = ticksBetween(instants);
    expect(ticks.filter((time) => time > "09:04:00" && time < "15:00:00")).toEqual([]);
    expect(ticks.some((time) => time <= "09:04:00") && ticks.some((time) => time >= "15:00:00")).toBe(true);
  });

  it("are at least one, however short the timeline", () => {
    expect(ticksBetween([at("09:00:00.200"), at("09:00:00.700")])).toHaveLength(1);
  });

  it("say of which day they are where there are several, in the zone that is shown", () => {
    const [noon, midnight, next] = [at("12:00:00"), at("23:30:00"), at("12:00:00") + 86_400_000];
    const labels = (ticks: readonly number[], zone = "UTC") => ticks.map(labelsOf(ticks, zone));
    expect(labels([noon, midnight])).toEqual(["12:00:00", "23:30:00"]);
    expect(labels([noon, midnight], "Europe/Berlin")).toEqual(["03-02 13:00", "03-03 00:30"]);
    expect(labels([noon, next])).toEqual(["03-02 12:00", "03-03 12:00"]);
    expect(labels([noon, next + 30_000])).toEqual(["03-02 12:00:00", "03-03 12:00:30"]);
  });
});
