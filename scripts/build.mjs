// Builds dist, unless it was built from the same sources, settings and packages, and each file of it is as it was written then.
// With --force it is built in any case.
import { execFileSync } from "node:child_process";

import { buildAnew, isFresh, readSources } from "./build-record.mjs";
import { readWords } from "./words.mjs";

const { values } = readWords("npm run build [-- --force]", { options: { force: { type: "boolean", default: false } } });
const FOLDER = "dist";
/** What before-pack.mjs writes there. */
const OTHERS = ["sbom.cdx.json", "THIRD-PARTY-LICENCES.txt"];
/** All that decides what is built. */
const SOURCES = [
  ...["src", "scripts/build.mjs", "scripts/build-record.mjs", "scripts/bundle.mjs"],
  ...["tsconfig.json", "tsconfig.build.json", "vite.config.mjs"],
  ...["package.json", "package-lock.json", "node_modules/.package-lock.json"],
];
const STEPS = [
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"],
  ["node_modules/typescript/bin/tsc", "-p", "src/board/web/tsconfig.json"],
  ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"],
  ["scripts/bundle.mjs"],
];

/** A page is built for use whoever builds it: tests, which have a NODE_ENV of their own, try the one that is shipped. */
const env = { ...process.env, NODE_ENV: "production" };
const read = () => readSources(SOURCES);

function build() {
  for (const [tool, ...words] of STEPS) execFileSync(process.execPath, [tool, ...words], { env, stdio: "inherit" });
}

if (values.force || !isFresh(FOLDER, read())) {
  try {
    if (!buildAnew(FOLDER, { others: OTHERS, read, build })) {
      process.stderr.write(`The sources changed while ${FOLDER} was built, so it may be of both. Build it again.\n`);
      process.exitCode = 1;
    }
  } catch (error) {
    // A tool has printed what is wrong.
    if (error.status === undefined) throw error;
    process.exitCode = 1;
  }
}
