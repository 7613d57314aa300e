import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";

import { chromium, type Browser } from "playwright-core";

import { BIN } from "./cli";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a real Chromium is; undefined where none is. */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  return named ?? PLACES.find((place) => existsSync(place));
}

/** A suite that needs a real browser: in continuous integration its lack is a failure, elsewhere it is left out, loudly. */
export function describeWithBrowser(name: string, suite: () => void): void {
  if (findChromium() !== undefined) return describe(name, suite);
  const why = "no Chromium is there: install one, or set CHROMIUM_PATH";
  if (process.env["CI"] === "true") {
    describe(name, () => {
      it("has a browser", () => {
        throw new Error(why);
      });
    });
    return;
  }
  process.stderr.write(`LEFT OUT: ${name}: ${why}\n`);
  describe.skip(`${name} (${why})`, suite);
}

/** A browser of its own. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium() ?? "chromium", args: ["--no-sandbox"] });
}

/** A board that is served by the built programme. */
export interface ServedBoard {
  readonly url: string;
  readonly child: ChildProcess;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
}

/** Serves a board, on a port that is free unless one is named. */
export function serveBoard(
  args: readonly string[],
  options: { readonly port?: number; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ServedBoard> {
  return new Promise((resolve, reject) => {
    const address = `127.0.0.1:${options.port ?? 0}`;
    const env = { ...process.env, KAFKA_BROKERS: undefined, ...options.env } as NodeJS.ProcessEnv;
    const child = spawn(process.execPath, [BIN, "serve", "--http", address, ...args], { env });
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    let printed = "";
    const take = (chunk: Buffer) => {
      printed += chunk.toString();
      const url = /(https?:\/\/\S+\/)/.exec(printed)?.[1];
      if (url === undefined) return;
      const kill = async (signal: NodeJS.Signals) => {
        child.kill(signal);
        await ended;
      };
      resolve({ url, child, kill });
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    void ended.then(() => reject(new Error(`it ended: ${printed}`)));
  });
}
