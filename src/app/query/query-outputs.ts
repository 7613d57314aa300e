import { openDatabase, type QueryResult } from "./duckdb";
import { viewsOf } from "./views";

/** Asks a folder of outputs by SQL, and hands on what comes. Throws `AppError` where DuckDB, the outputs or the statement are wanting. */
export async function queryOutputs<Result>(
  folder: string,
  sql: string,
  take: (result: QueryResult) => Promise<Result>,
): Promise<Result> {
  const views = viewsOf(folder, sql);
  const database = await openDatabase();
  try {
    await database.prepare(views);
    return await take(await database.query(sql));
  } finally {
    database.close();
  }
}
