import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import type { Summary } from "../../src/app/summary";
import { convofold, simulateLog, withFolder } from "../support/cli";

const SAMPLES = path.join(__dirname, "../../samples");
const DAY = path.join(SAMPLES, "day.ndjson.gz");
const call = readFileSync(path.join(SAMPLES, "call.ndjson"));
/** A log with records that come late and twice, and with lines that are no records. */
const UNTIDY = ["-n", "40", "--disorder", "10", "--duplicates", "5", "--rubbish", "3"];
const CALL_NUMBERS = 17;
const ZSTD_CALL = path.join(__dirname, "../fixtures/call.ndjson.zst");

const summaryOf = (stdout: string) => JSON.parse(stdout) as Summary;
const numbersOf = (summary: Summary) => Object.values(summary.measurements).reduce((sum, { count }) => sum + count, 0);

describe("convofold replay", () => {
  it("writes numbers, deadlines, views, rejects and a summary, and says what it did", () =>
    withFolder(async (folder) => {
      const result = await convofold(["replay", path.join(SAMPLES, "call.ndjson"), "--out", "out"], { cwd: folder });
      expect(result).toMatchObject({ code: 0 });
      expect(result.stdout).toContain("read 7: folded 7, repeated 0, late 0, ignored 0, rejected 0");
      expect(result.stdout).toMatch(/tHandle\s+1\s+5:40 min\s+5:40 min/);
      expect(result.stdout).toMatch(/answer\s+1\s+100\.0 %/);
      expect(readdirSync(path.join(folder, "out")).sort()).toEqual([
        "conversations.ndjson",
        "deadlines.ndjson",
        "manifest.json",
        "measurements.ndjson",
        "rejects.ndjson",
        "summary.json",
      ]);
      expect(readdirSync(folder)).toEqual(["out"]);
    }));

  it("writes the same bytes each time, from a folder as from its files, with no absolute path in them (P1)", () =>
    withFolder(async (folder) => {
      const digest = (out: string) => {
        const hash = createHash("sha256");
        for (const name of readdirSync(path.join(folder, out)).sort())
          hash.update(readFileSync(path.join(folder, out, name)));
        return hash.digest("hex");
      };
      mkdirSync(path.join(folder, "logs"));
      for (const name of ["call.ndjson", "chat.ndjson"])
        writeFileSync(path.join(folder, "logs", name), readFileSync(path.join(SAMPLES, name)));
      await simulateLog(path.join(folder, "logs/day.ndjson"), ...UNTIDY);
      await convofold(["replay", "logs", "--out", "a"], { cwd: folder });
      await convofold(
        ["replay", "logs/day.ndjson", "logs/chat.ndjson", path.join(folder, "logs/call.ndjson"), "--out", "b"],
        { cwd: folder },
      );
      expect(digest("a")).toBe(digest("b"));
      const all = readdirSync(path.join(folder, "a"))
        .map((name) => readFileSync(path.join(folder, "a", name), "utf8"))
        .join("");
      expect(all).not.toContain(folder);
    }));

  it("keeps no name, number or attribute of a person in what it writes", () =>
    withFolder(async (folder) => {
      await convofold(["replay", DAY, "--out", "out"], { cwd: folder });
      const all = readdirSync(path.join(folder, "out"))
        .map((name) => readFileSync(path.join(folder, "out", name), "utf8"))
        .join("");
      for (const personal of ["Caller", "Agent ", "+1555", "tel:", "Rückruf", "urgent", "conference.example"])
        expect(all).not.toContain(personal);
    }));

  it("reads gzip, zstd, several members, concatenated documents and standard input alike", () =>
    withFolder(async (folder) => {
      const lines = call.toString().trim().split("\n");
      const files: Record<string, Buffer> = {
        "plain.log": call,
        "crlf.ndjson": Buffer.from(`\uFEFF${lines.join("\r\n")}\r\n`),
        "members.gz": Buffer.concat([
          gzipSync(`${lines.slice(0, 3).join("\n")}\n`),
          gzipSync(lines.slice(3).join("\n")),
        ]),
        "zstandard.zst": readFileSync(ZSTD_CALL),
        "delivery-stream-1": Buffer.from(lines.join("")),
      };
      for (const [name, bytes] of Object.entries(files)) {
        writeFileSync(path.join(folder, name), bytes);
        const { stdout, code } = await convofold(["replay", name, "--json", "-q"], { cwd: folder });
        expect({ name, code, numbers: numbersOf(summaryOf(stdout)) }).toEqual({ name, code: 0, numbers: CALL_NUMBERS });
      }
      const piped = await convofold(["replay", "-", "--json", "-q"], { input: gzipSync(call) });
      expect(numbersOf(summaryOf(piped.stdout))).toBe(CALL_NUMBERS);
    }));

  it("counts every record once, whatever became of it", () =>
    withFolder(async (folder) => {
      const log = await simulateLog(path.join(folder, "log.ndjson"), ...UNTIDY);
      const { stdout } = await convofold(["replay", log, "--json", "-q", "--lateness", "1s"]);
      const { records, rejections } = summaryOf(stdout);
      expect(records.read).toBe(records.folded + records.repeated + records.late + records.ignored + records.rejected);
      expect(rejections["late"]).toBe(records.late);
      expect(Math.min(records.repeated, records.ignored, records.rejected, records.late)).toBeGreaterThan(0);
    }));

  it("stops at Ctrl-C, says what was written, and leaves nothing that looks whole", () =>
    withFolder(async (folder) => {
      // Its input has no end, so that it runs when the signal comes.
      const result = await convofold(["replay", "-", "--out", "out"], {
        cwd: folder,
        input: readFileSync(DAY),
        isInputOpen: true,
        onStart: (child) => {
          const timer = setInterval(() => {
            const measured = path.join(folder, "out.partial", "measurements.ndjson");
            if (!existsSync(measured)) return;
            clearInterval(timer);
            child.kill("SIGINT");
          }, 5);
        },
      });
      expect(result.code).toBe(130);
      expect(result.stderr).toMatch(
        /Stopped after [\d,]+ records\. What was written so far, and is not whole, lies in out\.partial\./,
      );
      expect(existsSync(path.join(folder, "out"))).toBe(false);
    }));
});

