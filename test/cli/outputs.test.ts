import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { BIN, convofold, withFolder } from "../support/cli";

const CALL = path.join(__dirname, "../../samples/call.ndjson");
const CONVERSATION = "ca110000-0000-4000-a000-000000000001";
const KEPT = "a night of real records\n";

/** Runs a line of a shell in which `convofold` is the programme as it was built; the last line is its exit code. */
const shell = (folder: string, line: string) =>
  execFileSync("bash", ["-c", `convofold() { "${process.execPath}" "${BIN}" "$@"; }; ${line}`], {
    cwd: folder,
    encoding: "utf8",
    timeout: 50_000,
  }).trim();

describe("what is there", () => {
  it.each([
    ["simulate", ["simulate", "-n", "1", "--out", "kept.html"]],
    ["simulate", ["simulate", "-n", "1", "--out", "new.ndjson", "--truth", "kept.html"]],
    ["timeline", ["timeline", CALL, "--conversation", CONVERSATION, "--out", "kept.html"]],
    ["replay", ["replay", CALL, "--report", "kept.html"]],
    ["record", ["record", "--brokers", "127.0.0.1:9", "--out", "kept.html"]],
  ])("is not overwritten by %s %j", (_, args) =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "kept.html"), KEPT);
      const { code, stderr } = await convofold(args, { cwd: folder });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('"kept.html" exists') as string });
      expect(readFileSync(path.join(folder, "kept.html"), "utf8")).toBe(KEPT);
      expect(readdirSync(folder)).toEqual(["kept.html"]);
    }),
  );

  it("is replaced with --force", () =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "kept.html"), KEPT);
      const { code } = await convofold(["replay", CALL, "--report", "kept.html", "--force"], { cwd: folder });
      expect(code).toBe(0);
      expect(readFileSync(path.join(folder, "kept.html"), "utf8")).toContain("<html");
    }));

  it("is kept by the first of two runs into one folder: the second is refused and writes nothing", () =>
    withFolder(async (folder) => {
      const whole = shell(
        folder,
        `mkfifo log; convofold replay log --out out -q > first.txt & sleep 0.1
         while [ ! -e out.lock ]; do sleep 0.05; done
         convofold replay "${CALL}" --out out --force 2> second.txt; echo $?
         cat "${CALL}" > log; wait %1; echo $?`,
      );
      expect(whole).toBe("2\n0");
      expect(readFileSync(path.join(folder, "second.txt"), "utf8")).toMatch(
        /Another run \(process \d+\) is writing "out"/,
      );
      expect(readdirSync(path.join(folder, "out"))).toContain("summary.json");
      expect(readFileSync(path.join(folder, "out/measurements.ndjson"), "utf8")).toContain("tHandle");
      expect(existsSync(path.join(folder, "out.lock"))).toBe(false);
    }));

  it("may be a folder with nothing in it", () =>
    withFolder(async (folder) => {
      mkdirSync(path.join(folder, "out"));
      expect((await convofold(["replay", CALL, "--out", "out", "-q"], { cwd: folder })).code).toBe(0);
    }));
});

describe("an output that takes no more", () => {
  it.each([
    ["standard output", `convofold replay "${CALL}" -q > /dev/full`],
    ["standard output", "convofold simulate -n 1 > /dev/full"],
    ["a file", "convofold simulate -n 1 --out /dev/full"],
    ["a report", `convofold replay "${CALL}" -q --report /dev/full`],
  ])("is a failing world with a sentence: %s of %s", (_, line) =>
    withFolder(async (folder) => {
      expect(shell(folder, `${line} 2> said.txt; echo $?`)).toMatch(/3$/);
      expect(readFileSync(path.join(folder, "said.txt"), "utf8")).toMatch(/cannot be written \(ENOSPC\)\.\n.*space/);
    }),
  );

  it("is named where a file of the outputs can grow no more, and nothing looks whole", () =>
    withFolder(async (folder) => {
      const day = path.join(__dirname, "../../samples/day.ndjson.gz");
      const line = `ulimit -f 20; convofold replay "${day}" --out out -q 2> said.txt; echo $?`;
      expect(shell(folder, `trap '' XFSZ; ${line}`)).toMatch(/3$/);
      expect(readFileSync(path.join(folder, "said.txt"), "utf8")).toContain('"out" cannot be written (EFBIG)');
      expect(readdirSync(folder).sort()).toEqual(["out.partial", "said.txt"]);
    }));

  it("ends a command quietly where a reader has seen enough, with the exit code that it would have had", () =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "rubbish.ndjson"), "rubbish\n");
      const lines = [
        "convofold simulate -n 2000",
        `convofold timeline "${CALL}" --conversation ${CONVERSATION}`,
        "convofold replay rubbish.ndjson -q 2> /dev/null",
      ];
      const codes = lines.map((line) =>
        shell(folder, `{ ${line}; echo $? > code.txt; } | head -c 1 > /dev/null; cat code.txt`),
      );
      expect(codes).toEqual(["0", "0", "1"]);
    }));
});
