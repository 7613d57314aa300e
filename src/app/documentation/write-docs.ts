import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { generatePages } from "./pages";

const FOLDER = path.join(__dirname, "../../../docs");

/** Writes the generated pages; with `--check` only says which are stale, and fails where one is. */
function main(): void {
  const isCheck = process.argv.includes("--check");
  const stale = generatePages().filter(({ name, text }) => {
    const file = path.join(FOLDER, name);
    return !existsSync(file) || readFileSync(file, "utf8") !== text;
  });
  for (const { name, text } of isCheck ? [] : stale) {
    const file = path.join(FOLDER, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (isCheck && stale.length > 0) {
    process.stderr.write(`Stale: ${stale.map(({ name }) => `docs/${name}`).join(", ")}. Run npm run docs.\n`);
    process.exitCode = 1;
  }
}

main();
