import { Option } from "commander";

import { zoneNamed, type Zone } from "../calendars/zones";
import { zoneNameOption } from "./zone-name-option";

/** An IANA zone by its name. */
export function zoneOption(name: string): Zone {
  const zone = zoneNamed(zoneNameOption(name));
  if (zone === undefined) throw new RangeError("a name of a zone names none");
  return zone;
}

/** The option of a zone, UTC where none is named; `what` says what it is of. */
export function zoneChoice(what: string): Option {
  return new Option("--zone <name>", what).argParser(zoneOption).default(zoneOption("UTC"), "UTC");
}
