import { open } from "node:fs/promises";
import { compilePolicy, createEngine, decodeRecords, EMPTY_POLICY } from "convofold";

const numbers = new Map();
const engine = createEngine(compilePolicy(EMPTY_POLICY), {
  measurement: (record) => (record.retracted ? numbers.delete(record.id) : numbers.set(record.id, record)),
  deadline: () => {},
  conversation: () => {},
  rejection: ({ reason, position }) => console.error(reason, position),
});

const file = process.argv[2] ?? "samples/call.ndjson";
let line = 0;
for await (const text of (await open(file)).readLines())
  engine.acceptAll(decodeRecords(Buffer.from(text), { file, line: ++line }));
engine.finish();

for (const { name, value } of numbers.values()) console.log(name, value);
