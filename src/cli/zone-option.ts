import { InvalidArgumentError } from "commander";

import { zoneNamed, type Zone } from "../calendars/zones";

/** An IANA zone by its name. */
export function zoneOption(name: string): Zone {
  const zone = zoneNamed(name);
  if (zone !== undefined) return zone;
  throw new InvalidArgumentError(
    "A name such as Europe/Berlin, America/New_York or UTC is wanted; an offset is no zone.",
  );
}
