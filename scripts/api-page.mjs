// Writes docs/api.md: the examples as they stand in docs/examples, which the tests run. With --check: says whether it is up to date.
import { readFileSync, writeFileSync } from "node:fs";

const example = (name) => `\`\`\`js\n${readFileSync(`docs/examples/${name}`, "utf8").trimEnd()}\n\`\`\``;

const page = `# Using convofold from a programme

<!-- Written by \`node scripts/api-page.mjs\`; the examples are the files in docs/examples, and the tests run them. -->

The package exports the decoder, the engine and the policy, with their types. The engine is pure: it reads no clock, opens no
file and starts nothing; you give it records, and it calls your functions.

| export | what it is |
|---|---|
| \`decodeRecords(bytes, position)\` | one line or message, as the records that are in it; never throws, a bad one is a rejection |
| \`decodeRecord(bytes, position)\`, \`decodeDocument(document, position)\` | the same where one record is expected, or it is parsed already |
| \`createEngine(policy, outputs, options?)\` | an engine that has seen nothing |
| \`engine.accept(record)\`, \`engine.acceptAll(records)\` | takes decoded records, in any order within the lateness |
| \`engine.advance(asOf)\` | lets time pass without a record, for deadlines |
| \`engine.finish(until?)\` | ends a run: settles deadlines, emits every conversation |
| \`engine.view(conversationId)\` | a conversation as of now |
| \`parsePolicy(text, name)\`, \`readPolicyFile(path)\`, \`compilePolicy(document, overrides?)\` | limits and targets ([policy.md](policy.md)); spans in ms |
| \`measurementRecord\`, \`deadlineRecord\`, \`conversationRecord\`, \`rejectionRecord\` | the outputs as zod schemas; as JSON Schema in [schemas](schemas) |
| types | \`Decoded\`, \`Engine\`, \`Outputs\`, \`Position\`, \`MeasurementRecord\`, \`DeadlineRecord\`, \`ConversationRecord\`, \`Rejection\` and more |

Call \`accept\` with what \`decodeRecords\` returns; a position is \`{ file, line }\` or \`{ topic, partition, offset }\`. What the engine emits
depends on the records alone, not on their order or repeats. A later record of an \`id\` replaces the earlier one; \`retracted\` takes
it back. What each number means is in [measurements.md](measurements.md).

## Fold a log in ten lines

${example("fold-a-log.mjs")}

\`node docs/examples/fold-a-log.mjs samples/call.ndjson\`

## A sink of your own

${example("own-sink.mjs")}

## The engine in a Lambda

${example("lambda.mjs")}

In production: \`export const handler = createHandler({ lines, write })\`, where \`lines\` reads the object with \`GetObject\` and
\`readline\`, and \`write\` is \`PutObject\`. For a live stream use \`convofold serve\`, which keeps state between records.
`;

if (!process.argv.includes("--check")) writeFileSync("docs/api.md", page);
else if (readFileSync("docs/api.md", "utf8") !== page) {
  console.error("docs/api.md is out of date: node scripts/api-page.mjs");
  process.exitCode = 1;
}