describe("bad input", () => {
  const good = call.toString().trim().split("\n");
  const around = (rubbish: string | Buffer) =>
    Buffer.concat([
      Buffer.from(`${good.slice(0, 3).join("\n")}\n`),
      Buffer.from(rubbish),
      Buffer.from(`\n${good.slice(3).join("\n")}\n`),
    ]);
  const replayBytes = (bytes: Buffer, ...options: string[]) =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "log.ndjson"), bytes);
      const result = await convofold(["replay", "log.ndjson", "--json", "-q", "--out", "out", ...options], {
        cwd: folder,
      });
      const rejects = readFileSync(path.join(folder, "out", "rejects.ndjson"), "utf8")
        .trim()
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      return { ...result, summary: summaryOf(result.stdout), rejects };
    });

  it("a missing file stops the run before it begins", async () => {
    expect(await convofold(["replay", "no-such.ndjson"])).toEqual({
      code: 3,
      stdout: "",
      stderr: 'convofold: There is no file or folder "no-such.ndjson".\nCheck the path; - reads standard input.\n',
    });
  });

  it("a folder without logs says what counts as one", () =>
    withFolder(async (folder) => {
      mkdirSync(path.join(folder, "logs"));
      writeFileSync(path.join(folder, "logs", "picture.png"), "x");
      const { code, stderr } = await convofold(["replay", "logs"], { cwd: folder });
      expect(code).toBe(3);
      expect(stderr).toContain('The folder "logs" holds no log.');
      expect(stderr).toContain(".ndjson");
    }));

  it("an empty log is a log without records", async () => {
    expect((await replayBytes(Buffer.alloc(0))).summary).toMatchObject({
      records: { read: 0 },
      conversations: { all: 0 },
      measurements: {},
    });
  });

  it("a truncated gzip is named, what could be read of it counts, and the other files too", () =>
    withFolder(async (folder) => {
      mkdirSync(path.join(folder, "logs"));
      const day = readFileSync(DAY);
      writeFileSync(path.join(folder, "logs", "a.ndjson.gz"), day.subarray(0, Math.floor(day.length / 2)));
      writeFileSync(path.join(folder, "logs", "b.ndjson"), call);
      const { code, stdout } = await convofold(["replay", "logs", "--json", "-q"], { cwd: folder });
      const summary = summaryOf(stdout);
      expect(code).toBe(3);
      expect(summary.damagedFiles).toEqual([
        { file: "a.ndjson.gz", problem: "breaks off: it was cut short while written or copied" },
      ]);
      expect(summary.records.folded).toBeGreaterThan(1000);
      expect(summary.measurements["tHeld"]?.count).toBeGreaterThan(10);
    }));

  it("a line of 50 MB is rejected as too large and costs only itself", async () => {
    const { summary, rejects, code } = await replayBytes(around(`{"x":"${"y".repeat(50 << 20)}"}`));
    expect(code).toBe(0);
    expect(rejects).toEqual([
      {
        type: "rejection",
        schemaVersion: 1,
        file: "log.ndjson",
        line: 4,
        part: 1,
        reason: "tooLarge",
        detail: "larger than 1048576 bytes",
      },
    ]);
    expect(numbersOf(summary)).toBe(CALL_NUMBERS);
  });

  it.each([
    ["notUtf8", Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
    ["tooDeep", Buffer.from("[".repeat(100_000) + "]".repeat(100_000))],
    ["notJson", Buffer.from("--- rotated ---")],
    ["truncated", Buffer.from('{"timestamp":1772442000000,"value":{"id":"x","partic')],
  ])("%s costs only its line", async (reason, rubbish) => {
    const { summary, rejects } = await replayBytes(around(rubbish));
    expect(rejects).toEqual([{ type: "rejection", schemaVersion: 1, file: "log.ndjson", line: 4, reason }]);
    expect(numbersOf(summary)).toBe(CALL_NUMBERS);
  });

  it("output that exists is not touched without --force", () =>
    withFolder(async (folder) => {
      mkdirSync(path.join(folder, "out"));
      writeFileSync(path.join(folder, "out", "mine"), "");
      const { code, stderr } = await convofold(["replay", path.join(SAMPLES, "call.ndjson"), "--out", "out"], {
        cwd: folder,
      });
      expect(code).toBe(2);
      expect(stderr).toBe('convofold: The output "out" exists.\nChoose another --out, or --force to replace it.\n');
      expect(readdirSync(path.join(folder, "out"))).toEqual(["mine"]);
    }));

  it("--force replaces what a run wrote, and nothing else", () =>
    withFolder(async (folder) => {
      const again = () =>
        convofold(["replay", path.join(SAMPLES, "call.ndjson"), "--out", "out", "--force", "-q"], { cwd: folder });
      expect([(await again()).code, (await again()).code]).toEqual([0, 0]);
      writeFileSync(path.join(folder, "out", "thesis.doc"), "mine");
      const { code, stderr } = await again();
      expect(code).toBe(2);
      expect(stderr).toBe(
        'convofold: "out" holds "thesis.doc", which no run wrote, and is not replaced.\nChoose another --out.\n',
      );
      expect(readFileSync(path.join(folder, "out", "thesis.doc"), "utf8")).toBe("mine");
    }));

  it("output that cannot be written is said before anything is read", () =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "file"), "");
      chmodSync(path.join(folder, "file"), 0o400);
      const { code, stderr } = await convofold(["replay", path.join(SAMPLES, "call.ndjson"), "--out", "file/out"], {
        cwd: folder,
      });
      expect(code).toBe(3);
      expect(stderr).toMatch(
        /The output "file\/out" cannot be written \(ENOTDIR\)\.\nA part of that path is a file and not a folder: write elsewhere/,
      );
    }));

  it.each([
    [["replay"], "A log is missing."],
    [["replay", "x", "--lateness", "soon"], "A span such as 20s, 5m, 24h or 100d is wanted."],
    [["replay", "x", "--no-such-flag"], "There is no option --no-such-flag here."],
    [["replay", "x", "--until", "2021-04-2T15:30:51.418Z"], "An instant such as"],
    [["frobnicate"], 'There is no command "frobnicate".'],
  ])("wrong use: %j", async (args, message) => {
    const { code, stderr } = await convofold(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
