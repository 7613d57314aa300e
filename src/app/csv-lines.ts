import { parse } from "csv-parse/sync";

/** A line of a CSV file, by the names of its columns. */
export interface CsvLine {
  /** From 1 on, the heads included. */
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** The lines of CSV that begins with the names of its columns. Throws what is wrong with it, as an `Error`. */
export function csvLines(text: string): CsvLine[] {
  const options = { columns: true, bom: true, trim: true, skip_empty_lines: true, info: true } as const;
  const rows: { readonly info: { readonly lines: number }; readonly record: CsvLine["cells"] }[] = parse(text, options);
  return rows.map(({ info, record }) => ({ number: info.lines, cells: record }));
}
