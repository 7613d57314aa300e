import { readFileSync } from "node:fs";
import { compilePolicy, createEngine, decodeDocument, parsePolicy } from "convofold";

/**
 * A sink: sums up what it is told, by queue, and takes out again what is corrected.
 * `before` is what a record replaces or retracts; undefined for the first of its id.
 */
class HoldTimeByQueue {
  /** @type {Map<string, number>} */
  totals = new Map();

  /** @type {import("convofold").Outputs} */
  outputs = {
    measurement: ({ name, queueId = "(none)", value = 0 }, before) => {
      if (name === "tHeldComplete") this.totals.set(queueId, (this.totals.get(queueId) ?? 0) + value - (before?.value ?? 0));
    },
    deadline: ({ kind, status, conversationId }) => {
      if (status === "overdue") console.log(`${conversationId}: ${kind} is overdue`);
    },
    conversation: ({ id, state }) => console.log(`${id}: ${state}`),
    rejection: ({ reason }) => console.log(`a record was rejected: ${reason}`),
  };
}

const policy = parsePolicy("version: 1\ndefaults:\n  holdMax: 2m\n", "the policy of this example");
const sink = new HoldTimeByQueue();
const engine = createEngine(compilePolicy(policy), sink.outputs);
const lines = readFileSync("samples/call.ndjson", "utf8").trim().split("\n");
for (const [index, line] of lines.entries())
  engine.accept(decodeDocument(JSON.parse(line), { file: "call.ndjson", line: index + 1 }));
engine.finish();

for (const [queueId, ms] of sink.totals) console.log(`${queueId}: ${ms / 1000} s on hold`);
