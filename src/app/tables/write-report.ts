import { renameSync } from "node:fs";

import { reportAsTable } from "../../answers/forms/table";
import type { TableReport } from "../../answers/report";
import { guarded, outputFailure } from "../../sinks/files/guarded";
import { partialFileOf } from "../../sinks/files/new-file";
import { writeParquetFile } from "../../sinks/tables/parquet-file";

/** Writes a report as a Parquet file, which has its name only once it is whole. Throws `AppError` where that cannot be. */
export async function writeReportAsParquet(file: string, report: TableReport): Promise<void> {
  const { columns, rows } = reportAsTable(report);
  const partial = partialFileOf(file);
  try {
    await writeParquetFile(partial, columns, rows);
  } catch (error) {
    throw outputFailure(file, error) ?? error;
  }
  guarded(file, () => renameSync(partial, file));
}
