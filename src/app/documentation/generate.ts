import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { generateCode, type GeneratedFile } from "./generated-code";
import { generatePages } from "./pages";

const ROOT = path.join(__dirname, "../../..");

/** Writes the generated pages and code; with `--check` only says which are stale, and fails where one is. */
function main(): void {
  const isCheck = process.argv.includes("--check");
  const pages = generatePages().map(({ name, text }): GeneratedFile => ({ name: `docs/${name}`, text }));
  const stale = [...pages, ...generateCode()].filter(({ name, text }) => {
    const file = path.join(ROOT, name);
    return !existsSync(file) || readFileSync(file, "utf8") !== text;
  });
  for (const { name, text } of isCheck ? [] : stale) {
    const file = path.join(ROOT, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (isCheck && stale.length > 0) {
    process.stderr.write(`Stale: ${stale.map(({ name }) => name).join(", ")}. Run npm run generate.\n`);
    process.exitCode = 1;
  }
}

main();
