import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { convofold, withFolder } from "../support/cli";

const ROOT = path.join(__dirname, "../..");
const SAMPLE = path.join(ROOT, "samples/callback.ndjson");
const PAGE = readFileSync(path.join(ROOT, "docs/callbacks.md"), "utf8");

/** The blocks of the page in a language. */
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"))].map(([, text]) => text ?? "");

const run = (folder: string, ...args: readonly string[]) =>
  convofold(["callbacks", ...args, "-q"], { cwd: folder, environment: { TMPDIR: folder } });

describe("convofold callbacks", () => {
  it("prints what its page shows", () =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "calling.yaml"), blocks("yaml")[0] ?? "");
      const { code, stdout } = await run(folder, SAMPLE, "--policy", "calling.yaml", "--zone", "America/New_York");
      expect(code).toBe(0);
      expect(blocks("text")).toContain(stdout);
    }));

  it("says the same of a log and of its outputs, and of the numbers only their zones", () =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "calling.yaml"), blocks("yaml")[0] ?? "");
      await convofold(["simulate", "-n", "40", "--seed", "3", "--out", "log.ndjson"], { cwd: folder });
      const log = readFileSync(path.join(folder, "log.ndjson"), "utf8");
      const numbers = [...log.matchAll(/\+1555(\d{7})/g)].map(([, digits]) => digits ?? "");
      expect(numbers.length).toBeGreaterThan(10);
      await convofold(["replay", "log.ndjson", "--policy", "calling.yaml", "--out", "out", "-q"], { cwd: folder });
      for (const format of ["table", "csv", "json"]) {
        const ofLog = await run(folder, "log.ndjson", "--policy", "calling.yaml", "--format", format);
        const ofOutputs = await run(folder, "out", "--policy", "calling.yaml", "--format", format);
        expect(ofLog.code).toBe(0);
        expect(ofOutputs.stdout).toBe(ofLog.stdout);
        expect(ofLog.stdout).toMatch(/number/);
        expect(numbers.filter((digits) => ofLog.stdout.includes(digits))).toEqual([]);
      }
      const views = readFileSync(path.join(folder, "out/conversations.ndjson"), "utf8");
      expect(views).toContain('"calleeZones":[');
      expect(numbers.filter((digits) => views.includes(digits))).toEqual([]);
    }));

  it("takes zones from a file, and shows by them when a call is due there", () =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "calling.yaml"), blocks("yaml")[0] ?? "");
      writeFileSync(
        path.join(folder, "zones.csv"),
        "conversationId,zone,source\nCB100000-0000-4000-a000-000000000001,Asia/Tokyo,contact\n",
      );
      const zones = ["--policy", "calling.yaml", "--callee-zones", "zones.csv"];
      const { stdout } = await run(folder, SAMPLE, ...zones, "--zone", "America/New_York");
      expect(stdout).toContain("zone Asia/Tokyo (contact)");
      expect(stdout).toContain("due 2026-03-02T10:00-05:00 (there 2026-03-03T00:00+09:00)");
      expect(stdout).toContain("outside the calling window");
      const csv = await run(folder, SAMPLE, ...zones, "--format", "csv");
      expect(csv.stdout).toContain(",contact,Asia/Tokyo,");
    }));

  it("shows no zones where the policy has no calendars", () =>
    withFolder(async (folder) => {
      const { stdout } = await run(folder, SAMPLE, "--format", "json");
      expect(JSON.parse(stdout)).toMatchObject({
        callbacks: [{ callee: { source: null, zones: [] }, promises: [{ window: null }] }],
      });
    }));
});
