import type { Zone } from "../../calendars/zone";
import { AppError } from "../../models/app-error";
import type { Gap } from "../../models/gap";
import { parseInstant, type Instant } from "../../models/instant";

/**
 * A gap as it is declared, `FROM..TO`; without one of them it is not known since when, or until when. An instant has its offset, or
 * is a local time of the zone; one that comes twice is the earlier at the start and the later at the end, so that the gap holds
 * both. Throws `AppError` where it is none.
 */
export function parseGap(text: string, zone?: Zone): Gap {
  const [from, to, ...more] = text.split("..");
  if (from === undefined || to === undefined || more.length > 0 || `${from}${to}` === "")
    throw wrong(text, "FROM..TO is wanted");
  const startAt = from === "" ? -Infinity : Math.min(...instantsOf(from, text, zone));
  const endAt = to === "" ? Infinity : Math.max(...instantsOf(to, text, zone));
  if (startAt >= endAt) throw wrong(text, "its start is not before its end");
  return { from: startAt, to: endAt, reason: "declared" };
}

function instantsOf(text: string, gap: string, zone: Zone | undefined): readonly Instant[] {
  const instant = parseInstant(text);
  if (instant !== undefined) return [instant];
  if (zone === undefined) throw wrong(gap, `"${text}" is no instant with an offset`);
  const instants = zone.instantsOf(text);
  if (instants.length === 0) throw wrong(gap, `"${text}" is no time in ${zone.name}`);
  return instants;
}

function wrong(text: string, why: string): AppError {
  return new AppError(
    "wrongUse",
    `--gap "${text}" is no gap: ${why}.`,
    "Write 2026-03-02T09:05:00Z..2026-03-02T09:20:00Z.",
  );
}
