import { Option } from "commander";

import { UTC, type Zone } from "../calendars/zone";
import type * as Zones from "../calendars/zones";
import { zoneNameOption } from "./zone-name-option";

/** An IANA zone by its name. What knows zones is loaded only where one is named. */
export function zoneOption(name: string): Zone {
  if (name === UTC.name) return UTC;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at each start
  const { zoneNamed } = require("../calendars/zones") as typeof Zones;
  const zone = zoneNamed(zoneNameOption(name));
  if (zone === undefined) throw new RangeError("a name of a zone names none");
  return zone;
}

/** The option of a zone, UTC where none is named; `what` says what it is of. */
export function zoneChoice(what: string): Option {
  return new Option("--zone <name>", what).argParser(zoneOption).default(UTC, UTC.name);
}
