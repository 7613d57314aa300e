// Runs scripts of package.json at the same time, and prints what each said, in their order. Fails where one of them does.
import { spawn } from "node:child_process";

/** Runs a script to its end. */
const run = (name) =>
  new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", name], {
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const said = [];
    for (const output of [child.stdout, child.stderr]) output.on("data", (chunk) => said.push(chunk));
    child.on("error", (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on("close", (code) => resolve({ code, said: Buffer.concat(said) }));
  });

const runs = process.argv.slice(2).map((name) => [name, run(name)]);
for (const [name, ended] of runs) {
  const { code, said } = await ended;
  process.stdout.write(`${name}: ${code === 0 ? "passed" : "failed"}\n`);
  process.stdout.write(said);
  if (code !== 0) process.exitCode = 1;
}
