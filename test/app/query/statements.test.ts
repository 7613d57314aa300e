import { DuckDBInstance } from "@duckdb/node-api";

import { countStatements, mayWriteFile } from "../../../src/app/query/statements";

const ONE = [
  "SELECT 1",
  "SELECT 1;",
  " ; SELECT 1 ; ; -- and ; no more",
  "SELECT ';'",
  "SELECT 'it''s; so'",
  String.raw`SELECT '\'`,
  String.raw`SELECT E'it\'s; so'`,
  String.raw`SELECT e'\\' AS "a;b", 'c'`,
  'SELECT 1 AS "a"";b"',
  "SELECT $$a;b$$",
  "SELECT $tag$a;$other$;b$tag$",
  "SELECT 1 /* one; /* in another; */ and on; */ AS x",
  "/* -- */ SELECT 1 -- /*\n AS x",
];
const TWO = [
  "SELECT 1; SELECT 2",
  String.raw`SELECT '\'; SELECT 'b'`,
  String.raw`SELECT E'a\'b'; SELECT 'c'`,
  String.raw`SELECT e'\\'; SELECT 2`,
  "SELECT 1 /* /* */ */; SELECT 2",
  "SELECT $a$;$a$; SELECT $b$;$b$",
  "SELECT 1 -- '\n; SELECT 2 -- '",
];

describe("the statements of a text", () => {
  it.each([
    [1, ONE],
    [2, TWO],
  ])("are %i, as the database counts them, whatever lies in texts, names and comments", async (count, texts) => {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    for (const sql of texts) {
      expect([sql, countStatements(sql)]).toEqual([sql, count]);
      expect([sql, (await connection.extractStatements(sql)).count]).toEqual([sql, count]);
    }
    connection.closeSync();
    instance.closeSync();
  });

  it("are none in spaces and comments, and one where the database makes several of it", () => {
    expect(countStatements(" ; /* SELECT 1; */ -- SELECT 2")).toBe(0);
    expect(countStatements("PIVOT (SELECT 1 AS a, 2 AS b) ON a USING count(*)")).toBe(1);
  });
});

it("tells a statement that may write a file from one that only reads, whatever stands before it", () => {
  for (const sql of [
    "COPY t TO 'a'",
    " ;/* SELECT */ -- SELECT\n export DATABASE 'a'",
    "ATTACH 'a'",
    "EXPLAIN ANALYZE COPY t TO 'a'",
  ])
    expect([sql, mayWriteFile(sql)]).toEqual([sql, true]);
  for (const sql of ["SELECT 1 AS copy", "-- COPY t TO 'a'\nFROM t", "'copy'", ""])
    expect([sql, mayWriteFile(sql)]).toEqual([sql, false]);
});
