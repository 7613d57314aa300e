// A real Kafka of one broker for a benchmark, with a folder of its own.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = path.join(path.dirname(fileURLToPath(import.meta.url)), "../scripts/kafka.mjs");

/** A port that is likely free, with some hundred behind it. */
export const anyPort = () => 20_000 + Math.floor(Math.random() * 20_000);

/** The broker of a benchmark, which is yet to be started; `stop` removes its folder, too. */
export function brokerFor(name, port, version) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `convofold-${name}-`));
  const data = path.join(folder, "kafka");
  const kafka = (...words) => execFileSync(process.execPath, [SCRIPT, ...words, "--data", data]);
  return {
    folder,
    data,
    brokers: `127.0.0.1:${port}`,
    start: () => kafka("start", "--version", version, "--port", String(port), "--brokers", "1"),
    stop() {
      kafka("stop");
      fs.rmSync(folder, { recursive: true, force: true });
    },
    pid: () => Number(fs.readFileSync(path.join(data, "node-1", "pid"), "utf8")),
  };
}
