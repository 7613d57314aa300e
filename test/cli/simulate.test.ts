import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { BIN, convofold, withFolder } from "../support/cli";

/** The CPU seconds of a process, as Linux tells them, in hundredths. */
function cpuSeconds(pid: number): number {
  const [user, system] = (readFileSync(`/proc/${String(pid)}/stat`, "utf8").split(") ")[1] ?? "").split(" ").slice(11);
  return (Number(user) + Number(system)) / 100;
}

describe("convofold simulate", () => {
  it("leaves nothing that blocks the next run where it is stopped", () =>
    withFolder(async (folder) => {
      const args = ["simulate", "-n", "1000000", "--out", "log.ndjson"];
      const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
      while (!readdirSync(folder).includes("log.ndjson.partial")) await sleep(20);
      await sleep(100);
      child.kill("SIGINT");
      expect(await once(child, "exit")).toEqual([130, null]);
      expect(said).toBe("Stopped. No file was written.\n");
      expect(readdirSync(folder)).toEqual([]);
    }));

  it("writes the same bytes for the same seed, others for another, with the truth beside", () =>
    withFolder(async (folder) => {
      const run = (seed: string, name: string) =>
        convofold(
          [
            "simulate",
            "-n",
            "40",
            "--seed",
            seed,
            "--disorder",
            "5",
            "--out",
            `${name}.ndjson`,
            "--truth",
            `${name}.truth`,
          ],
          { cwd: folder },
        );
      await run("3", "a");
      await run("3", "b");
      await run("4", "c");
      const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
      expect(read("a.ndjson")).toBe(read("b.ndjson"));
      expect(read("a.truth")).toBe(read("b.truth"));
      expect(read("a.ndjson")).not.toBe(read("c.ndjson"));
      expect(JSON.parse(read("a.truth").split("\n")[0] ?? "")).toMatchObject({
        conversationId: expect.any(String) as unknown,
        name: expect.any(String) as unknown,
        value: expect.any(Number) as unknown,
      });
    }));

  it("writes what the platform would export of it, which reconcile finds the same as the log", () =>
    withFolder(async (folder) => {
      const run = (...words: string[]) => convofold(words, { cwd: folder, environment: { TMPDIR: folder } });
      const files = ["--out", "log.ndjson", "--analytics", "export.ndjson"];
      expect((await run("simulate", "-n", "20", ...files)).code).toBe(0);
      expect((await run("simulate", "-n", "20", "--out", "other.ndjson", "--analytics", "export.ndjson")).code).toBe(2);
      const { code, stdout } = await run("reconcile", "log.ndjson", "--analytics", "export.ndjson");
      expect(code).toBe(0);
      expect(stdout).toContain("Conversations: 20 on both sides");
      expect(stdout).toContain("Nothing differs.");
    }));

  (process.platform === "linux" ? it : it.skip)("does nothing while who reads from it does nothing", async () => {
    const child = spawn(process.execPath, [BIN, "simulate", "-n", "100000"], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      await once(child.stdout, "readable");
      // It goes on until the pipe is full, then not at all: a whole second without work comes, or the test ends by its limit.
      const worked = async () => {
        const before = cpuSeconds(child.pid ?? 0);
        await sleep(1000);
        return cpuSeconds(child.pid ?? 0) - before;
      };
      let seconds = Infinity;
      while (seconds > 0.05) seconds = await worked();
      expect(seconds).toBeLessThan(0.1);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it.each(["SIGTERM", "SIGINT"] as const)("is ended by %s while who reads from it does nothing", async (signal) => {
    const child = spawn(process.execPath, [BIN, "simulate", "-n", "100000"], { stdio: ["ignore", "pipe", "ignore"] });
    const ended = once(child, "exit");
    try {
      await once(child.stdout, "readable");
      await sleep(500);
      child.kill(signal);
      expect(await Promise.race([ended, sleep(3000, "it goes on", { ref: false })])).toEqual([null, signal]);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("names what is wrong with its options", async () => {
    expect((await convofold(["simulate", "--shapes", "cube"])).stderr).toContain('"cube" is none of nested, flat');
    expect((await convofold(["simulate", "--disorder", "200"])).code).toBe(2);
  });
});
