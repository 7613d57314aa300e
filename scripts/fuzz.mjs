// Mutants of records in every shape and envelope, through both readers, the fold and all outputs, among good neighbours. Nothing
// may throw, hang, change a neighbour or show a personal value. What fails is printed so that it can be tried again alone.
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { fileURLToPath } from "node:url";

import { requireTypeScript } from "./typescript.mjs";
import { readWords } from "./words.mjs";

const USAGE = `npm run fuzz -- [--seconds 60] [--mutants N] [--seed 1] [--only N | --only N-M]

  --seconds N   stop after so long (0: never)
  --mutants N   stop after so many
  --seed S      which mutants: each follows from the seed and its number
  --only N      try mutant N alone, or N to M together
Exit code 1 where anything was found, 2 where a word is wrong.`;
const SLOW_MS = 2000;
const HANGS_MS = 60_000;

if (isMainThread) watch(readOrder());
else void work(workerData);

function readOrder() {
  const text = { type: "string" };
  const options = { seconds: text, mutants: text, seed: { ...text, default: "1" }, only: text };
  const { values } = readWords(USAGE, { options });
  const [first, last = first] = values.only?.split("-") ?? [];
  const words = { seconds: values.seconds, mutants: values.mutants, seed: values.seed, first, last };
  for (const [name, word] of Object.entries(words))
    if (word !== undefined && !/^\d{1,12}$/.test(word)) refuse(name, word);
  const isEndless = values.mutants !== undefined || first !== undefined;
  const seconds = Number(values.seconds ?? (isEndless ? 0 : 60));
  const from = Number(first ?? 0);
  const until = first === undefined ? Number(values.mutants ?? Number.MAX_SAFE_INTEGER) : Number(last) + 1;
  return { seed: Number(values.seed), seconds, from, until };
}

function refuse(name, word) {
  process.stderr.write(
    `"${word}" is no number for ${name === "first" || name === "last" ? "only" : name}\n\n${USAGE}\n`,
  );
  process.exit(2);
}

/** Looks on from another thread, as a thread that hangs cannot say so. Time is the processor's: a busy machine is no hang. */
function watch(order) {
  const startedAt = performance.now();
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { ...order, progress } });
  const usedMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
  let [last, lastMs] = [0, usedMs()];
  const timer = setInterval(() => {
    const [tried, batch] = progress;
    if (tried !== last) [last, lastMs] = [tried, usedMs()];
    if (usedMs() - lastMs < HANGS_MS) return;
    const first = order.from + tried;
    process.stderr.write(`seed ${order.seed}, --only ${first}-${first + batch - 1}: one of these mutants hangs\n`);
    process.exit(1);
  }, 1000);
  worker.on("message", ({ report, texts }) => {
    clearInterval(timer);
    const seconds = (performance.now() - startedAt) / 1000;
    const rate = Math.round(report.tried / seconds);
    for (const text of texts) process.stderr.write(`${text}\n\n`);
    process.stdout.write(
      `${report.tried} mutants (${Math.round(report.bytes / 1e6)} MB) of seed ${order.seed} in ${seconds.toFixed(1)} s, ${rate} a second; ` +
        `${report.folded} were folded; ${report.faults.length} faults; at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`,
    );
    process.exitCode = report.faults.length === 0 ? 0 : 1;
  });
}

async function work({ seed, seconds, from, until, progress }) {
  const require = requireTypeScript();
  const { BATCH, fuzz, describeFault } = require("../test/fuzz/fuzz.ts");
  const { REAL } = require("../test/fuzz/subject.ts");
  const endsAt = seconds === 0 ? Infinity : performance.now() + seconds * 1000;
  progress[1] = BATCH;
  const onProgress = (count) => (progress[0] = count);
  const report = await fuzz(REAL, { seed, from, until, endsAt, slowMs: SLOW_MS, faultsMax: 20, onProgress });
  parentPort.postMessage({ report, texts: report.faults.map((fault) => describeFault(fault, seed)) });
}
