import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";

const ROOT = path.join(__dirname, "..");
const EXAMPLES = path.join(ROOT, "docs/examples");
const node = (...args: readonly string[]) => execFileSync(process.execPath, [...args], { cwd: ROOT, encoding: "utf8" });

describe("the examples of the API", () => {
  it("stand on their page as they are", () => {
    const page = readFileSync(path.join(ROOT, "docs/api.md"), "utf8");
    for (const name of readdirSync(EXAMPLES))
      expect(page).toContain(readFileSync(path.join(EXAMPLES, name), "utf8").trim());
  });

  it("keep to the types of the package", () => {
    const files = readdirSync(EXAMPLES).map((name) => path.join(EXAMPLES, name));
    const programme = ts.createProgram(files, {
      allowJs: true,
      checkJs: true,
      strict: true,
      noImplicitAny: false,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      types: ["node"],
    });
    const problems = ts.getPreEmitDiagnostics(programme);
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  }, 60_000);

  it("fold a log in ten lines", () => {
    const lines = node("docs/examples/fold-a-log.mjs").trim().split("\n");
    expect(lines).toEqual(expect.arrayContaining(["nOffered 1", "tAlert 5000", "tHeldComplete 40000"]));
  });

  it("sum up in a sink of one's own", () => {
    expect(node("docs/examples/own-sink.mjs")).toBe(
      "ca110000-0000-4000-a000-000000000001: ended\nbilling: 40 s on hold\n",
    );
  });

  it("fold what lands in a bucket", () => {
    const code = `
      import { readFileSync } from "node:fs";
      import { createHandler } from "./docs/examples/lambda.mjs";
      const lines = async function* (key) { yield* readFileSync("samples/" + key, "utf8").trim().split("\\n"); };
      const write = async (key, text) => console.log(key, text.trim().split("\\n").length);
      await createHandler({ lines, write })({ Records: [{ s3: { object: { key: "call.ndjson" } } }] });`;
    expect(node("--input-type=module", "-e", code)).toMatch(
      /^call\.ndjson\.measurements\.ndjson (\d+)\ncall\.ndjson: \d+ records, \1 numbers, 0 rejected\n$/,
    );
  });
});
