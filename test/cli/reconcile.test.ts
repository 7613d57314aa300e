import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { simulateWithExport } from "../support/simulated-export";
import { convofold, withFolder } from "../support/cli";

const { lines, exported } = simulateWithExport({ seed: 4, conversations: 30 });

/** Runs `reconcile` of a simulated log with an export beside it. */
const reconcile = (folder: string, ...args: readonly string[]) =>
  convofold(["reconcile", ...args, "-q"], { cwd: folder, environment: { TMPDIR: folder } });

function writeInto(folder: string): void {
  writeFileSync(path.join(folder, "log.ndjson"), `${lines.join("\n")}\n`);
  writeFileSync(path.join(folder, "export.json"), JSON.stringify({ conversations: exported }));
}

describe("convofold reconcile", () => {
  it("finds nothing between a log, or its outputs, and an export of the same truth", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      const ofLog = await reconcile(folder, "log.ndjson", "--analytics", "export.json");
      expect(ofLog).toMatchObject({ code: 0, stderr: "" });
      expect(ofLog.stdout).toContain("Conversations: 30 on both sides, 0 missing");
      expect(ofLog.stdout).toContain("Nothing differs.");
      await convofold(["replay", "log.ndjson", "--out", "out", "-q"], { cwd: folder });
      const args = ["--analytics", "export.json", "--format", "csv"];
      const [log, out] = [await reconcile(folder, "log.ndjson", ...args), await reconcile(folder, "out", ...args)];
      expect(out.stdout).toBe(log.stdout);
      expect(out.stdout).toMatch(/^row,day,queue,metric,matched,/);
    }));

  it("names what lies in the folder of an export and is not read", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      mkdirSync(path.join(folder, "export"));
      writeFileSync(path.join(folder, "export", "a.json"), JSON.stringify({ conversations: exported }));
      writeFileSync(path.join(folder, "export", "b.json.bz2"), "BZh9");
      const { code, stderr } = await reconcile(folder, "log.ndjson", "--analytics", "export");
      expect(code).toBe(0);
      expect(stderr).toMatch(/^Skipped, and no part of what was read: b\.json\.bz2 \(/);
    }));

  it("writes a page that stands alone, with every difference and its cause", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      writeFileSync(path.join(folder, "less.json"), JSON.stringify(exported.slice(2)));
      await reconcile(folder, "log.ndjson", "--analytics", "less.json", "--format", "html", "--out", "r.html");
      const page = readFileSync(path.join(folder, "r.html"), "utf8");
      expect(page).toContain("<h1>Reconciliation</h1>");
      expect(page).toMatch(/<td class="name">(notInExport|outsideExport)<\/td>/);
      expect(page).not.toMatch(/<script|https?:/);
      for (const { conversationId } of exported.slice(0, 2)) expect(page).toContain(conversationId);
    }));

  it("writes a page without empty tables, which says so, where nothing differs", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      await reconcile(folder, "log.ndjson", "--analytics", "export.json", "--format", "html", "--out", "r.html");
      const page = readFileSync(path.join(folder, "r.html"), "utf8");
      expect(page).toContain("Nothing differs.");
      expect(page).not.toContain("<tbody></tbody>");
      expect(page).not.toContain("<h2>Causes</h2>");
    }));

  it("says which gaps are known, declared here or when the outputs were made", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      const gap = "2026-03-02T08:00:00Z..2026-03-02T08:05:00Z";
      await convofold(["replay", "log.ndjson", "--out", "out", "--gap", gap, "-q"], { cwd: folder });
      const known = await reconcile(folder, "out", "--analytics", "export.json");
      const declared = await reconcile(folder, "log.ndjson", "--analytics", "export.json", "--gap", gap);
      for (const { code, stdout } of [known, declared]) {
        expect(code).toBe(0);
        expect(stdout).toContain("Gap 1: from 2026-03-02T08:00:00.000Z to 2026-03-02T08:05:00.000Z: declared");
      }
    }));

  it("ends with 1 where a difference is unexplained, or where any is not to be", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      const [first, ...others] = exported;
      writeFileSync(path.join(folder, "less.json"), JSON.stringify(others.slice(1)));
      const some = await reconcile(folder, "log.ndjson", "--analytics", "less.json");
      expect(some.code).toBe(0);
      expect(some.stdout).toMatch(/notInExport +\d+|outsideExport +\d+/);
      expect((await reconcile(folder, "log.ndjson", "--analytics", "less.json", "--fail-on", "different")).code).toBe(
        1,
      );
      const metrics = first?.participants.flatMap(({ sessions }) => sessions.flatMap((one) => one.metrics)) ?? [];
      const changed = JSON.stringify(exported).replace(
        `"value":${String(metrics.find(({ name }) => name === "tConnected")?.value)}`,
        '"value":1',
      );
      writeFileSync(path.join(folder, "changed.json"), changed);
      const other = await reconcile(
        folder,
        "log.ndjson",
        "--analytics",
        "changed.json",
        "--format",
        "json",
        "-o",
        "r.json",
      );
      expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("no rule shows why") as string });
      const report = JSON.parse(readFileSync(path.join(folder, "r.json"), "utf8")) as object;
      expect(report).toMatchObject({ manifest: { type: "reconciliation", toleranceMs: 1000 }, unexplained: 1 });
    }));

  it("tells once what an export states nowhere, and does not fail for it unless any difference is to", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      const less = JSON.stringify(exported)
        .replaceAll(/\{"name":"tTalk",[^}]*\},?/g, "")
        .replaceAll(",]", "]");
      writeFileSync(path.join(folder, "less.json"), less);
      const { code, stdout, stderr } = await reconcile(folder, "log.ndjson", "--analytics", "less.json");
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: "Not compared, as the export states none in any session: tTalk.\n",
      });
      expect(stdout).toMatch(/\n {2}tTalk extra: \d+ numbers\n {4}notStated: The export has no tTalk in any session/);
      const any = await reconcile(folder, "log.ndjson", "--analytics", "less.json", "--fail-on", "different");
      expect(any).toMatchObject({ code: 1, stderr: expect.stringContaining("1 differences.") as string });
    }));

  it("ends with 1 where an export states no number at all: nothing was compared", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      const plain = JSON.stringify(exported).replaceAll(/"metrics":\[[^\]]*\]/g, '"metrics":[]');
      writeFileSync(path.join(folder, "bare.json"), plain);
      const { code, stderr } = await reconcile(folder, "log.ndjson", "--analytics", "bare.json");
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: "The export states none of the numbers that are compared. Export the sessions with their metrics[].\n",
      });
    }));

  it("ends with 1 where no conversation is on both sides, and where an export holds none", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      writeFileSync(path.join(folder, "none.json"), '{"totalHits":0}');
      const none = await reconcile(folder, "log.ndjson", "--analytics", "none.json");
      expect(none).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("holds no conversation: nothing was") as string,
      });
      const renamed = exported.map((one) => ({ ...one, conversationId: `x-${one.conversationId}` }));
      writeFileSync(path.join(folder, "others.json"), JSON.stringify(renamed));
      const others = await reconcile(folder, "log.ndjson", "--analytics", "others.json");
      expect(others).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("No conversation is on both sides") as string,
      });
    }));

  it("says what is wrong with an export, and what it is called with", () =>
    withFolder(async (folder) => {
      writeInto(folder);
      writeFileSync(path.join(folder, "bad.json"), '{"conversations":[{"conversationId":"x"}]}');
      const bad = await reconcile(folder, "log.ndjson", "--analytics", "bad.json");
      expect(bad).toMatchObject({ code: 3, stderr: expect.stringContaining("participants is no list") as string });
      expect((await reconcile(folder, "log.ndjson")).code).toBe(2);
      expect((await reconcile(folder, "log.ndjson", "--analytics", "none.json")).code).toBe(3);
    }));
});
