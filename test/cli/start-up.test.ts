import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { BIN, withFolder } from "../support/cli";

/** The packages, and the rooms of the programme, whose modules are in the files that a call of it loads; and how many files these are. */
function filesLoadedBy(args: readonly string[]): readonly string[] {
  const code = `
    process.argv = [process.execPath, "convofold", ...${JSON.stringify(args)}];
    process.stdout.write = () => true;
    process.on("exit", () => console.error(JSON.stringify(Object.keys(require.cache))));
    require(${JSON.stringify(BIN)});`;
  const text = execFileSync("bash", ["-c", '"$0" -e "$1" 2>&1 >/dev/null | tail -1', process.execPath, code], {
    encoding: "utf8",
  });
  return JSON.parse(text) as string[];
}

function loadedBy(args: readonly string[]): Set<string> {
  const modules = filesLoadedBy(args).flatMap((file) =>
    file.includes("/node_modules/")
      ? [file]
      : (readFileSync(file, "utf8").match(/^\/\/ (?:src|node_modules)\/\S+$/gm) ?? []),
  );
  return new Set(
    modules.map(
      (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? /^\/\/ src\/(.*)\/[^/]+$/.exec(file)?.[1] ?? "",
    ),
  );
}

const HEAVY = ["zod", "yaml", "kafkajs", "fastify", "pino", "prom-client", "preact", "csv-parse", "hyparquet-writer"];

describe("the start of a command", () => {
  it("reads few files", () => {
    expect(filesLoadedBy(["--version"]).length).toBeLessThan(15);
    expect(filesLoadedBy(["--help"]).length).toBeLessThan(80);
    expect(filesLoadedBy(["report", "samples/call.ndjson", "-q"]).length).toBeLessThan(80);
    expect(filesLoadedBy(["verify", "samples/call.ndjson", "-q"]).length).toBeLessThan(80);
    expect(filesLoadedBy(["replay", "samples/call.ndjson", "--policy", "samples/policy.yaml"]).length).toBeLessThan(80);
  });

  it("loads nothing of a log's fold for the version and the help", () => {
    const allowed = new Set(["commander", "luxon", "models/generated", ""]);
    const version = loadedBy(["--version"]);
    expect([...version].filter((room) => !allowed.has(room)).sort()).toEqual(["app", "cli", "models"]);
    const help = loadedBy(["--help"]);
    for (const room of [...HEAVY, "engine", "decoding", "reducers"]) expect(help).not.toContain(room);
  });

  it.each(["serve", "report", "publish", "erase", "verify", "simulate"])(
    "loads no vendor's library for the help of %s",
    (name) => {
      const loaded = loadedBy([name, "--help"]);
      for (const room of [...HEAVY, "engine", "decoding"]) expect(loaded).not.toContain(room);
    },
  );

  it("loads no library but the one of zones for a report on a log, and nothing that folds for one on outputs", () =>
    withFolder((folder) => {
      const out = path.join(folder, "out");
      loadedBy(["replay", "samples/call.ndjson", "--out", out]);
      const ofLog = loadedBy(["report", "samples/call.ndjson", "-q"]);
      for (const room of [...HEAVY, "fzstd", "consumers/simulation"]) expect(ofLog).not.toContain(room);
      for (const command of ["report", "callbacks"]) {
        const ofOutputs = loadedBy([command, out, "-q"]);
        for (const room of [...HEAVY, "fzstd", "engine", "decoding", "reducers"]) expect(ofOutputs).not.toContain(room);
      }
      const compared = loadedBy(["compare", out, out, "-q"]);
      for (const room of [...HEAVY, "fzstd", "engine", "decoding"]) expect(compared).not.toContain(room);
      return Promise.resolve();
    }));

  it("loads only what folds and writes for a replay", () =>
    withFolder((folder) => {
      const loaded = loadedBy(["replay", "samples/call.ndjson", "--out", path.join(folder, "out")]);
      for (const room of [...HEAVY, "luxon", "consumers/simulation", "board"]) expect(loaded).not.toContain(room);
      return Promise.resolve();
    }));
});
