// What the benchmarks of workers on a log in memory share: the built programme, and a worker without callbacks.
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const DIST = path.join(path.dirname(fileURLToPath(import.meta.url)), "../dist");
const load = (name) => createRequire(import.meta.url)(path.join(DIST, name));
export const { MemoryLog } = load("consumers/memory/memory-log.js");
const { Worker } = load("consumers/live/worker/worker.js");
const { createMessageDecoder } = load("consumers/live/records/message-decoder.js");
const { PolicyChoice } = load("consumers/live/policy/policy-choice.js");
const { nameTopics } = load("consumers/live/port/topic-names.js");
const { keptPolicy } = load("app/effective-policy.js");
const { EMPTY_POLICY } = load("app/policy.js");

const silent = () => undefined;
const IGNORED = ["Records", "Rejected", "Behind", "Stage", "Measured", "Corrected", "Deadline", "Fault", "Transaction"];
const LISTENERS = [...IGNORED, "Processed", "Reopened", "Restored", "Rebalanced"].map((what) => [`on${what}`, silent]);
const decoder = createMessageDecoder(1 << 20);
export const topics = nameTopics("in", "out");
/** The input and all that is written. */
export const allTopics = Object.values({ ...topics }).flat();

/**
 * A worker on a log of so many partitions, which is yet to be started; where it fails, so does the benchmark. `spans`: those of the policy that
 * are not the usual ones. `info` hears what it logs.
 */
export function workerOn(log, partitions, { checkpointMs, now, spans, info = silent }) {
  const worker = new Worker(log, {
    ...Object.fromEntries(LISTENERS),
    topics,
    groupId: "g",
    kind: { semantics: "1", partitions, input: "in", group: "g" },
    policies: new PolicyChoice({ own: keptPolicy(EMPTY_POLICY, spans), from: undefined, mayReturn: false }),
    decoder,
    misrouted: "fold",
    checkpointMs,
    sessionMs: 6000,
    now,
    during: async (_phase, work) => work(),
    log: { info, warn: silent, error: (...words) => process.stderr.write(`${JSON.stringify(words)}\n`) },
  });
  worker.ended.catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
  return worker;
}
