import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { parse } from "csv-parse/sync";

import { BIN, convofold, withFolder } from "../support/cli";

const CALL = path.join(__dirname, "../../samples/call.ndjson");

/** Runs `report`; its temporary files lie in the folder. */
const report = (folder: string, ...args: readonly string[]) =>
  convofold(["report", ...args, "-q"], { cwd: folder, environment: { TMPDIR: folder } });

async function simulateInto(folder: string): Promise<void> {
  await convofold(
    ["simulate", "-n", "80", "--seed", "5", "--disorder", "2", "--duplicates", "2", "--out", "log.ndjson"],
    { cwd: folder },
  );
}

describe("convofold report", () => {
  it("shows the tables of a log, with its rule, its formulas and its checks, and leaves nothing behind", () =>
    withFolder(async (folder) => {
      const { code, stdout, stderr } = await report(folder, CALL, "--zone", "Europe/Berlin");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/Intervals: 30m in Europe\/Berlin \(time-zone data \d{4}[a-z]\)/);
      expect(stdout).toContain("Rule: final — everything stands in the interval in which it became final");
      expect(stdout).toMatch(/interval +queue +waitingAtStart +offered +answered/);
      expect(stdout).toContain("platform = (answeredInTarget) / (answered + abandoned)");
      expect(stdout).toContain("  waiting: holds.");
      expect(readdirSync(folder)).toEqual([]);
    }));

  it("as Parquet holds what it holds as CSV, with what it was made of beside it", () =>
    withFolder(async (folder) => {
      await simulateInto(folder);
      const form = ["log.ndjson", "--by", "queue,media", "--gap", "2026-03-02T08:02:00Z..2026-03-02T08:03:00Z"];
      expect(await report(folder, ...form, "--format", "parquet", "--out", "r.parquet")).toMatchObject({ code: 0 });
      const csv = parse<Record<string, string>>((await report(folder, ...form, "--format", "csv")).stdout, {
        columns: true,
      });
      const { asyncBufferFromFile, parquetReadObjects } = await import("hyparquet");
      const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path.join(folder, "r.parquet")) });
      const textOf = (value: unknown) => {
        if (value instanceof Date) return String(value.getTime());
        return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : "";
      };
      const isInstant = (name: string) => name === "from" || name === "to";
      expect(rows.map((row) => Object.entries(row).map(([name, value]) => [name, textOf(value)]))).toEqual(
        csv.map((row) =>
          Object.entries(row).map(([name, value]) => [
            name,
            isInstant(name) && value !== "" ? String(Date.parse(value)) : value,
          ]),
        ),
      );
      expect(existsSync(path.join(folder, "r.parquet.manifest.json"))).toBe(true);
      expect((await report(folder, ...form, "--format", "parquet")).stderr).toContain("needs --out");
    }));

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("ends with a code of its own where %s stops it, and leaves nothing behind", (signal, code) =>
    withFolder(async (folder) => {
      const child = spawn(process.execPath, [BIN, "report", "-", "-q"], {
        env: { ...process.env, TMPDIR: folder },
        stdio: ["pipe", "ignore", "pipe"],
      });
      let said = "";
      child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
      // It reads once this is there, and whoever writes has not ended.
      while (readdirSync(folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill(signal);
      expect([await ended, said]).toEqual([code, "Stopped.\n"]);
      expect(readdirSync(folder)).toEqual([]);
    }),
  );

  it("is the same of a log and of its outputs", () =>
    withFolder(async (folder) => {
      await simulateInto(folder);
      await convofold(["replay", "log.ndjson", "--out", "out", "-q"], { cwd: folder });
      const args = ["--by", "queue,media,agent,direction,wrapup", "--format", "csv", "--attribution", "split"];
      const [ofLog, ofOutputs] = [await report(folder, "log.ndjson", ...args), await report(folder, "out", ...args)];
      expect([ofLog.code, ofOutputs.code]).toEqual([0, 0]);
      expect(ofLog.stdout.split("\n").length).toBeGreaterThan(50);
      expect(ofLog.stdout).toBe(ofOutputs.stdout);
    }));

  it("writes CSV with its manifest beside it, JSON and a page that stands alone; no file is overwritten unasked", () =>
    withFolder(async (folder) => {
      expect((await report(folder, CALL, "--format", "csv", "--out", "t.csv")).code).toBe(0);
      const [heads = "", first = ""] = readFileSync(path.join(folder, "t.csv"), "utf8").split("\n");
      expect(heads).toMatch(/^row,from,to,zone,attribution,queue,waitingAtStart,offered,/);
      expect(first).toMatch(/^interval,2026-[^,]+,2026-[^,]+,UTC,final,/);
      const manifest = JSON.parse(readFileSync(path.join(folder, "t.csv.manifest.json"), "utf8")) as object;
      expect(manifest).toMatchObject({ manifest: { zone: "UTC", attribution: "final", source: { conversations: 1 } } });
      const again = await report(folder, CALL, "--format", "csv", "--out", "t.csv");
      expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('"t.csv" exists') as string });
      const { stdout } = await report(folder, CALL, "--format", "json");
      expect(JSON.parse(stdout)).toMatchObject({
        manifest: { type: "intervalTable" },
        total: { waits: { offered: 1, answered: 1 } },
      });
      await report(folder, CALL, "--format", "html", "--out", "t.html");
      const page = readFileSync(path.join(folder, "t.html"), "utf8");
      expect(page).toMatch(/^<!doctype html>/);
      expect(page).not.toMatch(/<script|src=|href=|http:\/\//);
    }));

  it("shows names in the place of ids that it is given, and the ids of others", () =>
    withFolder(async (folder) => {
      const { stdout: before } = await report(folder, CALL, "--by", "queue,agent", "--format", "json");
      const [row] = (JSON.parse(before) as { readonly groupTotals: { readonly group: Record<string, string> }[] })
        .groupTotals;
      writeFileSync(path.join(folder, "names.csv"), `kind,id,name\nqueue,${row?.group["queue"] ?? ""},Billing\n`);
      const { stdout } = await report(folder, CALL, "--by", "queue,agent", "--format", "json", "--names", "names.csv");
      expect(JSON.parse(stdout)).toMatchObject({
        groupTotals: [{ group: { queue: "Billing", agent: row?.group["agent"] } }],
      });
    }));

  it("takes formulas from the policy", () =>
    withFolder(async (folder) => {
      const levels =
        "{mine: {numerator: [answeredInTarget], denominator: [answered, flowedOut]}, theirs: {platform: {excludeAbandons: true}}}";
      writeFileSync(path.join(folder, "p.yaml"), `version: 1\nserviceLevels: ${levels}\n`);
      const { stdout } = await report(folder, CALL, "--policy", "p.yaml");
      expect(stdout).toContain("mine = (answeredInTarget) / (answered + flowedOut)");
      expect(stdout).toContain("theirs = (answeredInTarget) / (answered)");
      expect(stdout).not.toContain("withShortAbandons");
    }));

  it("tells a check that does not hold, and ends with 1", () =>
    withFolder(async (folder) => {
      await convofold(["replay", CALL, "--out", "out", "-q"], { cwd: folder });
      const file = path.join(folder, "out/measurements.ndjson");
      const kept = readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => !line.includes('"nOffered"'));
      writeFileSync(file, kept.join("\n"));
      rmSync(path.join(folder, "out/manifest.json"));
      const { code, stdout, stderr } = await report(folder, "out");
      expect(code).toBe(1);
      expect(stdout).toContain("nOffered: 1 in the views, 0 measured");
      expect(stderr).toContain('The check "measurements" does not hold');
    }));

  it.each([
    [["--zone", "Europe/Atlantis"], "A name such as Europe/Berlin"],
    [["--zone", "+02:00"], "an offset is no zone"],
    [["--interval", "20m"], "Give one of 15m, 30m, 60m, day, week"],
    [["--by", "queue,colour"], "Any of queue, media, agent, direction, wrapup"],
    [["--attribution", "end"], "Give one of split, start, final"],
    [["--from", "2026-03-03T00:00:00Z", "--to", "2026-03-02T00:00:00Z"], "--from is not before --to."],
  ])("is wrong use of it, and says what is wanted: %j", (args, message) =>
    withFolder(async (folder) => {
      const { code, stderr } = await report(folder, CALL, ...args);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    }),
  );

  it("says where there is no such log, and that nothing of one was folded", () =>
    withFolder(async (folder) => {
      expect(await report(folder, "none.ndjson")).toMatchObject({
        code: 3,
        stderr: expect.stringContaining("There is no file") as string,
      });
      writeFileSync(path.join(folder, "rubbish.ndjson"), "rubbish\n");
      expect((await report(folder, "rubbish.ndjson")).code).toBe(1);
      expect(existsSync(path.join(folder, "rubbish.ndjson"))).toBe(true);
    }));

  it("has examples in its help", async () => {
    const { stdout } = await convofold(["report", "--help"]);
    expect(stdout).toContain("convofold report out/day --zone Europe/Berlin");
    expect(stdout.replace(/\s+/g, " ")).toContain('default: "30m"');
  });
});
