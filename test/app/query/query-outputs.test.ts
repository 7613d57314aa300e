import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { TableReport } from "../../../src/answers/report";
import type { QueryValue } from "../../../src/app/query/duckdb";
import { queryOutputs } from "../../../src/app/query/query-outputs";
import { convofold } from "../../support/cli";

const PAGE = path.join(__dirname, "../../../docs/tables.md");
const folder = mkdtempSync(path.join(tmpdir(), "convofold-query-"));
const ofLines = path.join(folder, "lines");
const ofTables = path.join(folder, "tables");

beforeAll(async () => {
  const simulation = ["-n", "150", "--seed", "8", "--disorder", "2", "--duplicates", "2", "--scenarios", "all"];
  await convofold(["simulate", ...simulation, "--out", "log.ndjson"], { cwd: folder });
  await convofold(["replay", "log.ndjson", "--out", "lines", "-q"], { cwd: folder });
  cpSync(ofLines, ofTables, { recursive: true });
  for (const format of ["csv", "parquet"]) await convofold(["tables", "tables", "--format", format], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All rows that a statement gives. */
const ask = (outputs: string, sql: string) =>
  queryOutputs(outputs, sql, async ({ columns, rows }) => {
    const all: Record<string, QueryValue>[] = [];
    for await (const row of rows)
      all.push(Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])));
    return all;
  });
const report = async (...args: readonly string[]) => {
  const { code, stdout } = await convofold(["report", "lines", "--format", "json", "-q", ...args], { cwd: folder });
  expect(code).toBe(0);
  return JSON.parse(stdout) as TableReport;
};

const TIMES = {
  answer: "tAnswered",
  talk: "tTalkComplete",
  hold: "tHeldComplete",
  afterCallWork: "tAcw",
  handle: "tHandle",
} as const;

