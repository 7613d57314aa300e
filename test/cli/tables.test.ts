import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Manifest } from "../../src/app/manifest-record";
import { SEMANTICS_VERSION } from "../../src/models/semantics-version";
import { convofold, simulateLog, withFolder } from "../support/cli";

const NAMES = path.join(__dirname, "../../samples/names.csv");
const CALL = path.join(__dirname, "../../samples/call.ndjson");
const CALL_ID = "ca110000-0000-4000-a000-000000000001";

const run = (folder: string, ...args: readonly string[]) => convofold(args, { cwd: folder });
const contentOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name)).toString("base64")]),
  );
const manifestOf = (folder: string) => JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8")) as Manifest;

describe("convofold replay --format", () => {
  it("writes tables beside the NDJSON, the same bytes each time, on any number of threads, and as `tables` does (P1)", () =>
    withFolder(async (folder) => {
      const log = await simulateLog(path.join(folder, "log.ndjson"), "-n", "60");
      const args = ["--format", "parquet", "--names", NAMES];
      await run(folder, "replay", log, "--out", "one", "-q", ...args);
      await run(folder, "replay", log, "--out", "two", "-q", "--workers", "2", ...args);
      await run(folder, "replay", log, "--out", "later", "-q");
      expect((await run(folder, "tables", "later", ...args)).stdout).toMatch(/^measurements\.parquet: [\d,]+ rows\n/);
      const one = contentOf(path.join(folder, "one"));
      expect(Object.keys(one).filter((name) => name.endsWith(".parquet"))).toHaveLength(5);
      expect(contentOf(path.join(folder, "two"))).toEqual(one);
      expect(contentOf(path.join(folder, "later"))).toEqual(one);
    }));

  it("says in the manifest what each file holds, with nothing in it of the machine", () =>
    withFolder(async (folder) => {
      await run(folder, "replay", CALL, "--out", "out", "--format", "csv", "-q");
      const { files, measurements, policyDigest, ...rest } = manifestOf(path.join(folder, "out"));
      expect(policyDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(rest).toMatchObject({
        type: "manifest",
        schemaVersion: 1,
        product: expect.stringMatching(/^convofold \d/) as string,
        semanticsVersion: SEMANTICS_VERSION,
      });
      const found = readdirSync(path.join(folder, "out")).filter(
        (name) => !["manifest.json", "summary.json"].includes(name),
      );
      expect(files.map(({ name }) => name).sort()).toEqual(found.sort());
      for (const { name, format, rows, columns } of files) {
        const lines = readFileSync(path.join(folder, "out", name), "utf8").split("\n").length - 1;
        expect([name, rows]).toEqual([name, format === "csv" ? lines - 1 : lines]);
        expect(columns.every(({ meaning, type }) => meaning !== "" && type.length > 0)).toBe(true);
      }
      expect(measurements).toContainEqual(expect.objectContaining({ name: "tHeld", unit: "ms" }));
      expect(readFileSync(path.join(folder, "out/manifest.json"), "utf8")).not.toContain(folder);
    }));

  it("names the version of the time-zone data where deadlines go by calendars, and there alone", () =>
    withFolder(async (folder) => {
      const zonesOf = async (lead: string) => {
        const rules = `{callingCalendar: callable, warnBeforeCallbackDue: ${lead}}`;
        const policy = `version: 1\ncalendars: {callable: {weekdays: 08:00-21:00}}\ndefaults: ${rules}\n`;
        writeFileSync(path.join(folder, "policy.yaml"), policy);
        await run(folder, "replay", CALL, "--out", `out-${lead}`, "--policy", "policy.yaml", "-q");
        return manifestOf(path.join(folder, `out-${lead}`)).timeZoneData;
      };
      expect(await zonesOf("15m")).toBe(process.versions["tz"]);
      expect(await zonesOf("off")).toBeUndefined();
    }));

  it("knows a policy by its content, not by how it is written", () =>
    withFolder(async (folder) => {
      await run(folder, "replay", CALL, "--out", "a", "-q");
      await run(folder, "replay", CALL, "--out", "b", "-q", "--lateness", "2d");
      await run(folder, "replay", CALL, "--out", "c", "-q", "--lateness", "48h");
      const [a, b, c] = ["a", "b", "c"].map((name) => manifestOf(path.join(folder, name)).policyDigest);
      expect(b).toBe(c);
      expect(a).not.toBe(b);
    }));

  it("is refused without --out, and names without tables", () =>
    withFolder(async (folder) => {
      const noOut = await run(folder, "replay", CALL, "--format", "csv");
      expect(noOut).toMatchObject({ code: 2, stderr: expect.stringContaining("--format csv needs --out") as string });
      const noTables = await run(folder, "replay", CALL, "--out", "out", "--names", NAMES);
      expect(noTables).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("--names needs tables or a report") as string,
      });
      expect(readdirSync(folder)).toEqual([]);
    }));

  it("replaces tables of another form with --force", () =>
    withFolder(async (folder) => {
      await run(folder, "replay", CALL, "--out", "out", "--format", "csv", "-q");
      expect((await run(folder, "replay", CALL, "--out", "out", "--format", "parquet", "-q", "--force")).code).toBe(0);
      expect(readdirSync(path.join(folder, "out")).filter((name) => name.endsWith(".csv"))).toEqual([]);
    }));
});

