import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.join(__dirname, "../..");

interface Step {
  readonly word: string;
  readonly rest: string;
}

/** The steps of each stage of the image. */
function stagesOf(text: string): readonly (readonly Step[])[] {
  const lines = text.replace(/\\\n\s*/g, "").match(/^[A-Z]+ .*$/gm) ?? [];
  const steps = lines.map((line) => ({
    word: line.slice(0, line.indexOf(" ")),
    rest: line.slice(line.indexOf(" ") + 1),
  }));
  const begins = steps.flatMap(({ word }, index) => (word === "FROM" ? [index] : []));
  return begins.map((begin, stage) => steps.slice(begin, begins[stage + 1]));
}

/** What the image is built from is copied by the files of one folder to the other. */
function copy(from: string, to: string, { rest }: Step): void {
  const names = rest.replace(/^--from=\S+ /, "").split(" ");
  const target = path.join(to, names.pop() ?? "");
  for (const name of names) {
    const isInto = rest.endsWith("/");
    cpSync(path.join(from, name.replace(/^\/app\//, "")), isInto ? path.join(target, path.basename(name)) : target, {
      recursive: true,
    });
  }
}

/** Links cost nothing, but reach no other file system than their own. */
function linkOrCopy(from: string, to: string): void {
  try {
    execFileSync("cp", ["-al", from, to], { stdio: "ignore" });
  } catch {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
}

/**
 * There is no Docker here: each step of the Dockerfile is done by hand, in folders in the place of its stages. The packages
 * come from this checkout and from no network, so what `npm ci` does before it builds is not tried.
 */
describe("the image", () => {
  const [build = [], final = []] = stagesOf(readFileSync(path.join(ROOT, "Dockerfile"), "utf8"));
  const folder = mkdtempSync(path.join(tmpdir(), "convofold-image-"));
  const [context, built, image] = ["context", "built", "image"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const run = (place: string, file: string, ...args: readonly string[]) =>
    execFileSync(file, [...args], { cwd: place, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

  beforeAll(() => {
    for (const place of [context, built, image]) mkdirSync(place);
    const ignored = readFileSync(path.join(ROOT, ".dockerignore"), "utf8");
    expect(ignored).toMatch(/^\*$/m);
    for (const [, name = ""] of ignored.matchAll(/^!(.+)$/gm))
      cpSync(path.join(ROOT, name), path.join(context, name), { recursive: true });
    linkOrCopy(path.join(ROOT, "node_modules"), path.join(built, "node_modules"));
    // What npm writes into is a copy in any case.
    const installed = "node_modules/.package-lock.json";
    rmSync(path.join(built, installed));
    cpSync(path.join(ROOT, installed), path.join(built, installed));
    for (const step of build.filter(({ word }) => word === "COPY")) copy(context, built, step);
    expect(build.filter(({ word }) => word === "RUN")).toEqual([
      { word: "RUN", rest: "npm ci && npm prune --omit=dev --ignore-scripts" },
    ]);
    run(built, "npm", "run", "prepare");
    run(built, "npm", "prune", "--omit=dev", "--ignore-scripts", "--offline", "--no-audit", "--no-fund");
    for (const step of final.filter(({ word }) => word === "COPY"))
      copy(step.rest.startsWith("--from=build ") ? built : context, image, step);
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it("has what it runs with, and nothing that is only built with", () => {
    const names = run(image, "ls", "node_modules").split("\n");
    expect(names).toEqual(expect.arrayContaining(["kafkajs", "fastify", "pino", "prom-client"]));
    for (const name of ["typescript", "jest", "vite", "eslint"]) expect(names).not.toContain(name);
  });

  it("begins with the programme, which folds a log, and has the page of the board", () => {
    const { rest = "[]" } = final.find(({ word }) => word === "ENTRYPOINT") ?? {};
    const [node, ...args] = JSON.parse(rest) as readonly string[];
    expect(node).toBe("node");
    expect(run(image, process.execPath, ...args, "--version")).toMatch(/^\d+\.\d+\.\d+\n$/);
    const log = path.join(folder, "call.ndjson");
    writeFileSync(log, readFileSync(path.join(ROOT, "samples/call.ndjson")));
    const said = run(image, process.execPath, ...args, "replay", log, "--out", path.join(folder, "out"), "-q");
    expect(said).toContain("read 7: folded 7");
    expect(run(image, "ls", "dist/board/page")).toContain("index.html");
  }, 60_000);
});
