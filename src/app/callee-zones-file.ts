import { readFileSync } from "node:fs";

import type { ZoneClues } from "../calendars/callee-zone";
import { zoneNamed } from "../calendars/zones";
import { AppError } from "../models/app-error";
import { csvLines, type CsvLine } from "./csv-lines";

/** What is known of callees' zones from elsewhere, by conversation. */
export type KnownZones = ReadonlyMap<string, Pick<ZoneClues, "given" | "contact">>;

/**
 * Reads zones of callees from a CSV file with the columns `conversationId`, `zone` and, if wanted, `source`: `given` for the callback (if
 * nothing is said), or `contact`, from the contact's record. Throws `AppError` where it cannot be read or a line is wrong.
 */
export function readCalleeZones(file: string): KnownZones {
  const zones = new Map<string, Pick<ZoneClues, "given" | "contact">>();
  for (const { number, cells } of linesOf(file)) {
    const { conversationId = "", zone = "", source = "" } = cells;
    const known = SOURCES.get(source);
    if (conversationId === "" || known === undefined)
      throw wrong(file, `line ${String(number)}: a conversationId and a source, given or contact, are wanted.`);
    if (zoneNamed(zone) === undefined) throw wrong(file, `line ${String(number)}: "${zone}" is no time zone.`);
    const id = conversationId.toLowerCase();
    zones.set(id, { ...zones.get(id), [known]: zone });
  }
  return zones;
}

const SOURCES = new Map([
  ["", "given"],
  ["given", "given"],
  ["contact", "contact"],
] as const) as ReadonlyMap<string, "given" | "contact">;

function linesOf(file: string): readonly CsvLine[] {
  try {
    return csvLines(readFileSync(file, "utf8"));
  } catch (error) {
    throw wrong(file, (error as Error).message);
  }
}

function wrong(file: string, problem: string): AppError {
  const advice = "Wanted is CSV with the columns conversationId, zone and, if wanted, source: docs/callbacks.md.";
  return new AppError("wrongUse", `The zones "${file}" are wrong: ${problem}`, advice);
}
