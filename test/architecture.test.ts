import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { FACT_TABLE } from "../src/models/fact-table";

const ROOT = path.join(__dirname, "..");
const SRC = path.join(ROOT, "src");

interface SourceFile {
  readonly name: string;
  readonly room: string;
  readonly text: string;
  /** Files of the project that it imports, relative to `src`. */
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

function readSources(folder = SRC): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return readSources(full);
    if (!/\.tsx?$/.test(entry.name)) return [];
    const text = readFileSync(full, "utf8");
    const targets = [...text.matchAll(/^(?:import|export) [^;]*?from "([^"]+)";/gms)].map((match) => match[1] ?? "");
    const name = path.relative(SRC, full);
    return [
      {
        name,
        room: name.split(path.sep)[0] ?? "",
        text,
        imports: targets
          .filter((target) => target.startsWith("."))
          .map((target) => path.relative(SRC, path.resolve(folder, target))),
        packages: targets.filter((target) => !target.startsWith(".")),
      },
    ];
  });
}

const sources = readSources();

/** Which rooms each room may import from, besides itself. The way of a record goes down this table. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  models: [],
  reducers: ["models"],
  measurements: ["models"],
  deadlines: ["models"],
  packing: ["models"],
  bytes: ["models"],
  calendars: ["models"],
  engine: ["models", "reducers", "measurements", "deadlines", "packing", "calendars"],
  decoding: ["models", "bytes", "packing"],
  answers: ["models", "calendars"],
  consumers: ["models", "engine", "decoding"],
  sinks: ["models", "engine"],
  board: ["models", "answers"],
  app: [
    "models",
    "reducers",
    "measurements",
    "deadlines",
    "engine",
    "decoding",
    "calendars",
    "answers",
    "consumers",
    "sinks",
    "board",
  ],
  cli: ["models", "app", "answers", "calendars", "consumers"],
  demo: ["models", "app", "board", "consumers", "decoding"],
};

/** The rooms that eslint holds to it, too: they are named once, for both. */
const PURE = JSON.parse(readFileSync(path.join(ROOT, "pure-rooms.json"), "utf8")) as readonly string[];
/** What a pure room may use besides zod: a calendar cannot be without the zones. */
const PURE_VENDORS = new Map([["calendars", ["luxon"]]]);

/** Packages and the one room, or file, that may import them. */
const VENDORS: Readonly<Record<string, string | readonly string[]>> = {
  commander: "cli",
  pino: "cli",
  yaml: "app/policy-file.ts",
  luxon: "calendars",
  fzstd: "consumers",
  kafkajs: "consumers/kafka",
  "prom-client": "app/serve",
  "@opentelemetry/api": "app/serve",
  "@opentelemetry/core": "app/serve",
  "@opentelemetry/exporter-metrics-otlp-proto": "app/serve/otlp.ts",
  "@opentelemetry/resources": "app/serve/otlp.ts",
  "@opentelemetry/sdk-metrics": "app/serve",
  "csv-parse/sync": "app/csv-lines.ts",
  "hyparquet-writer": "sinks/tables/parquet-file.ts",
  "@duckdb/node-api": "app/query/duckdb.ts",
  fastify: "board/server",
  "@fastify/cookie": "board/server",
  "@fastify/helmet": "board/server",
  "@fastify/rate-limit": "board/server",
  "@fastify/static": "board/server",
  "@fastify/swagger": "board/server",
  "buffer/": "demo/buffer.ts",
  preact: "board/web",
  "preact/hooks": "board/web",
  "preact-render-to-string": "board/web",
  "@preact/signals": "board/web",
};