describe("tables of outputs", () => {
  it("go where anything is erased, with their place in the manifest, and can be made anew", () =>
    withFolder(async (folder) => {
      const out = path.join(folder, "out");
      await run(folder, "replay", CALL, "--out", "out", "--format", "parquet", "-q");
      const { stdout } = await run(folder, "erase", "out", "--conversation", CALL_ID);
      expect(stdout).toMatch(/tables gone, as they are copies.*measurements\.parquet/);
      expect(readdirSync(out).filter((name) => !/\.(ndjson|json)$/.test(name))).toEqual([]);
      expect(manifestOf(out).files.map(({ name, rows }) => [name, rows])).toEqual([
        ["measurements.ndjson", 0],
        ["deadlines.ndjson", 0],
        ["conversations.ndjson", 0],
        ["rejects.ndjson", 0],
      ]);
      expect((await run(folder, "tables", "out", "--format", "csv")).stdout).toContain("measurements.csv: 0 rows");
    }));

  it("are not made of outputs that are not whole", () =>
    withFolder(async (folder) => {
      await run(folder, "replay", CALL, "--out", "out", "-q");
      const file = path.join(folder, "out/measurements.ndjson");
      const lines = readFileSync(file, "utf8").trimEnd().split("\n");
      writeFileSync(file, lines.slice(1).join("\n") + "\n");
      const before = contentOf(path.join(folder, "out"));
      const { code, stderr } = await run(folder, "tables", "out", "--format", "csv");
      expect({ code, stderr }).toMatchObject({
        code: 3,
        stderr: expect.stringMatching(/measurements.ndjson" has \d+ lines, .* was cut short/) as string,
      });
      expect(contentOf(path.join(folder, "out"))).toEqual(before);
    }));

  it("alone are no outputs to report on or to erase from, which is said with what to do", () =>
    withFolder(async (folder) => {
      await run(folder, "replay", CALL, "--out", "out", "--format", "parquet", "-q");
      for (const name of readdirSync(path.join(folder, "out")))
        if (name.endsWith(".ndjson")) rmSync(path.join(folder, "out", name));
      const report = await run(folder, "report", "out");
      expect(report).toMatchObject({
        code: 3,
        stderr: expect.stringMatching(/not the NDJSON.*\n.*convofold query/) as string,
      });
      const erase = await run(folder, "erase", "out", "--conversation", CALL_ID);
      expect(erase).toMatchObject({ code: 2, stderr: expect.stringContaining("tables without the NDJSON") as string });
      const query = await run(
        folder,
        "query",
        "out",
        "SELECT sum(value) AS s FROM measurements WHERE name = 'tHandle'",
      );
      expect(query).toMatchObject({ code: 0, stdout: "     s\n340000\n" });
    }));
});

describe("convofold query", () => {
  it("prints a table, CSV in which nothing is a formula, or JSON", () =>
    withFolder(async (folder) => {
      await run(folder, "replay", CALL, "--out", "out", "-q");
      const sql = "SELECT '=1+1' AS text, NULL AS missing, 0 AS zero, [1, 2] AS list";
      const ask = async (format: string) => (await run(folder, "query", "out", sql, "--format", format)).stdout;
      expect(await ask("table")).toBe("text  missing  zero  list\n=1+1        —     0  [1,2]\n");
      expect(await ask("csv")).toBe('text,missing,zero,list\n\'=1+1,,0,"[1,2]"\n');
      expect(JSON.parse(await ask("json"))).toEqual([{ text: "=1+1", missing: null, zero: 0, list: [1, 2] }]);
      const wrong = await run(folder, "query", "out", "SELECT nobody FROM waits");
      expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("nobody") as string });
      const noView = await run(folder, "query", "out", "SELECT * FROM nowhere");
      expect(noView.stderr).toMatch(/^convofold: There is no view "nowhere"\.\ndocs\/tables\.md lists/);
      expect((await run(folder, "query", "out", "SELEC 1")).stderr).toMatch(/^convofold: Parser Error/);
      const noFolder = await run(folder, "tables", "nowhere");
      expect(noFolder).toMatchObject({ code: 3, stderr: expect.stringContaining("There is no folder") as string });
    }));
});
