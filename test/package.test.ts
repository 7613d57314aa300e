import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.join(__dirname, "..");
const MEGABYTE = 1_000_000;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Runs a programme in a folder; both of its outputs. */
const run = (folder: string, file: string, ...args: readonly string[]) =>
  execFileSync(file, [...args], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Puts the package, and what it needs, into the modules of a folder, as installing it without a network would. */
function install(folder: string): Packed {
  run(ROOT, process.execPath, "scripts/before-pack.mjs", "--keep");
  const text = run(ROOT, "npm", "pack", "--ignore-scripts", "--json", "--pack-destination", folder);
  const [packed] = JSON.parse(text) as readonly Packed[];
  if (packed === undefined) throw new Error("nothing was packed");
  const modules = path.join(folder, "node_modules");
  mkdirSync(path.join(modules, ".bin"), { recursive: true });
  mkdirSync(path.join(modules, "convofold"));
  run(folder, "tar", "-xzf", packed.filename, "--strip-components=1", "-C", path.join(modules, "convofold"));
  for (const name of readdirSync(path.join(ROOT, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(path.join(ROOT, "node_modules", name), path.join(modules, name));
  }
  symlinkSync("../convofold/bin/convofold.js", path.join(modules, ".bin", "convofold"));
  return packed;
}

describe("the package", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "convofold-package-"));
  const inPackage = (name: string) => path.join(folder, "node_modules/convofold", name);
  let packed: Packed;
  beforeAll(() => (packed = install(folder)), 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is small: no source maps, no types of what is not exported", () => {
    const names = packed.files.map(({ path: name }) => name);
    expect(packed.size).toBeLessThan(1.65 * MEGABYTE);
    expect(names.filter((name) => /^dist\/(?!bundle|board\/page).*\.js$/.test(name))).toEqual([]);
    expect(
      names.filter((name) =>
        /\.map$|^(?:src|test|benchmarks|node_modules|demo|docs\/pictures)\/|^dist\/demo\/|\.tsbuildinfo$|\.built/.test(
          name,
        ),
      ),
    ).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(["LICENSE", "README.md", "CHANGELOG.md", "samples/day.ndjson.gz"]));
  });

  it("has the types of all that it exports, and of what these speak of", () => {
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      const imported = readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g);
      for (const [, name = ""] of imported) visit(path.join(path.dirname(file), `${name.replace(/\.js$/, "")}.d.ts`));
    };
    visit(inPackage("dist/index.d.ts"));
    expect(seen.size).toBeGreaterThan(20);
  });

  it("says what it is made of, and on what terms", () => {
    const sbom = JSON.parse(readFileSync(inPackage("dist/sbom.cdx.json"), "utf8")) as {
      readonly bomFormat: string;
      readonly components: readonly { readonly name: string }[];
    };
    const { dependencies } = JSON.parse(readFileSync(inPackage("package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect(sbom.bomFormat).toBe("CycloneDX");
    const licences = readFileSync(inPackage("dist/THIRD-PARTY-LICENCES.txt"), "utf8");
    for (const name of Object.keys(dependencies)) {
      expect(sbom.components.map((one) => one.name)).toContain(name);
      expect(licences).toContain(`\n${name} `);
    }
  });

  it("runs where it is installed, and its help names samples that are there", () => {
    expect(run(folder, "npx", "--offline", "convofold", "--version")).toBe(
      `${readVersion(inPackage("package.json"))}\n`,
    );
    const help = run(folder, "npx", "--offline", "convofold", "replay", "--help");
    const [sample = ""] = /node_modules\/convofold\/samples\/\S+/.exec(help) ?? [];
    const summary = run(folder, "npx", "--offline", "convofold", "replay", sample, "--quiet", "--out", "out/day");
    expect(summary).toContain("Written to out/day.");
    expect(readdirSync(path.join(folder, "out/day"))).toContain("measurements.ndjson");
    // Pages and threads are files of their own.
    const again = (...words: readonly string[]) =>
      run(folder, "npx", "--offline", "convofold", "replay", sample, ...words);
    expect(again("--quiet", "--report", "out/day.html")).toContain("Written to out/day.html.");
    expect(again("--quiet", "--workers", "2", "--out", "out/again")).toContain("Written to out/again.");
  });

  it("tells where the samples are to whoever looks for them in the wrong folder", () => {
    expect(() => run(folder, "npx", "--offline", "convofold", "replay", "samples/call.ndjson")).toThrow(
      "The samples are in node_modules/convofold/samples.",
    );
  });

  it("can be imported by name, from modules of both kinds", () => {
    const esm = 'import { createEngine } from "convofold"; console.log(typeof createEngine)';
    expect(run(folder, process.execPath, "--input-type=module", "-e", esm)).toBe("function\n");
    expect(run(folder, process.execPath, "-p", 'typeof require("convofold").decodeRecords')).toBe("function\n");
  });
});

function readVersion(file: string): string {
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
}
