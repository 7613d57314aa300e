import type { IntervalLength } from "../calendars/intervals";
import type { Zone } from "../calendars/zone";
import type { OutputFormat, TablesOptions } from "../app/output-format";
import { AppError } from "../models/app-error";
import type { GapOptions } from "./gap-options";
import type { LogOptions } from "./log-options";
import { namesOf } from "./names-option";

/** What `replay` takes. */
export interface ReplayArguments extends LogOptions, GapOptions {
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly report?: string;
  readonly workers: number;
  readonly resume?: boolean;
  readonly checkpointEvery: number;
  readonly strict?: boolean;
  readonly revisions?: boolean;
  readonly format: OutputFormat;
  readonly names?: string;
  readonly interval?: IntervalLength;
  readonly zone?: string;
}

/** Throws `AppError` where options do not go together. */
export function refuseWrongUse(options: ReplayArguments): void {
  const { out, format, resume, revisions, names, report, workers, interval, zone, gap = [] } = options;
  const refused = (
    [
      [
        resume === true && out === undefined,
        "--resume needs --out.",
        "Name the folder that the stopped run was to write.",
      ],
      [
        revisions === true && out === undefined,
        "--revisions needs --out.",
        "Name the folder that the changes are to be written into.",
      ],
      [
        format !== "ndjson" && out === undefined,
        `--format ${format} needs --out.`,
        "Name the folder that the tables are to be written into.",
      ],
      [
        names !== undefined && format === "ndjson" && report === undefined,
        "--names needs tables or a report.",
        "Add --format csv, --format parquet or --report FILE.html: the NDJSON keeps ids alone.",
      ],
      [interval !== undefined && report === undefined, "--interval needs --report.", "Add --report FILE.html."],
      [
        zone !== undefined && report === undefined && gap.length === 0,
        "--zone needs --report or --gap.",
        "Outputs are in UTC; add --report FILE.html.",
      ],
      [
        report !== undefined && (workers > 1 || resume === true),
        "--report needs one thread and an unbroken run.",
        "Leave out --workers and --resume.",
      ],
    ] as const
  ).find(([isRefused]) => isRefused);
  if (refused !== undefined) throw new AppError("wrongUse", refused[1], refused[2]);
}

/** The zone that is named; undefined where none is. What knows zones is loaded only where there is one. */
export async function zoneOf(name: string | undefined): Promise<Zone | undefined> {
  if (name === undefined) return undefined;
  const { zoneNamed } = await import("../calendars/zones.js");
  return zoneNamed(name);
}

/** The tables that the options ask for; undefined for none. */
export async function tablesOf({ format, names }: ReplayArguments): Promise<TablesOptions | undefined> {
  if (format === "ndjson") return undefined;
  return { format, names: await namesOf(names) };
}
