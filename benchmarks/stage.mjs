// One stage of the way of a record, in a process of its own: node stage.mjs STAGE LOG. Prints what it took as JSON.
import { createRequire } from "node:module";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const require = createRequire(fileURLToPath(import.meta.url));
const [stage, log] = process.argv.slice(2);
const { openLog } = require("../dist/consumers/files/open-log.js");
const { createRecordSplitter } = require("../dist/consumers/files/record-splitter.js");
const { readLog } = require("../dist/consumers/files/log-source.js");
const { Batcher } = require("../dist/engine/batcher.js");
const { createEngine } = require("../dist/engine/engine.js");
const { compilePolicy, EMPTY_POLICY } = require("../dist/app/policy.js");

const RECORD_BYTES_MAX = 1 << 20;
const file = { path: log, name: "log", bytes: statSync(log).size };
const silent = () => undefined;

/** Finds the lines of the log; `onLine` gets the bytes of each. */
async function eachLine(onLine) {
  const splitter = createRecordSplitter(RECORD_BYTES_MAX);
  let lines = 0;
  for await (const chunk of openLog(file, silent)) {
    for (const { bytes, from, until } of splitter.push(chunk)) {
      onLine(bytes, from, until);
      lines += 1;
    }
  }
  for (const { bytes, from, until } of splitter.end()) {
    onLine(bytes, from, until);
    lines += 1;
  }
  return lines;
}

/** Decodes the log; `onRecord` gets each record. */
async function eachRecord(onRecord) {
  let records = 0;
  const counts = {};
  const news = { onBytes: silent, onDamage: silent, onRead: (read) => Object.assign(counts, read) };
  for await (const batch of readLog([file], RECORD_BYTES_MAX, news)) {
    for (const record of batch) onRecord(record);
    records += batch.length;
  }
  return { records, whole: counts.whole };
}

const outputs = { measurement: silent, deadline: silent, conversation: silent, rejection: silent };
const STAGES = {
  lines: async () => ({ records: await eachLine(silent) }),
  parse: async () => ({
    records: await eachLine((bytes, from, until) => {
      try {
        JSON.parse(bytes.toString("utf8", from, until));
      } catch {
        // rubbish in the log costs what it costs
      }
    }),
  }),
  decode: () => eachRecord(silent),
  fold: async () => {
    const engine = createEngine(compilePolicy(EMPTY_POLICY), outputs);
    const batcher = new Batcher(engine, silent);
    const result = await eachRecord((record) => batcher.take(record));
    batcher.flush();
    return result;
  },
};

const result = await STAGES[stage]();
const { user, system } = process.cpuUsage();
process.stdout.write(
  JSON.stringify({ ...result, cpuSeconds: (user + system) / 1e6, peakMB: process.resourceUsage().maxRSS / 1024 }),
);
