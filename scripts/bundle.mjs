// Puts the modules of the programme together into a few files in dist/bundle: hundreds take a command longer to load than to do its work.
// They go by the sources, as tsc does; dist keeps the single modules beside them, for tests and benchmarks.
import { readFileSync } from "node:fs";
import path from "node:path";

import { rolldown } from "rolldown";

const OUT = "dist/bundle";
/** What is loaded by its file: the command, the package, threads, and what is wanted by few. */
const ENTRIES = Object.fromEntries(
  [
    "src/cli/main.ts",
    "src/index.ts",
    "src/app/serve/serve-thread.ts",
    "src/app/sharding/shard-worker.ts",
    "src/board/web/static.tsx",
    "src/models/policy-schema.ts",
    "src/calendars/zones.ts",
  ].map((file) => [path.parse(file).name, path.resolve(file)]),
);
/** Packages of many modules, or with more comments than code. Others stay where they are installed. */
const INLINED = new Set(["commander", "luxon", "yaml", "zod"]);
const SOURCES = path.resolve("src");

const packageOf = (id) => id.split("/", id.startsWith("@") ? 2 : 1).join("/");
const isExternal = (id) => !id.startsWith(".") && !path.isAbsolute(id) && !INLINED.has(packageOf(id));
const isOwn = (file) => file?.startsWith(SOURCES) ?? false;

/** The form of yaml for browsers is of modules, so what is not used of it is left out: else it would be read at each start that has a policy. */
const YAML = path.resolve("node_modules/yaml/browser/dist/index.js");

/** A module that is required where it is wanted stays a file of its own, which nothing else loads. */
const requiredLate = {
  name: "required-late",
  resolveId(id, importer, { kind }) {
    const { name } = path.parse(id);
    if (kind !== "require-call" || !isOwn(importer) || ENTRIES[name] === undefined) return null;
    return { id: `./${name}.js`, external: true };
  },
};

/** commander starts subcommands that are programmes of their own, of which there are none: what that takes is loaded at its first use. */
const noProgrammes = {
  name: "no-programmes",
  transform(code, file) {
    if (!file.endsWith("/commander/lib/command.js")) return null;
    const late = 'const childProcess = { spawn: (...args) => require("node:child_process").spawn(...args) };';
    const moved = code.replace("const childProcess = require('node:child_process');", late);
    if (moved === code) throw new Error(`${file}: loads child_process otherwise than it did.`);
    return moved;
  },
};

/** Files that lie beside a module, such as the page, are found from where the bundle is; entries lie beside each other. */
const placesOfFiles = {
  name: "places-of-files",
  transform(code, file) {
    if (!isOwn(file) || !code.includes("__dirname")) return null;
    const folder = path.join(path.dirname(OUT), path.relative(SOURCES, path.dirname(file)));
    const moved = code.replace(/path\.join\(__dirname, "([^"]+)"\)/g, (_, place) => {
      const { name } = path.parse(place);
      const from = name in ENTRIES ? `${name}.js` : path.relative(OUT, path.join(folder, place));
      return `path.join(__DIRNAME, ${JSON.stringify(from)})`;
    });
    if (moved.includes("__dirname"))
      throw new Error(`${file}: a place is path.join(__dirname, "…"), so that it can be moved.`);
    return moved.replaceAll("__DIRNAME", "__dirname");
  },
};

const isIn = (file, rooms) => isOwn(file) && rooms.includes(path.relative(SOURCES, file).split(path.sep)[0]);
const uses = (file, name) => readFileSync(file, "utf8").includes(`from "${name}"`);
/** What most commands need is one file each, but nothing of zod, which few of them do; what needs only a clock needs neither luxon nor the fold. */
const groups = [
  { name: "models", test: (file) => isIn(file, ["models"]) && !uses(file, "zod") },
  { name: "calendars", test: (file) => isIn(file, ["calendars"]) && !uses(file, "luxon") },
  {
    name: "fold",
    test: (file) => isIn(file, ["bytes", "decoding", "deadlines", "engine", "measurements", "packing", "reducers"]),
    minShareCount: 3,
  },
];

const bundle = await rolldown({
  input: ENTRIES,
  platform: "node",
  external: isExternal,
  plugins: [requiredLate, noProgrammes, placesOfFiles],
  resolve: { alias: { yaml: YAML }, extensionAlias: { ".js": [".ts", ".tsx", ".js"] }, mainFields: ["module", "main"] },
  checks: { ineffectiveDynamicImport: false },
  logLevel: "warn",
});
await bundle.write({
  dir: OUT,
  format: "cjs",
  // What is loaded late is required: to import a package, Node first looks through all its modules for what they export.
  dynamicImportInCjs: false,
  exports: "named",
  comments: false,
  entryFileNames: "[name].js",
  chunkFileNames: "part-[name]-[hash].js",
  codeSplitting: { groups },
});
await bundle.close();
