import { InvalidArgumentError, Option } from "commander";

import { zoneNamed, type Zone } from "../calendars/zones";

/** An IANA zone by its name. */
export function zoneOption(name: string): Zone {
  const zone = zoneNamed(name);
  if (zone !== undefined) return zone;
  throw new InvalidArgumentError(
    "A name such as Europe/Berlin, America/New_York or UTC is wanted; an offset is no zone.",
  );
}

/** The option of a zone, UTC where none is named; `what` says what it is of. */
export function zoneChoice(what: string): Option {
  return new Option("--zone <name>", what).argParser(zoneOption).default(zoneOption("UTC"), "UTC");
}
