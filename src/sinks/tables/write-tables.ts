import { renameSync } from "node:fs";
import path from "node:path";

import type { NameBook } from "../../models/name-book";
import type { OutputColumn } from "../../models/output-columns";
import type { EndedFiles } from "../files/file-outputs";
import { guarded, outputFailure } from "../files/guarded";
import { rewrittenName, type Table, type TableFormat } from "../files/streams";
import { writeCsvFile } from "./csv-file";
import { writeParquetFile } from "./parquet-file";
import { columnsOf, TABLE_DEFINITIONS, tableRows } from "./table-rows";

/** Which tables are made of the files of lines of a run. */
export interface TablesOptions {
  readonly format: TableFormat;
  /** Whose names stand beside their ids, in columns of their own. */
  readonly names?: NameBook | undefined;
}

/** A table that was written. */
export interface WrittenTable {
  readonly table: Table;
  readonly name: string;
  readonly format: TableFormat;
  readonly rows: number;
  readonly columns: readonly OutputColumn[];
}

const WRITE_BY_FORMAT = { csv: writeCsvFile, parquet: writeParquetFile } as const;

/** Writes the tables of a run beside its files of lines, all or none of them, reading those one line at a time. Throws `AppError` where that cannot be. */
export async function writeTables(
  { folder, files }: EndedFiles,
  options: TablesOptions,
): Promise<readonly WrittenTable[]> {
  const { format, names } = options;
  const fileByStream = new Map(files);
  const written: WrittenTable[] = [];
  for (const definition of TABLE_DEFINITIONS) {
    const source = fileByStream.get(definition.stream);
    if (source === undefined) continue;
    const { table } = definition;
    const [name, columns] = [`${table}.${format}`, columnsOf(definition, names)];
    const begun = path.join(folder, rewrittenName(name));
    try {
      const rows = await WRITE_BY_FORMAT[format](begun, columns, tableRows(definition, source, names));
      written.push({ table, name, format, rows, columns });
    } catch (error) {
      throw outputFailure(begun, error) ?? error;
    }
  }
  for (const { name } of written)
    guarded(folder, () => renameSync(path.join(folder, rewrittenName(name)), path.join(folder, name)));
  return written;
}
