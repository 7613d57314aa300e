import { Option, type Command } from "commander";

import { formatCount } from "../models/format-count";
import { TABLE_FORMATS, type TableFormat } from "../app/output-format";
import type { ExitCode } from "./exit-code";
import { namesOf } from "./names-option";
import { printOut, visible } from "./print";

const EXAMPLE = `
Example:
  $ convofold tables out/day --format parquet --names samples/names.csv

The tables lie beside the NDJSON, in the place of earlier ones of that form; docs/tables.md says what they hold and how to open them.`;

/** Adds `tables`: tables for other tools, of the outputs of a run that is over. */
export function addTablesCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("tables")
    .summary("make CSV or Parquet tables of a run's outputs")
    .description("Makes tables of the outputs of a run, as `replay --format` does.")
    .argument("<folder>", "the folder that `replay --out` wrote")
    .addOption(new Option("--format <form>", "CSV or Parquet").choices(TABLE_FORMATS).default("parquet"))
    .option("--names <file>", "names of queues, people and wrap-up codes, CSV or JSON, as columns of the tables")
    .addHelpText("after", EXAMPLE)
    .action(async (folder: string, { format, names }: { readonly format: TableFormat; readonly names?: string }) => {
      const { makeTables } = await import("../app/make-tables.js");
      const book = await namesOf(names);
      for (const { name, rows } of await makeTables(folder, { format, names: book }))
        printOut(`${visible(name)}: ${formatCount(rows)} rows\n`);
      finish(0);
    });
}
