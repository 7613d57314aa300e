import { AppError } from "../../models/app-error";
import { countStatements, mayWriteFile } from "./statements";

/** The version that is tried; another may do, too. */
const PACKAGE = "@duckdb/node-api@1.5.6-r.1";

/** A value of a result as plain data: null where it is missing. */
export type QueryValue =
  string | number | boolean | null | readonly QueryValue[] | { readonly [name: string]: QueryValue };

/** What a statement came to. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly QueryValue[]>;
}

/** A database in memory. */
export interface Database {
  /** Does statements of our own, on files. Throws `AppError` where one of these cannot be read. */
  readonly prepare: (statements: readonly string[]) => Promise<void>;
  /** Throws `AppError` with the database's own words where the statement is wrong. */
  readonly query: (sql: string) => Promise<QueryResult>;
  readonly close: () => void;
}

/**
 * Opens a database in memory, in UTC; it fetches nothing from anywhere. Throws `AppError` where DuckDB, which is no part of the
 * programme, is not installed.
 */
export async function openDatabase(): Promise<Database> {
  const duckdb = await loadDuckDb();
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    async prepare(statements) {
      try {
        for (const statement of statements) await connection.run(statement);
      } catch (error) {
        throw damaged(messageOf(error));
      }
    },
    async query(sql) {
      const count = countStatements(sql);
      try {
        if (count > 1 && (await connection.extractStatements(sql)).count > 1) throw severalStatements(count);
        const result = await connection.stream(sql);
        return { columns: result.deduplicatedColumnNames(), rows: rowsOf(result.yieldRows(), plainer(duckdb), sql) };
      } catch (error) {
        throw error instanceof AppError ? error : wrongStatement(error, sql);
      }
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function* rowsOf(
  chunks: AsyncIterable<readonly (readonly unknown[])[]>,
  plain: (value: unknown) => QueryValue,
  sql: string,
): AsyncGenerator<readonly QueryValue[]> {
  try {
    for await (const rows of chunks) for (const row of rows) yield row.map(plain);
  } catch (error) {
    throw wrongStatement(error, sql);
  }
}

/**
 * Turns the database's values into plain ones. Whole numbers that a double cannot hold become text, instants ISO-8601 in UTC; local times
 * have no zone, and are given as the database spells them.
 */
function plainer(duckdb: DuckDb): (value: unknown) => QueryValue {
  const { DuckDBDecimalValue, DuckDBListValue, DuckDBStructValue, DuckDBTimestampTZValue } = duckdb;
  const plain = (value: unknown): QueryValue => {
    if (value === null || value === undefined) return null;
    if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
    if (value instanceof DuckDBTimestampTZValue) return new Date(Number(value.micros / 1000n)).toISOString();
    if (value instanceof DuckDBDecimalValue) return value.toDouble();
    if (value instanceof DuckDBListValue) return value.items.map(plain);
    if (value instanceof DuckDBStructValue)
      return Object.fromEntries(Object.entries(value.entries).map(([name, inner]) => [name, plain(inner)]));
    return (value as { readonly toString: () => string }).toString();
  };
  return plain;
}

type DuckDb = Awaited<ReturnType<typeof loadDuckDb>>;

async function loadDuckDb() {
  try {
    return await import("@duckdb/node-api");
  } catch {
    throw new AppError(
      "wrongUse",
      "`query` needs DuckDB, which is not installed with convofold.",
      `Install it where convofold is: npm install --no-save ${PACKAGE}`,
    );
  }
}

/** What the database says of a file that is not as it was written. */
const DAMAGED = /^Invalid Input Error: (?:Malformed JSON in file|File .* Parquet|No magic bytes)/;
/** What it says of a name that it does not know; what it proposes instead are catalogues of its own. */
const NO_TABLE = /^Catalog Error: Table with name (\S+) does not exist/;
/** What it says where a statement writes a file, as COPY does, and cannot. */
const UNWRITABLE = /^IO Error: (?:Could not write|Could not truncate|Could not sync|Failed to)/;
/** What it says of a file that it cannot open, be it to read or to write. */
const UNOPENED = "IO Error: Cannot open file";
/** Behind what is wrong it may show where in the statement, which for a file is one that is read. */
const SHOWN_FROM = "\n\nLINE ";
/** What it says where there is nothing but spaces and comments. */
const EMPTY = "Error in native callback";

function severalStatements(count: number): AppError {
  const advice = "Ask them one after the other, or make one of them, as by WITH or UNION ALL.";
  return new AppError("wrongUse", `These are ${String(count)} statements, and one is answered.`, advice);
}

function wrongStatement(error: unknown, sql: string): AppError {
  const message = messageOf(error);
  if (message === EMPTY) {
    const advice = 'Give one, as in "SELECT name, count(*) FROM measurements GROUP BY name".';
    return new AppError("wrongUse", "There is no statement.", advice);
  }
  if (DAMAGED.test(message)) return damaged(message);
  const [what = message] = message.replace(/^IO Error: /, "").split("\n\n");
  const isUnopened = message.startsWith(UNOPENED);
  if (UNWRITABLE.test(message) || (isUnopened && mayWriteFile(sql) && !message.includes(SHOWN_FROM))) {
    const advice = "Write to another place, or free some space and mend the permissions of this one.";
    return new AppError("outputUnwritable", `DuckDB could not write: ${what}.`, advice);
  }
  if (isUnopened)
    return new AppError("inputUnreadable", `DuckDB could not read: ${what}.`, "Mend the permissions of the file.");
  const [, table] = NO_TABLE.exec(message) ?? [];
  const said =
    table === undefined ? message.replace(/^Failed to extract statements: /, "") : `There is no view "${table}".`;
  return new AppError("wrongUse", said, "docs/tables.md lists the views and their columns.");
}

/** The first line: those behind it show the statement, which is ours. */
function damaged(message: string): AppError {
  const [what = message] = message.split("\n");
  return new AppError("inputUnreadable", what, "Copy the outputs again, or replay the log again.");
}

function messageOf(error: unknown): string {
  const { message } = Object(error) as { readonly message?: unknown };
  return typeof message === "string" ? message : String(error);
}
