import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { TableReport } from "../../../src/answers/report";
import { convofold } from "../../support/cli";
import { describeWithPandas, PYTHON } from "../../support/python";

const PAGE = path.join(__dirname, "../../../docs/tables.md");

describeWithPandas("the recipes of docs/tables.md for pandas", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "convofold-pandas-"));
  const page = readFileSync(PAGE, "utf8");
  const [, recipe = ""] = /```python\n([^`]*)```/.exec(page) ?? [];
  const [, readCsv = ""] = /`(pd\.read_csv\([^`]*\))`/.exec(page) ?? [];

  beforeAll(async () => {
    await convofold(["simulate", "-n", "150", "--seed", "8", "--scenarios", "all", "--out", "log.ndjson"], {
      cwd: folder,
    });
    await convofold(["replay", "log.ndjson", "--out", "out/night", "-q"], { cwd: folder });
    for (const format of ["csv", "parquet"])
      await convofold(["tables", "out/night", "--format", format], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (script: string) => {
    const { status, stdout, stderr } = spawnSync(PYTHON, ["-c", script], { cwd: folder, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return stdout;
  };

  it("run as they stand, and talk by queue is what the report says", async () => {
    const printed = run(
      `${recipe}\nprint("SUMS", talk.groupby("queueId", dropna=False)["value"].agg(["count", "sum"]).reset_index().to_json(orient="records"))`,
    );
    const { stdout } = await convofold(["report", "out/night", "--format", "json", "-q"], { cwd: folder });
    const { groupTotals } = JSON.parse(stdout) as TableReport;
    const reported = groupTotals
      .filter(({ times }) => times.talk.count > 0)
      .map(({ group, times: { talk } }) => ({ queueId: group.queue ?? null, count: talk.count, sum: talk.sumMs }));
    const summed = JSON.parse(/SUMS (.*)/.exec(printed)?.[1] ?? "") as { readonly queueId: string | null }[];
    const sorted = (rows: readonly { readonly queueId: string | null }[]) =>
      [...rows].sort((one, other) => ((one.queueId ?? "") < (other.queueId ?? "") ? -1 : 1));
    expect(sorted(summed)).toEqual(sorted(reported));
    expect(summed.length).toBeGreaterThan(3);
  });

  it("read the same from CSV as from Parquet", () => {
    const same = [
      "import json, pandas as pd",
      `lines = ${readCsv}`,
      'table = pd.read_parquet("out/night/measurements.parquet")',
      "assert len(lines) == len(table) > 1000",
      'assert (lines["value"] == table["value"]).all()',
      'assert (lines["emitDate"] == table["emitDate"]).all()',
      'assert len(json.loads(lines["evidence"][0])) == len(table["evidence"][0])',
      'print("same")',
    ];
    expect(run(same.join("\n"))).toBe("same\n");
  });
});
