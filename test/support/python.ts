import { spawnSync } from "node:child_process";

/** The Python that has pandas: `PANDAS_PYTHON`, else the one on the path. */
export const PYTHON = process.env["PANDAS_PYTHON"] ?? "python3";

/** A suite that needs Python with pandas and pyarrow. Where one is named and has them not, that is a failure; where none is there, the suite is left out, loudly. */
export function describeWithPandas(name: string, suite: () => void): void {
  if (spawnSync(PYTHON, ["-c", "import pandas, pyarrow"]).status === 0) return describe(name, suite);
  const why = "no Python with pandas and pyarrow is there: install them, or name one in PANDAS_PYTHON";
  if (process.env["PANDAS_PYTHON"] !== undefined) {
    describe(name, () => {
      it("has pandas", () => {
        throw new Error(why);
      });
    });
    return;
  }
  process.stderr.write(`LEFT OUT: ${name}: ${why}\n`);
  describe.skip(`${name} (${why})`, suite);
}
