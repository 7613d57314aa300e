// Writes demo/, or the folder that is named: the board over the bundled day as a page that needs no server. It opens by double click, and from any host.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

import { build } from "vite";

const require = createRequire(import.meta.url);
const { readNames } = require("../dist/app/board/names.js");
const { readPolicyFile } = require("../dist/app/policy-file.js");

const [folder = "demo"] = process.argv.slice(2);
const inFolder = (name) => path.join(folder, name);

await build({ configFile: "vite.demo.config.mjs", logLevel: "warn", build: { outDir: path.resolve(folder) } });
copyFileSync("src/demo/index.html", inFolder("index.html"));
copyFileSync("src/board/web/icon.svg", inFolder("icon.svg"));
const day = {
  file: "day.ndjson.gz",
  // Packed anew, as one member: a browser unpacks no more.
  log: gzipSync(gunzipSync(readFileSync("samples/day.ndjson.gz")), { level: 9 }).toString("base64"),
  names: readNames("samples/names.csv"),
  policy: readPolicyFile("samples/policy.yaml"),
};
writeFileSync(inFolder("day.js"), `globalThis.convofoldDay = ${JSON.stringify(day)};\n`);
process.stdout.write(
  `Written to ${folder}. Open ${inFolder("index.html")} in a browser: it needs no server and no network.\n`,
);