/** A way along imports that comes back to where it began; empty where there is none. */
function findCircle(importsOf: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const walk = (name: string, way: readonly string[]): string[] => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return [];
    for (const next of importsOf.get(name) ?? []) {
      const circle = walk(next, [...way, name]);
      if (circle.length > 0) return circle;
    }
    done.add(name);
    return [];
  };
  for (const name of importsOf.keys()) {
    const circle = walk(name, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** The imports in a folder's floors that go to a floor above their own, or to what lies beside the floors. Throws where a floor has no file. */
function upwardImports(folder: string, floors: readonly string[]) {
  const rank = (name: string) => floors.indexOf(foldersIn(folder, [name])[0] ?? "");
  const within = sources.filter(({ name }) => rank(name) >= 0);
  expect(
    foldersIn(
      folder,
      within.map(({ name }) => name),
    ).sort(),
  ).toEqual([...floors].sort());
  return within
    .flatMap(({ name, imports }) => imports.map((target) => ({ name, target })))
    .filter(({ target }) => target.startsWith(folder + path.sep))
    .filter(({ name, target }) => rank(target) < 0 || rank(target) > rank(name));
}

/** The folders right inside a folder in which these files lie; "" for a file that lies in none. */
function foldersIn(folder: string, names: readonly string[]): string[] {
  const inside = names.filter((name) => name.startsWith(folder + path.sep));
  return [...new Set(inside.map((name) => path.dirname(name.slice(folder.length + 1)).split(path.sep)[0] ?? ""))];
}

describe("the house", () => {
  it("has the rooms that the map says, and no file outside of them but the public exports", () => {
    expect([...new Set(sources.map(({ room }) => room))].sort()).toEqual(
      [...Object.keys(MAY_IMPORT), "index.ts"].sort(),
    );
  });

  it.each(sources.filter(({ name }) => name !== "index.ts").map((source) => [source.name, source] as const))(
    "%s imports only where the map allows",
    (_, { room, imports }) => {
      const rooms = imports.map((target) => target.split(path.sep)[0] ?? "").filter((other) => other !== room);
      expect(rooms.filter((other) => !(MAY_IMPORT[room] ?? []).includes(other))).toEqual([]);
    },
  );

  it("has an engine of floors: each imports only from those below it, and what the engine is asked for", () => {
    const upward = upwardImports("engine", ["time", "history", "derive", "store", "emit"]);
    expect(upward.filter(({ target }) => target !== path.join("engine", "ports"))).toEqual([]);
  });

  it("serves a log in floors, and nothing lies beside them", () => {
    const folder = path.join("consumers", "live");
    const floors = [
      "port",
      "group",
      "records",
      "position",
      "gaps",
      "policy",
      "state",
      "fold",
      "task",
      "intake",
      "worker",
    ];
    expect(upwardImports(folder, [...floors, "recording"])).toEqual([]);
    const names = sources.map(({ name }) => name);
    expect(foldersIn(folder, names).sort()).toEqual([...floors, "recording"].sort());
  });

  it("would see an import that goes up", () => {
    expect(upwardImports("engine", ["emit", "store", "derive", "history", "time"]).length).toBeGreaterThan(10);
  });

  it("has no circle of imports, types included", () => {
    const importsOf = new Map(sources.map(({ name, imports }) => [name.replace(/\.tsx?$/, ""), imports]));
    expect(findCircle(importsOf)).toEqual([]);
  });

  it("would see a circle of imports", () => {
    const importsOf = new Map([
      ["a", ["b"]],
      ["b", ["c", "d"]],
      ["c", []],
      ["d", ["b"]],
    ]);
    expect(findCircle(importsOf)).toEqual(["b", "d", "b"]);
  });

  it("imports each vendor in one place", () => {
    for (const { name, packages } of sources) {
      for (const used of packages.filter((target) => !target.startsWith("node:") && target !== "zod")) {
        const places = [VENDORS[used] ?? []].flat();
        expect({
          name,
          used,
          isInItsPlace: places.some((place) => name === place || name.startsWith(`${place}${path.sep}`)),
        }).toEqual({ name, used, isInItsPlace: true });
      }
    }
  });

  it("names each pure room once, for eslint as for this test, and none that is not there", () => {
    expect(PURE.filter((room) => !(room in MAY_IMPORT))).toEqual([]);
    expect(new Set(PURE).size).toBe(PURE.length);
    const rules = readFileSync(path.join(ROOT, "eslint.config.mjs"), "utf8");
    expect(rules).toContain("pure-rooms.json");
    expect(PURE.filter((room) => rules.includes(`"${room}"`))).toEqual([]);
  });

  it("is pure in its core: no world, no clock, no chance, nothing that waits, nothing that logs", () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bconsole\.|\basync\b|\bawait\b|\bsetTimeout\b|\bsetInterval\b|\bpino\b/;
    for (const { name, room, text, packages } of sources.filter((source) => PURE.includes(source.room))) {
      const code = text
        .replace(/\/\*\*[\s\S]*?\*\//g, "")
        .replace(/\/\/.*$/gm, "")
        .replace(/"[^"\n]*"/g, '""');
      expect({ name, impure: impure.exec(code)?.[0] }).toEqual({ name, impure: undefined });
      expect({
        name,
        packages: packages.filter((used) => !["zod", "node:buffer", ...(PURE_VENDORS.get(room) ?? [])].includes(used)),
      }).toEqual({
        name,
        packages: [],
      });
      expect(room).not.toBe("");
    }
  });

  it("lets the simulator know nothing of what it tests", () => {
    const simulator = sources.filter(({ name }) => name.startsWith(path.join("consumers", "simulation")));
    const rooms = simulator.flatMap(({ imports }) => imports.map((target) => target.split(path.sep)[0]));
    expect(simulator.length).toBeGreaterThan(10);
    expect([...new Set(rooms)].sort()).toEqual(["consumers", "models"]);
  });

  it("serves a log over a port: what folds it knows no adapter, and no adapter knows another", () => {
    const importsOf = (place: string) => {
      const folder = path.join("consumers", place) + path.sep;
      const its = sources.filter(({ name }) => name.startsWith(folder));
      expect(its.length).toBeGreaterThan(3);
      const others = its.flatMap(({ imports }) => imports).filter((target) => !target.startsWith(folder));
      const places = others.map((target) => target.split(path.sep)).filter(([room]) => room === "consumers");
      return [...new Set(places.map(([, other]) => other))].sort();
    };
    expect(importsOf("live")).toEqual([]);
    expect(importsOf("memory")).toEqual(["live"]);
    expect(importsOf("kafka")).toEqual(["compression", "live"]);
  });

  it("has files of at most 200 lines (tables of data excepted), in kebab-case, without default exports and leftovers", () => {
    for (const { name, room, text } of sources) {
      if (room !== "models" && !name.endsWith("pages.ts"))
        expect({ name, isShort: text.split("\n").length <= 201 }).toEqual({ name, isShort: true });
      expect(path.basename(name)).toMatch(/^[a-z0-9-]+\.tsx?$/);
      expect(text).not.toMatch(/export default|export \* from|\bTO(?:)DO\b|\bFIX(?:)ME\b/);
    }
  });

  it("documents every exported name", () => {
    for (const { name, text } of sources.filter(({ room }) => room !== "cli")) {
      const undocumented = [
        ...text.matchAll(/(\*\/|\/\/[^\n]*)?\n(?:export (?:async )?(?:function\*?|class|interface|const) (\w+))/g),
      ]
        .filter((match) => match[1] === undefined)
        .map((match) => match[2]);
      expect({ name, undocumented }).toEqual({ name, undocumented: [] });
    }
  });
});

describe("the documentation", () => {
  it("names a test for every invariant, and each of those tests is there", () => {
    const text = readFileSync(path.join(ROOT, "docs/architecture.md"), "utf8");
    const invariants = [...text.matchAll(/^\d+\. .*?\(`(test\/[^`]+)`\)/gms)];
    expect(invariants.length).toBeGreaterThan(10);
    for (const [, file] of invariants) expect(() => readFileSync(path.join(ROOT, file ?? ""))).not.toThrow();
  });

  it.each(["docs/architecture.md", "CONTRIBUTING.md"])("names in %s only files that are there", (page) => {
    const text = readFileSync(path.join(ROOT, page), "utf8");
    const named = [...text.matchAll(/`((?:src|test|docs|scripts)\/[\w./-]+)`/g)].map(([, file = ""]) => file);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  it("tells whoever contributes only constants that are there, and the next code of a fact", () => {
    const text = readFileSync(path.join(ROOT, "CONTRIBUTING.md"), "utf8");
    const constants = [...text.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, name = ""]) => name);
    expect(constants.length).toBeGreaterThan(1);
    expect(constants.filter((name) => !sources.some((source) => source.text.includes(`const ${name}`)))).toEqual([]);
    const codes = FACT_TABLE.map(({ code }) => code);
    expect(text).toContain(`code: ${Math.max(...codes) + 1},`);
  });
});
