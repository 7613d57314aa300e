import type { OutputColumn } from "../../models/output-columns";
import { ownValue } from "../../models/own-value";
import type { TableRow } from "./table-rows";

/** So many rows are kept in memory, and make a row group. */
const ROW_GROUP = 50_000;

/** Writes rows into a Parquet file, a row group at a time; the same rows give the same bytes. Returns how many it were. */
export async function writeParquetFile(
  file: string,
  columns: readonly OutputColumn[],
  rows: AsyncIterable<TableRow> | Iterable<TableRow>,
): Promise<number> {
  // A module only, and read only where it is wanted.
  const { fileWriter, ParquetWriter } = await import("hyparquet-writer");
  const schema: ParquetElement[] = [{ name: "row", num_children: columns.length }, ...columns.flatMap(elementsOf)];
  const writer = new ParquetWriter({ writer: fileWriter(file), schema, createdBy: "convofold" });
  let buffered: TableRow[] = [];
  let count = 0;
  const writeGroup = () => {
    const columnData = columns.map((column, index) => ({
      name: column.name,
      data: buffered.map((row) => valueOf(column, row[index])),
    }));
    count += buffered.length;
    buffered = [];
    return writer.write({ columnData, rowGroupSize: ROW_GROUP });
  };
  for await (const row of rows) {
    if (buffered.push(row) === ROW_GROUP) await writeGroup();
  }
  if (buffered.length > 0) await writeGroup();
  await writer.finish();
  return count;
}

/** Says that instants are no local times; some readers go by this alone. */
const UTC_MILLISECONDS = { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" } as const;

/** An element of a Parquet schema: a column, or a group with those after it. */
interface ParquetElement {
  readonly name: string;
  readonly type?: "BYTE_ARRAY" | "INT64" | "DOUBLE" | "BOOLEAN";
  readonly converted_type?: "UTF8" | "TIMESTAMP_MILLIS" | "LIST";
  readonly logical_type?: typeof UTC_MILLISECONDS;
  readonly repetition_type?: "OPTIONAL" | "REPEATED";
  readonly num_children?: number;
}

/** The elements of a column; of a list as the format has it, three deep. */
function elementsOf({ name, type, items = [] }: OutputColumn): ParquetElement[] {
  const optional = { name, repetition_type: "OPTIONAL" } as const;
  switch (type) {
    case "text":
      return [{ ...optional, type: "BYTE_ARRAY", converted_type: "UTF8" }];
    case "integer":
      return [{ ...optional, type: "INT64" }];
    case "number":
      return [{ ...optional, type: "DOUBLE" }];
    case "instant":
      return [{ ...optional, type: "INT64", converted_type: "TIMESTAMP_MILLIS", logical_type: UTC_MILLISECONDS }];
    case "flag":
      return [{ ...optional, type: "BOOLEAN" }];
    case "list":
      return [
        { ...optional, converted_type: "LIST", num_children: 1 },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", repetition_type: "OPTIONAL", num_children: items.length },
        ...items.flatMap(elementsOf),
      ];
  }
}

function valueOf(column: OutputColumn, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  switch (column.type) {
    case "text":
    case "number":
    case "flag":
      return value;
    case "integer":
      return BigInt(value as number);
    case "instant":
      return BigInt(Date.parse(value as string));
    case "list":
      return (value as Readonly<Record<string, unknown>>[]).map((row) => rowOf(column.items ?? [], row));
  }
}

function rowOf(items: readonly OutputColumn[], row: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(items.map((item) => [item.name, valueOf(item, ownValue(row, item.name))]));
}
