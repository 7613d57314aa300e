// Builds dist, unless it was built from the same sources, settings and packages, and each file of it is as it was written then.
// With --force it is built in any case.
import { execFileSync } from "node:child_process";
import path from "node:path";

import { forget, isFresh, readSources, record } from "./build-record.mjs";
import { readWords } from "./words.mjs";

const { values } = readWords("npm run build [-- --force]", { options: { force: { type: "boolean", default: false } } });
const FOLDER = "dist";
/** All that decides what is built. */
const SOURCES = [
  ...["src", "scripts/build.mjs", "tsconfig.json", "tsconfig.build.json", "vite.config.mjs"],
  ...["package.json", "package-lock.json", "node_modules/.package-lock.json"],
];
const STEPS = [
  ["typescript/bin/tsc", "-p", "tsconfig.build.json"],
  ["typescript/bin/tsc", "-p", "src/board/web/tsconfig.json"],
  ["vite/bin/vite.js", "build", "--logLevel", "warn"],
];

const sources = readSources(SOURCES);
if (values.force || !isFresh(FOLDER, sources)) {
  forget(FOLDER);
  try {
    for (const [tool, ...words] of STEPS)
      execFileSync(process.execPath, [path.join("node_modules", tool), ...words], { stdio: "inherit" });
    record(FOLDER, sources);
  } catch (error) {
    // A tool has printed what is wrong.
    if (error.status === undefined) throw error;
    process.exitCode = 1;
  }
}
