import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { csvLine, textCell } from "../../models/csv";
import type { OutputColumn } from "../../models/output-columns";
import type { TableRow } from "./table-rows";

const BLOCK_CHARACTERS = 1 << 18;

/** Writes rows into a CSV file (RFC 4180, UTF-8), lists as JSON. A cell is empty where a value is missing, and never 0. Returns how many rows it were. */
export async function writeCsvFile(
  file: string,
  columns: readonly OutputColumn[],
  rows: AsyncIterable<TableRow>,
): Promise<number> {
  const counted = { rows: 0 };
  await pipeline(Readable.from(blocksOf(columns, rows, counted)), createWriteStream(file));
  return counted.rows;
}

async function* blocksOf(
  columns: readonly OutputColumn[],
  rows: AsyncIterable<TableRow>,
  counted: { rows: number },
): AsyncGenerator<string> {
  let block = `${csvLine(columns.map(({ name }) => name))}\r\n`;
  for await (const row of rows) {
    counted.rows += 1;
    block += `${csvLine(row.map(cellOf))}\r\n`;
    if (block.length < BLOCK_CHARACTERS) continue;
    yield block;
    block = "";
  }
  yield block;
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return textCell(value);
  return JSON.stringify(value);
}
