// Writes src/bytes/generated/module.ts: the module of assembly/, compiled. With --check it only says whether that is stale.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import asc from "assemblyscript/asc";

import { readWords } from "./words.mjs";

const { values } = readWords("node scripts/bytes-module.mjs [--check]", { options: { check: { type: "boolean", default: false } } });
const TARGET = "src/bytes/generated/module.ts";
const OPTIONS = ["--runtime", "stub", "-O3", "--noAssert", "--enable", "simd", "--initialMemory", "32", "--use", "abort="];

const compiled = new Map();
const { error, stderr } = await asc.main(["assembly/tape.ts", "--outFile", "module.wasm", ...OPTIONS], {
  writeFile: (name, contents) => void compiled.set(name, contents),
});
if (error) {
  process.stderr.write(`${stderr}${String(error)}\n`);
  process.exit(1);
}
const base64 = Buffer.from(compiled.get("module.wasm")).toString("base64");
const lines = base64.match(/.{1,110}/g).map((line) => `  "${line}",`);
const text = [
  "// Generated from assembly/ by `npm run generate`. Do not edit.",
  "",
  "/** The WebAssembly module that walks over JSON, in base64. */",
  "export const MODULE = [",
  ...lines,
  '].join("");',
  "",
].join("\n");
const isFresh = existsSync(TARGET) && readFileSync(TARGET, "utf8") === text;
if (!isFresh && values.check) {
  process.stderr.write(`Stale: ${TARGET}. Run npm run generate.\n`);
  process.exitCode = 1;
} else if (!isFresh) writeFileSync(TARGET, text);
