import type { Policy } from "../../models/policy";
import { SEMANTICS_VERSION } from "../../models/semantics-version";
import { ownDefinitions } from "../own-definitions";
import { ownVersion } from "../own-version";
import { timeZoneData } from "../time-zone-data";
import { definitionsIn, type MadeBy } from "./made-by";

/** What this build makes of a log under a policy. */
export function madeNow({ digest, calling }: Policy): MadeBy {
  return {
    product: `convofold ${ownVersion()}`,
    semanticsVersion: SEMANTICS_VERSION,
    policy: digest,
    timeZoneData: calling && timeZoneData(),
    definitions: definitionsIn(ownDefinitions()),
  };
}
