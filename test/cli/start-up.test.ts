import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { BIN, withFolder } from "../support/cli";

/** What a call of the programme loads, said as an expression at its end. */
function atEndOf(args: readonly string[], expression: string): readonly string[] {
  const code = `
    process.argv = [process.execPath, "convofold", ...${JSON.stringify(args)}];
    process.stdout.write = () => true;
    const threads = require("node:worker_threads");
    const started = [];
    const { Worker } = threads;
    threads.Worker = function (file, options) { started.push(file); return new Worker(file, options); };
    const looked = [];
    const { resolvedOptions } = Intl.DateTimeFormat.prototype;
    Intl.DateTimeFormat.prototype.resolvedOptions = function () {
      looked.push("the ways of the machine");
      return resolvedOptions.call(this);
    };
    process.on("exit", () => console.error(JSON.stringify(${expression})));
    require(${JSON.stringify(BIN)});`;
  const text = execFileSync("bash", ["-c", '"$0" -e "$1" 2>&1 >/dev/null | tail -1', process.execPath, code], {
    encoding: "utf8",
  });
  return JSON.parse(text) as string[];
}

function filesLoadedBy(args: readonly string[]): readonly string[] {
  return atEndOf(args, "Object.keys(require.cache)");
}

/** The modules of Node that a call loads. */
function nodesOwnLoadedBy(args: readonly string[]): readonly string[] {
  return atEndOf(args, "process.moduleLoadList").map((name) => name.replace("NativeModule ", ""));
}

/** The packages, and the rooms of the programme, whose modules are in the files that a call loads. */
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

  it("loads no library for a report on a log, in UTC, and nothing that folds for one on outputs", () =>
    withFolder((folder) => {
      const out = path.join(folder, "out");
      loadedBy(["replay", "samples/call.ndjson", "--out", out]);
      const ofLog = loadedBy(["report", "samples/call.ndjson", "-q"]);
      for (const room of [...HEAVY, "luxon", "fzstd", "consumers/simulation"]) expect(ofLog).not.toContain(room);
      for (const command of ["report", "callbacks"]) {
        const ofOutputs = loadedBy([command, out, "-q"]);
        for (const room of [...HEAVY, "fzstd", "engine", "decoding", "reducers"]) expect(ofOutputs).not.toContain(room);
      }
      const compared = loadedBy(["compare", out, out, "-q"]);
      for (const room of [...HEAVY, "luxon", "fzstd", "engine", "decoding"]) expect(compared).not.toContain(room);
      return Promise.resolve();
    }));

  it("does not look for the language of the machine to count days of UTC", () => {
    expect(atEndOf(["report", "samples/call.ndjson", "--interval", "day", "-q"], "looked")).toEqual([]);
  });

  it("loads only what folds and writes for a replay", () =>
    withFolder((folder) => {
      const loaded = loadedBy(["replay", "samples/call.ndjson", "--out", path.join(folder, "out")]);
      for (const room of [...HEAVY, "luxon", "consumers/simulation", "board"]) expect(loaded).not.toContain(room);
      return Promise.resolve();
    }));

  it("loads nothing that folds, and no zones, to ask outputs by SQL", () =>
    withFolder((folder) => {
      const out = path.join(folder, "out");
      loadedBy(["replay", "samples/call.ndjson", "--out", out]);
      const asked = loadedBy(["query", out, "select 1"]);
      expect(asked).toContain("@duckdb/node-api");
      const others = ["luxon", "fzstd", "consumers/files", "engine", "decoding", "reducers", "board"];
      for (const room of [...HEAVY, ...others]) expect(asked).not.toContain(room);
      return Promise.resolve();
    }));

  it("verifies a small log without threads, each of which would load the programme anew", () => {
    const args = ["verify", "samples/call.ndjson", "-q"];
    const loaded = loadedBy(args);
    for (const room of [...HEAVY, "luxon", "fzstd", "consumers/simulation", "board"])
      expect(loaded).not.toContain(room);
    expect(atEndOf(args, "started")).toEqual([]);
  });

  it("compiles next to nothing to run fast for a small log, which is folded before that pays", () => {
    const traced = execFileSync(process.execPath, ["--trace-opt", BIN, "verify", "samples/call.ndjson", "-q"], {
      encoding: "utf8",
    });
    expect(traced).toContain("The outputs depend on this log alone");
    expect(traced.match(/completed optimizing/g)?.length ?? 0).toBeLessThan(12);
  });

  it.each(["replay", "report", "verify", "callbacks"])(
    "loads nothing of Node that starts processes or unpacks for %s of a plain log",
    (name) => {
      const loaded = nodesOwnLoadedBy([name, "samples/call.ndjson", "-q"]);
      expect(loaded).toContain("fs");
      for (const module of ["child_process", "zlib"]) expect(loaded).not.toContain(module);
    },
  );

  it("imports no package from what is built: Node would first look through all its modules for what they export", () => {
    const folder = path.join(path.dirname(BIN), "../dist/bundle");
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => /\bimport\("/.test(readFileSync(path.join(folder, file), "utf8")))).toEqual([]);
  });
});
