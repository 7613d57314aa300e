import type { LocalClock } from "./local-time";
import { isZoneName } from "../models/zone-name";

/** So many offsets of a zone are remembered: local midnights are asked for again and again. */
const REMEMBERED = 10_000;

/** The clock of a zone by its IANA name; undefined where there is none. */
export function clockNamed(name: string): LocalClock | undefined {
  return isZoneName(name) ? clockOf(name) : undefined;
}

/** The clock of a zone by its IANA name, which must be one. It needs no library, so that whoever folds a log has none to load. */
export function clockOf(name: string): LocalClock {
  // UTC needs none of the zones' data, which take as long to load as half of a command's start.
  if (name === "UTC") return { offsetAt: () => 0 };
  const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  const known = new Map<number, number>();
  return {
    offsetAt(at) {
      let offset = known.get(at);
      if (offset === undefined) {
        if (known.size >= REMEMBERED) known.clear();
        offset = offsetIn(format.format(at));
        known.set(at, offset);
      }
      return offset;
    },
  };
}

/** The offset in a text such as `3/2/2026, GMT-05:00`, in ms; that of UTC is a bare `GMT`. Before 1972 it may have seconds. */
function offsetIn(text: string): number {
  const [, sign, hours, minutes, seconds = 0] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  const ms = 1000 * (3600 * Number(hours) + 60 * Number(minutes) + Number(seconds));
  return sign === "-" ? -ms : ms;
}
