import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What a run of the programme printed, and how it ended. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The programme as it was built. */
export const BIN = path.join(__dirname, "../../bin/convofold.js");

/** Runs the built programme. `onStart` may signal it; `input` goes to its standard input, which ends behind it unless `isInputOpen`. */
export function convofold(
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly input?: Buffer;
    readonly isInputOpen?: boolean;
    readonly environment?: Readonly<Record<string, string>>;
    readonly onStart?: (child: ChildProcess) => void;
  } = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
    child.stdin.on("error", () => undefined);
    if (options.isInputOpen === true) child.stdin.write(options.input);
    else child.stdin.end(options.input);
    options.onStart?.(child);
  });
}

/** A folder of its own for a test, gone afterwards. */
export async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), "convofold-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The options that a command has, by its own help. */
export async function optionsOf(command: string): Promise<string[]> {
  const { stdout } = await convofold([command, "--help"]);
  return [...stdout.matchAll(/--[a-z-]+/g)].map(([option]) => option);
}

/** Writes a simulated log into a file, and gives its name. */
export async function simulateLog(file: string, ...args: readonly string[]): Promise<string> {
  const { code, stderr } = await convofold(["simulate", "--out", file, ...args]);
  if (code !== 0) throw new Error(stderr);
  return file;
}
