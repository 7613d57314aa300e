#!/usr/bin/env node
// node scripts/agree.mjs TRUTH.ndjson OUT/measurements.ndjson
// Compares the final numbers of a replay with a truth, number by number: conversation, participant, name, value and date
// (to 1 ms). Counts apart the one rule in which some workloads date a number otherwise than we do: tTalkComplete of a
// communication that ended on hold (docs/decisions/0003). Exit code 1 where anything else differs.
import fs from "node:fs";
import readline from "node:readline";

const [truthPath, actualPath] = process.argv.slice(2);
if (actualPath === undefined) {
  console.error("usage: node scripts/agree.mjs TRUTH.ndjson OUT/measurements.ndjson");
  process.exit(2);
}

const lines = (file) => readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Infinity });
const keyOf = (m) => `${m.conversationId} ${m.participantId} ${m.name}`;
const expected = new Map();
const names = new Set();
let truths = 0;
for await (const line of lines(truthPath)) {
  const m = JSON.parse(line);
  names.add(m.name);
  truths += 1;
  expected.set(keyOf(m), [...(expected.get(keyOf(m)) ?? []), { value: m.value, at: Date.parse(m.emitDate) }]);
}
const actual = new Map();
const talks = new Map();
for await (const line of lines(actualPath)) {
  const m = JSON.parse(line);
  if (m.retracted) actual.delete(m.id);
  else if (names.has(m.name)) actual.set(m.id, { key: keyOf(m), value: m.value, at: Date.parse(m.emitDate) });
}
for (const { key, at } of actual.values()) {
  const [conversationId, participantId, name] = key.split(" ");
  const owner = `${conversationId} ${participantId}`;
  if (name === "tTalk") talks.set(owner, Math.max(talks.get(owner) ?? 0, at));
}
let [agreed, talkDates, extra] = [0, 0, 0];
for (const { key, value, at } of actual.values()) {
  const candidates = expected.get(key) ?? [];
  let index = candidates.findIndex((one) => Math.abs(one.value - value) <= 1 && Math.abs(one.at - at) <= 1);
  if (index >= 0) agreed += 1;
  else {
    const [conversationId, participantId, name] = key.split(" ");
    index = candidates.findIndex((one) => name === "tTalkComplete" && one.value === value && one.at > at && at === talks.get(`${conversationId} ${participantId}`));
    if (index >= 0) talkDates += 1;
    else extra += 1;
  }
  if (index >= 0) candidates.splice(index, 1);
}
const missing = [...expected.values()].reduce((sum, left) => sum + left.length, 0);
console.log(`${truths} true numbers: ${agreed} agree, ${talkDates} tTalkComplete agree in value and are dated at the end of the last talk, ${missing} missing, ${extra} extra`);
process.exitCode = missing + extra > 0 ? 1 : 0;
