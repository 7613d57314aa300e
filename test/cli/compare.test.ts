import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { convofold } from "../support/cli";

const folder = mkdtempSync(path.join(tmpdir(), "convofold-compare-"));

/** Runs `compare`; its temporary files lie in the folder. */
const compare = (...args: readonly string[]) =>
  convofold(["compare", ...args, "-q"], { cwd: folder, environment: { TMPDIR: folder } });

/** A log, its outputs, and two policies. */
beforeAll(async () => {
  await convofold(["simulate", "-n", "40", "--seed", "6", "--out", "log.ndjson"], { cwd: folder });
  writeFileSync(path.join(folder, "a.yaml"), "version: 1\ndefaults: {answerTarget: 20s, shortAbandon: 5s}\n");
  writeFileSync(path.join(folder, "b.yaml"), "version: 1\ndefaults: {answerTarget: 2s, shortAbandon: 20s}\n");
  await convofold(["replay", "log.ndjson", "--out", "out", "-q"], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Copies the outputs as another build would have written them: times in menus and queues are others, as is the manifest. */
function rewrite(name: string, manifest: object): void {
  cpSync(path.join(folder, "out"), path.join(folder, name), { recursive: true });
  const file = (one: string) => path.join(folder, name, one);
  const lines = readFileSync(file("measurements.ndjson"), "utf8");
  const others = lines.replace(/"name":"(tIvr|tAcd)","value":/g, "$&1");
  writeFileSync(file("measurements.ndjson"), others);
  const written = JSON.parse(readFileSync(file("manifest.json"), "utf8")) as object;
  writeFileSync(file("manifest.json"), JSON.stringify({ ...written, ...manifest }));
}

describe("convofold compare", () => {
  it("shows what another policy makes of a log, each change with the limit that moved it, and ends with 1", async () => {
    const { code, stdout } = await compare("log.ndjson", "--policy", "a.yaml", "--policy", "b.yaml");
    expect(code).toBe(1);
    expect(stdout).toContain("A is log.ndjson under a.yaml, B is log.ndjson under b.yaml");
    expect(stdout).toMatch(/answer late|answer missed|answer met/);
    expect(stdout).toMatch(/because answerTarget is 20s in A, 2s in B for queue/);
    const args = ["--policy", "a.yaml", "--policy", "b.yaml", "--format", "json", "-o", "c.json"];
    expect((await compare("log.ndjson", ...args)).code).toBe(1);
    const report = JSON.parse(readFileSync(path.join(folder, "c.json"), "utf8")) as {
      readonly changes: { readonly kind: string; readonly name: string; readonly reason: string }[];
    };
    const numbers = report.changes.filter(({ kind }) => kind === "measurement");
    expect(new Set(numbers.map(({ name }) => name))).toEqual(new Set(["tShortAbandon"]));
    for (const { reason } of numbers) expect(reason).toContain("shortAbandon is 5s in A, 20s in B");
  });

  it("finds nothing between a log, its outputs, and itself, and ends with 0", async () => {
    const { code, stdout } = await compare("log.ndjson", "out");
    expect(stdout).toContain("Nothing differs.");
    expect(code).toBe(0);
  });

  it("guards outputs of another run: what differs is listed, with what made the two", async () => {
    for (const name of ["a", "b"])
      await convofold(["replay", "log.ndjson", "--policy", `${name}.yaml`, "--out", name, "-q"], { cwd: folder });
    const { code, stdout } = await compare("a", "b", "--format", "csv");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^row,from,kind,name,aCount,/);
    expect(stdout).toContain('"they were made under policies, or options, that differ"');
  });

  it("says which versions of the semantics made the two, and which definition became another", async () => {
    const earlier = (manifest: object) => rewrite("earlier", manifest);
    earlier({ semanticsVersion: 1, measurements: [{ name: "tIvr", unit: "ms", meaning: "Time in menus." }] });
    const { code, stdout } = await compare("earlier", "out", "--format", "json");
    expect(code).toBe(1);
    const { manifest, changes } = JSON.parse(stdout) as {
      readonly manifest: { readonly apart: string };
      readonly changes: { readonly name: string; readonly status: string; readonly reason: string }[];
    };
    expect(manifest.apart).toMatch(
      /^A was made by convofold [^,]+ with version 1 of the semantics, B by .* version \d+ /,
    );
    const reasonsFor = (wanted: string) =>
      new Set(changes.filter(({ name }) => name === wanted).map(({ reason }) => reason));
    expect([...reasonsFor("tIvr")]).toEqual([
      expect.stringMatching(/^tIvr is defined otherwise: in A "Time in menus.", in B "Connected time /),
    ]);
    expect([...reasonsFor("tAcd")]).toEqual(["what made A knows no tAcd"]);
    earlier({ semanticsVersion: undefined });
    expect((await compare("earlier", "log.ndjson")).stdout).toMatch(
      /because A was made by an earlier build of convofold [^,]+, which does not say by which semantics, B by convofold/,
    );
    rmSync(path.join(folder, "earlier/manifest.json"));
    const unknown = (await compare("out", "earlier")).stdout;
    expect(unknown).toContain("because what made B is not known: it has no manifest");
  });

  it("knows by which policy a log was folded that is laid beside outputs", async () => {
    await convofold(["replay", "log.ndjson", "--policy", "b.yaml", "--out", "of-b", "-q"], { cwd: folder });
    const { stdout } = await compare("log.ndjson", "of-b");
    expect(stdout).toContain("; they were made under policies, or options, that differ");
  });

  it("says what it needs", async () => {
    const alone = await compare("log.ndjson");
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining("two --policy") as string });
    const both = await compare("out", "--policy", "a.yaml", "--policy", "b.yaml");
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining("under their own policy") as string });
  });
});
