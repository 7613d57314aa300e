import { spawn } from "node:child_process";
import { once } from "node:events";

import { BIN } from "../support/cli";

describe("a board of standard input that gives nothing", () => {
  it("says what it waits for, and ends when it is asked to", async () => {
    const child = spawn(process.execPath, [BIN, "serve", "-", "--http", "127.0.0.1:0"], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    let [printed, said] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    const ended = once(child, "exit");
    await new Promise<void>((resolve) => {
      child.stderr.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("\n")) resolve();
      });
    });
    expect(printed).toMatch(/^The board of standard input, 10 times as fast as life: http:/);
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    expect(said).toBe("Waiting for more of standard input.\n");
  });
});
