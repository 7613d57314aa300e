import { Option, type Command } from "commander";

import { parseGap } from "../app/gaps/declared-gap";
import type { Zone } from "../calendars/zone";
import type { Gap } from "../models/gap";

/** What commands take that mark gaps in the data. */
export interface GapOptions {
  readonly gap?: readonly string[];
  readonly offsetGaps?: boolean;
}

/** Adds the options that declare gaps, or let them be found; `flags` where a gap is declared by another name. */
export function addGapOptions(command: Command, flags = "--gap <from..to>"): Command {
  return command
    .addOption(
      new Option(
        flags,
        "a time of which records are missing, such as an outage: what it may have touched is marked; may be repeated",
      ).argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]),
    )
    .option(
      "--offset-gaps",
      "take a hole in a partition's offsets for lost records; only where the topic has no transactions and is not compacted",
    );
}

/** The gaps that the options declare. Throws `AppError` where one is none; local times need a zone. */
export function declaredGaps({ gap = [] }: Pick<GapOptions, "gap">, zone?: Zone): Gap[] {
  return gap.map((text) => parseGap(text, zone));
}
