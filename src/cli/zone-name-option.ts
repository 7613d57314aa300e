import { InvalidArgumentError } from "commander";

import { isZoneName } from "../models/zone-name";

/** An IANA zone by its name, as text: for commands that most often need no zone, and so load none. */
export function zoneNameOption(name: string): string {
  if (isZoneName(name)) return name;
  throw new InvalidArgumentError(
    "A name such as Europe/Berlin, America/New_York or UTC is wanted; an offset is no zone.",
  );
}