describe("the views of a run's outputs", () => {
  it.each([
    ["NDJSON", ofLines],
    ["Parquet", ofTables],
  ])("of %s agree with the report on waits, by queue", async (_, outputs) => {
    const { groupTotals } = await report();
    const counted = await ask(
      outputs,
      `SELECT queueId, count(*) AS offered, count(*) FILTER (outcome = 'answered') AS answered,
       count(*) FILTER (outcome = 'abandoned') AS abandoned, count(*) FILTER (outcome = 'flowOut') AS flowedOut,
       count(*) FILTER (outcome = 'cancelled') AS cancelled FROM waits GROUP BY queueId`,
    );
    const byQueue = new Map(counted.map(({ queueId, ...counts }) => [queueId, counts]));
    const reported = groupTotals.filter(({ waits }) => (waits.offered ?? 0) > 0);
    expect(reported.length).toBeGreaterThan(3);
    expect(counted).toHaveLength(reported.length);
    for (const { group, waits } of reported) {
      const { offered, answered, abandoned, flowedOut, cancelled } = waits;
      expect(byQueue.get(group.queue ?? null)).toEqual({ offered, answered, abandoned, flowedOut, cancelled });
    }
  });

  it.each([
    ["NDJSON", ofLines],
    ["Parquet", ofTables],
  ])("of %s agree with the report on count and sum of each length, by queue", async (_, outputs) => {
    const { groupTotals } = await report();
    for (const [time, name] of Object.entries(TIMES)) {
      const sums = await ask(
        outputs,
        `SELECT queueId, count(*) AS "count", sum(value) AS sumMs FROM measurements WHERE name = '${name}' GROUP BY queueId`,
      );
      const reported = groupTotals.map(({ group, times }) => ({
        queueId: group.queue ?? null,
        ...times[time as keyof typeof TIMES],
      }));
      const listed = reported
        .filter(({ count }) => count > 0)
        .map(({ queueId, count, sumMs }) => ({ queueId, count, sumMs }));
      const byQueue = (one: { readonly queueId?: QueryValue }, other: { readonly queueId?: QueryValue }) =>
        JSON.stringify(one.queueId) < JSON.stringify(other.queueId) ? -1 : 1;
      expect(listed.length).toBeGreaterThan(0);
      expect({ name, rows: [...sums].sort(byQueue) }).toEqual({ name, rows: [...listed].sort(byQueue) });
    }
  });

  it("agree with the report interval by interval, in a zone, on what became final and on waits as they were entered", async () => {
    const by = ["--interval", "15m", "--zone", "Europe/Berlin", "--by", "none"];
    const quarter = (column: string) => `epoch_ms(time_bucket(INTERVAL '15 minutes', ${column}))`;
    const ofReport = async (rule: string, valueOf: (row: TableReport["rows"][number]) => unknown) => {
      const { rows } = await report(...by, "--attribution", rule);
      return rows.map((row) => [Date.parse(row.from ?? ""), valueOf(row)]);
    };
    const ofViews = async (sql: string) =>
      new Map((await ask(ofLines, sql)).map(({ since, ...counts }) => [Number(since), counts]));
    for (const [time, name] of Object.entries(TIMES)) {
      const counted = await ofViews(
        `SELECT ${quarter("emitDate")} AS since, sum(value) AS sumMs FROM measurements WHERE name = '${name}' GROUP BY since`,
      );
      const sums = await ofReport("final", ({ times }) => times[time as keyof typeof TIMES].sumMs);
      expect(counted.size).toBeGreaterThan(1);
      expect(sums).toEqual(sums.map(([at]) => [at, counted.get(at as number)?.["sumMs"] ?? 0]));
      expect([...counted.keys()].filter((at) => !sums.some(([from]) => from === at))).toEqual([]);
    }
    const entered = await ofViews(
      `SELECT ${quarter("enteredTime")} AS since, count(*) AS offered, count(*) FILTER (outcome = 'answered') AS answered,
       count(*) FILTER (outcome = 'abandoned') AS abandoned FROM waits GROUP BY since`,
    );
    const none = { offered: 0, answered: 0, abandoned: 0 };
    const waits = await ofReport("start", ({ waits: { offered, answered, abandoned } }) => {
      return { offered, answered, abandoned };
    });
    expect(waits).toEqual(waits.map(([at]) => [at, entered.get(at as number) ?? none]));
  });

  it.each(["measurements", "deadlines", "conversations", "communications", "waits"])(
    "hold the same rows in %s, whether of NDJSON or of Parquet",
    async (view) => {
      const sql = `SELECT * FROM ${view} ORDER BY ALL`;
      const rows = await ask(ofLines, sql);
      expect(rows.length).toBeGreaterThan(100);
      expect(rows).toEqual(await ask(ofTables, sql));
    },
  );

  it("show instants in UTC, local times as they are, and what is missing as null", async () => {
    const [row] = await ask(
      ofLines,
      `SELECT TIMESTAMPTZ '2026-03-02 08:00:00.028+01' AS at, TIMESTAMPTZ '2026-07-01 08:00:00Z' AT TIME ZONE 'Europe/Berlin' AS here,
       NULL AS missing, 2::HUGEINT ** 80 AS large, [{'a': 1}] AS list, 1.5 AS part`,
    );
    expect(row).toMatchObject({
      at: "2026-03-02T07:00:00.028Z",
      here: "2026-07-01 10:00:00",
      missing: null,
      list: [{ a: 1 }],
      part: 1.5,
    });
  });

  it.each(["", " ; ", "-- nothing"])("say where there is no statement: %j", async (sql) => {
    await expect(ask(ofLines, sql)).rejects.toMatchObject({ code: "wrongUse", message: "There is no statement." });
  });

  it("says that a file cannot be written, which is no fault of the statement", async () => {
    await expect(ask(ofLines, "COPY (SELECT 1) TO '/nowhere/at/all.csv'")).rejects.toMatchObject({
      code: "outputUnwritable",
      message: expect.stringContaining('DuckDB could not write: Cannot open file "/nowhere/at/all.csv"') as string,
    });
  });

  it.each([
    "SELECT * FROM read_csv('/proc/1/mem')",
    "COPY (SELECT * FROM read_csv('/proc/1/mem')) TO '/nowhere/all.csv'",
  ])("say of a file that cannot be read that it cannot, and not that one was to be written: %s", async (sql) => {
    await expect(ask(ofLines, sql)).rejects.toMatchObject({
      code: "inputUnreadable",
      message: expect.stringMatching(/^DuckDB could not read: Cannot open file "\/proc\/1\/mem": [\w ]+\.$/) as string,
    });
  });

  it("refuse several statements, of which one alone would be answered; what ends in a semicolon is one", async () => {
    await expect(ask(ofLines, "SELECT 1 AS one; SELECT 2 AS two")).rejects.toMatchObject({
      code: "wrongUse",
      message: "These are 2 statements, and one is answered.",
    });
    expect(await ask(ofLines, "SELECT ';' AS one; -- the end")).toEqual([{ one: ";" }]);
  });

  it("of files that are cut short say so, as a failure of the world outside", async () => {
    const cut = path.join(folder, "cut");
    for (const [outputs, name] of [
      [ofLines, "measurements.ndjson"],
      [ofTables, "measurements.parquet"],
    ] as const) {
      cpSync(outputs, cut, { recursive: true });
      truncateSync(path.join(cut, name), statSync(path.join(cut, name)).size - 100);
      await expect(ask(cut, "SELECT count(*) FROM measurements")).rejects.toMatchObject({ code: "inputUnreadable" });
      rmSync(cut, { recursive: true });
    }
  });

  it("are refused by name where a folder has none, and a wrong statement in the database's own words", async () => {
    await expect(ask(path.join(folder, "none"), "SELECT 1")).rejects.toMatchObject({ code: "inputMissing" });
    await expect(ask(folder, "SELECT 1")).rejects.toMatchObject({ code: "inputMissing" });
    await expect(ask(ofLines, "SELECT nobody FROM measurements")).rejects.toMatchObject({
      code: "wrongUse",
      message: expect.stringContaining("nobody") as string,
    });
  });
});

describe("the recipes of docs/tables.md", () => {
  const recipes = [...readFileSync(PAGE, "utf8").matchAll(/```sql\n([^`]*)```/g)].map(([, sql = ""]) => sql);

  it("are there to be tried", () => expect(recipes.length).toBeGreaterThan(8));

  it.each(recipes)("%s", async (sql) => {
    const inPlace = sql.replaceAll(/'(measurements\.[a-z]+)'/g, (_, name: string) => `'${path.join(ofTables, name)}'`);
    expect((await ask(ofTables, inPlace)).length).toBeGreaterThan(0);
    if (inPlace === sql) expect(await ask(ofLines, sql)).toEqual(await ask(ofTables, sql));
  });

  it("come to the same numbers from NDJSON, CSV and Parquet", async () => {
    const [lines, csv, parquet] = await Promise.all(
      [
        `read_json('${path.join(ofTables, "measurements.ndjson")}', format = 'newline_delimited')`,
        `read_csv('${path.join(ofTables, "measurements.csv")}')`,
        `read_parquet('${path.join(ofTables, "measurements.parquet")}')`,
      ].map((source) =>
        ask(ofTables, `SELECT name, count(*) AS n, sum(value) AS s FROM ${source} GROUP BY ALL ORDER BY ALL`),
      ),
    );
    expect(csv).toEqual(lines);
    expect(parquet).toEqual(lines);
  });
});
