import { spawn } from "node:child_process";

import { BIN } from "../support/cli";

/** Starts a board under a shell, as npm does, and ends the shell; resolves with what was printed once the board has ended, too. */
function endShellOf(environment: Readonly<Record<string, string>>): Promise<string> {
  const words = ["serve", "--simulated", "--http", "127.0.0.1:0"];
  const started = ["-c", `"$0" "$@"; exit`, process.execPath, BIN, ...words];
  const shell = spawn("sh", started, {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let printed = "";
  return new Promise((resolve) => {
    shell.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      if (!printed.includes("Ctrl-C") || shell.killed) return;
      shell.kill("SIGTERM");
    });
    // The board holds the other end of the pipe, which closes when the board has ended.
    shell.once("close", () => resolve(printed));
  });
}

describe("what npm starts", () => {
  it.each([{ npm_command: "exec" }, { npm_lifecycle_event: "start" }])(
    "ends where npm and its shell are gone: %j",
    async (environment) => {
      expect(await endShellOf(environment)).toContain("Ctrl-C stops it.");
    },
  );
});
