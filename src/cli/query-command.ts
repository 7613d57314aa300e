import { Option, type Command } from "commander";

import type { QueryResult, QueryValue } from "../app/query/duckdb";
import { csvLine, textCell } from "../models/csv";
import type { ExitCode } from "./exit-code";
import { alignRows, printOut, visible } from "./print";

const FORMATS = ["table", "csv", "json"] as const;
type Format = (typeof FORMATS)[number];

const EXAMPLE = `
Example:
  $ convofold query out/day "SELECT name, count(*), avg(value) FROM measurements GROUP BY name ORDER BY name"

Views: measurements, deadlines, conversations, communications and waits; docs/tables.md has their columns and more examples. Needs
DuckDB, which is not installed with convofold: npm install --no-save @duckdb/node-api`;

/** Adds `query`: SQL on the outputs of a run. */
export function addQueryCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("query")
    .summary("ask a run's outputs by SQL, through DuckDB")
    .description("Asks the outputs of a run by SQL. They are not changed.")
    .argument("<folder>", "the folder that `replay --out` wrote")
    .argument("<sql>", "one statement of DuckDB's SQL")
    .addOption(new Option("--format <form>", "how the answer is written").choices(FORMATS).default("table"))
    .addHelpText("after", EXAMPLE)
    .action(async (folder: string, sql: string, { format }: { readonly format: Format }) => {
      const { queryOutputs } = await import("../app/query/query-outputs.js");
      await queryOutputs(folder, sql, PRINT_BY_FORMAT[format]);
      finish(0);
    });
}

const PRINT_BY_FORMAT: Readonly<Record<Format, (result: QueryResult) => Promise<void>>> = {
  table: printTable,
  csv: printCsv,
  json: printJson,
};

/** A table is as wide as its widest cells: all of it is in memory. */
async function printTable({ columns, rows }: QueryResult): Promise<void> {
  const all: (readonly QueryValue[])[] = [];
  for await (const row of rows) all.push(row);
  const isNumber = columns.map((_, index) => all.every((row) => row[index] === null || typeof row[index] === "number"));
  const cells = all.map((row) => row.map((value) => (value === null ? "—" : visible(spelled(value)))));
  for (const line of alignRows([columns.map(visible), ...cells], (column) => isNumber[column] !== true))
    printOut(`${line}\n`);
}

async function printCsv({ columns, rows }: QueryResult): Promise<void> {
  printOut(`${csvLine(columns.map(textCell))}\n`);
  for await (const row of rows) {
    printOut(`${csvLine(row.map((value) => (typeof value === "string" ? textCell(value) : spelled(value))))}\n`);
  }
}

async function printJson({ columns, rows }: QueryResult): Promise<void> {
  let before = "[\n";
  for await (const row of rows) {
    printOut(`${before}${JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, row[index]])))}`);
    before = ",\n";
  }
  printOut(before === "[\n" ? "[]\n" : "\n]\n");
}

function spelled(value: QueryValue): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
