import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { convofold, withFolder } from "../support/cli";

const call = readFileSync(path.join(__dirname, "../../samples/call.ndjson"), "utf8");
const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? "";

const LOGS: readonly (readonly [string, Buffer | string, number, RegExp])[] = [
  ["CSV", "id,name,at\n1,2,3\n", 1, /^Nothing was folded: all 2 records were rejected.*what looks like CSV/],
  ["UTF-16 without a mark", Buffer.from(call, "utf16le"), 1, /^Nothing was folded:.*notUtf8.*text in UTF-16.*iconv/],
  ["gzip of UTF-16", gzipSync(Buffer.from(call, "utf16le")), 1, /text in UTF-16/],
  ["nothing", "", 0, /^The log is empty/],
  [
    "heartbeats alone",
    '{"message":"pong"}\n{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}\n',
    0,
    /no news of a conversation \(heartbeat 2\)/,
  ],
  ["a gzip that breaks off before its first record", gzipSync(call).subarray(0, 30), 3, /breaks off/],
];

describe("a log of which nothing was folded", () => {
  const cases = [
    ...LOGS.map((log) => ["replay", ...log] as const),
    ...LOGS.slice(1, 2).flatMap((log) => [["inspect", ...log] as const, ["verify", ...log] as const]),
  ];
  it.each(cases)("%s of %s", (command, _, bytes, code, said) =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "log.ndjson"), bytes);
      const result = await convofold([command, "log.ndjson"], { cwd: folder });
      expect({ code: result.code, last: lastLine(result.stderr) }).toEqual({
        code,
        last: expect.stringMatching(said) as string,
      });
    }),
  );

  it("is said of standard input as well", async () => {
    const empty = await convofold(["replay", "-"], { input: Buffer.alloc(0) });
    expect(empty).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Standard input held no record") as string,
    });
    const other = await convofold(["replay", "-", "--json"], { input: Buffer.from(call, "utf16le") });
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("stdin holds text in UTF-16") as string });
  });

  it("is the same to several workers", () =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "log.ndjson"), Buffer.from(call, "utf16le"));
      const alone = await convofold(["replay", "log.ndjson", "-q", "--json"], { cwd: folder });
      const both = await convofold(["replay", "log.ndjson", "-q", "--json", "--workers", "2"], { cwd: folder });
      expect(both).toEqual(alone);
    }));
});

describe("a log in UTF-16 with its mark", () => {
  const little = Buffer.from(`\uFEFF${call}`, "utf16le");
  it.each([
    ["little-endian", little],
    ["big-endian", Buffer.from(little).swap16()],
    ["compressed", gzipSync(little)],
    ["UTF-8, for that matter", Buffer.from(`\uFEFF${call}`)],
  ])("is read as the same in UTF-8, line by line: %s", (_name, bytes) =>
    withFolder(async (folder) => {
      const outputs = [];
      for (const [index, log] of [Buffer.from(call), bytes].entries()) {
        mkdirSync(path.join(folder, String(index)));
        writeFileSync(path.join(folder, String(index), "log.ndjson"), log);
        const result = await convofold(["replay", "log.ndjson", "--out", "out"], {
          cwd: path.join(folder, String(index)),
        });
        expect(result.code).toBe(0);
        outputs.push(readFileSync(path.join(folder, String(index), "out", "measurements.ndjson"), "utf8"));
      }
      expect(outputs[0]).not.toBe("");
      expect(outputs[1]).toBe(outputs[0]);
    }),
  );
});

describe("a folder with more in it than a log", () => {
  it("has what is skipped named by replay and verify", () =>
    withFolder(async (folder) => {
      mkdirSync(path.join(folder, "log"));
      writeFileSync(path.join(folder, "log/a.ndjson"), call);
      writeFileSync(path.join(folder, "log/b.ndjson.bz2"), "BZh9");
      symlinkSync("gone", path.join(folder, "log/c.ndjson"));
      for (const command of ["replay", "verify"]) {
        const { code, stderr } = await convofold([command, "log", "--json"], { cwd: folder });
        expect({ code, last: lastLine(stderr) }).toEqual({
          code: 0,
          last: expect.stringMatching(
            /^Skipped.*b\.ndjson\.bz2 \(packed.*c\.ndjson \(a link to what is not there\)\.$/,
          ) as string,
        });
      }
      const { stdout } = await convofold(["replay", "log", "--json", "-q"], { cwd: folder });
      expect(JSON.parse(stdout)).toMatchObject({ skippedFiles: [{ file: "b.ndjson.bz2" }, { file: "c.ndjson" }] });
    }));
});

describe("a log of which much is lost", () => {
  it("is said loudly at the end, and is a failure with --strict", () =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "log.ndjson"), `${call}rubbish\n`);
      for (const command of ["replay", "inspect"]) {
        const usual = await convofold([command, "log.ndjson"], { cwd: folder });
        expect(usual).toMatchObject({
          code: 0,
          stderr: expect.stringContaining("! 1 of 8 records (12.5 %) were rejected") as string,
        });
        const strict = await convofold([command, "log.ndjson", "--strict"], { cwd: folder });
        expect(strict).toMatchObject({ code: 1, stderr: expect.stringContaining("--strict") as string });
      }
    }));
});
