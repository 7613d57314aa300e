import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { FinalsCollector } from "../../../src/app/finals/finals-collector";
import { openFinals } from "../../../src/app/finals/open-finals";
import { findOutputs, readOutputs } from "../../../src/app/finals/outputs-folder";
import { compilePolicy, EMPTY_POLICY } from "../../../src/app/policy";
import { USUAL_ORDER } from "../../../src/consumers/simulation/player";
import { replay } from "../../../src/app/replay";
import { writeSimulation } from "../../../src/app/simulate";
import type { FinalConversation } from "../../../src/models/final-conversation";
import { withFolder } from "../../support/cli";

/** A log of 60 conversations. */
function writeLog(folder: string): string {
  const log = path.join(folder, "log.ndjson");
  writeSimulation(
    { ...USUAL_ORDER, conversations: 60, duplicates: 3, disorder: 3 },
    { log, truth: undefined, replace: false },
  );
  return log;
}

const order = { policy: compilePolicy(EMPTY_POLICY), recordBytesMax: 1 << 20, until: undefined };
const never = new AbortController().signal;

async function collect(conversations: AsyncIterable<FinalConversation>): Promise<FinalConversation[]> {
  const all: FinalConversation[] = [];
  for await (const one of conversations) all.push(one);
  return all;
}

const line = (record: object) => `${JSON.stringify(record)}\n`;
const number = (id: string, more: object) =>
  line({ type: "measurement", schemaVersion: 1, id, revision: 1, conversationId: id.split("/")[0], ...more });
const view = (id: string, startTime: string, lastNews: string) =>
  line({ type: "conversation", schemaVersion: 1, id, revision: 1, startTime, lastNews, participants: [] });

function writeOutputs(folder: string, files: Readonly<Record<string, string>>): string {
  const out = path.join(folder, "out");
  mkdirSync(out);
  for (const [name, text] of Object.entries({ measurements: "", deadlines: "", conversations: "", ...files }))
    writeFileSync(path.join(out, `${name}.ndjson`), text);
  return out;
}

async function finalsIn(out: string, passBytes?: number): Promise<FinalConversation[]> {
  const found = findOutputs(out);
  if (found === undefined) throw new Error("no outputs");
  return collect(readOutputs(found, passBytes === undefined ? {} : { passBytes }));
}

describe("the final numbers of a folder of outputs", () => {
  it("are the last line of each id, and none that was retracted", () =>
    withFolder(async (folder) => {
      const value = { name: "tTalk", emitDate: "2026-03-02T09:00:00.000Z" };
      const measurements = [
        number("a/x/tTalk/1", { ...value, value: 5 }),
        number("b/x/tTalk/1", { ...value, value: 7 }),
        number("a/x/tTalk/1", { ...value, value: 6 }),
        number("a/x/tTalk/2", { ...value, value: 9 }),
        number("a/x/tTalk/2", { name: "tTalk", retracted: true }),
      ].join("");
      const finals = await finalsIn(writeOutputs(folder, { measurements }));
      const values = finals.map(({ id, measurements: its }) => [id, its.map((one) => one.value)]);
      expect(values).toEqual([
        ["a", [6]],
        ["b", [7]],
      ]);
    }));

  it("keep the views of two lives of a conversation, and one of a life that was told twice", () =>
    withFolder(async (folder) => {
      const conversations = [
        view("a", "2026-03-02T09:00:00.000Z", "2026-03-02T09:05:00.000Z"),
        view("a", "2026-03-02T09:00:00.000Z", "2026-03-02T09:06:00.000Z"),
        view("a", "2026-03-20T09:00:00.000Z", "2026-03-20T09:05:00.000Z"),
      ].join("");
      const [only] = await finalsIn(writeOutputs(folder, { conversations }));
      expect(only?.views.map(({ lastNews }) => lastNews.slice(0, 16))).toEqual([
        "2026-03-02T09:06",
        "2026-03-20T09:05",
      ]);
    }));

  it("are the same in one pass and in many, plain and compressed, and as an engine emits them", () =>
    withFolder(async (folder) => {
      const out = path.join(folder, "out");
      const collector = new FinalsCollector();
      const run = {
        ...order,
        logs: [writeLog(folder)],
        out,
        replaceOut: false,
        alsoTo: collector,
        checkpointRecords: 0,
      };
      await replay(run, () => undefined, never);
      const once = await finalsIn(out);
      const many = await finalsIn(out, 100_000);
      const byId = (left: FinalConversation, right: FinalConversation) => (left.id < right.id ? -1 : 1);
      expect(once.length).toBe(60);
      expect(many.map(({ id }) => id)).not.toEqual(once.map(({ id }) => id));
      expect([...many].sort(byId)).toEqual(once);
      expect(JSON.parse(JSON.stringify(collector.finals()))).toEqual(once);
      const packed = path.join(folder, "packed");
      mkdirSync(packed);
      for (const name of ["measurements", "deadlines", "conversations"])
        writeFileSync(path.join(packed, `${name}.ndjson.gz`), gzipSync(readFileSync(path.join(out, `${name}.ndjson`))));
      expect((await finalsIn(packed)).length).toBe(60);
    }));

  it("of a log are those of its outputs, and nothing is left of reading it", () =>
    withFolder(async (folder) => {
      const out = path.join(folder, "out");
      const log = writeLog(folder);
      await replay({ ...order, logs: [log], out, replaceOut: false, checkpointRecords: 0 }, () => undefined, never);
      const ofLog = await openFinals({ ...order, sources: [log] }, () => undefined, never);
      const ofOutputs = await openFinals({ ...order, sources: [out] }, () => undefined, never);
      expect([ofLog.kind, ofOutputs.kind]).toEqual(["log", "outputs"]);
      expect(await collect(ofLog.conversations())).toEqual(await collect(ofOutputs.conversations()));
      ofLog.close();
      await expect(collect(ofLog.conversations())).rejects.toThrow();
      expect(await collect(ofOutputs.conversations())).toHaveLength(60);
    }));

  it.each([
    [
      "a line that breaks off",
      { measurements: number("a/x/tTalk", { name: "tTalk", value: 1 }).slice(0, -9) },
      "line 1",
    ],
    ["something else", { conversations: '{"type":"order","number":7}\n' }, "line 1: this is no conversation"],
    [
      "what only looks whole",
      { measurements: '{"type":"measurement","schemaVersion":1,"id":"a/x","conversationId":"a",}\n' },
      "no JSON",
    ],
  ])("are refused where a file holds %s", (_, files, message) =>
    withFolder(async (folder) => {
      await expect(finalsIn(writeOutputs(folder, files))).rejects.toMatchObject({
        code: "inputUnreadable",
        message: expect.stringContaining(message) as string,
      });
    }),
  );

  it("are refused where a file is missing, and where outputs are named beside a log", () =>
    withFolder(async (folder) => {
      const out = writeOutputs(folder, {});
      await expect(
        openFinals({ ...order, sources: [out, writeLog(folder)] }, () => undefined, never),
      ).rejects.toMatchObject({
        code: "wrongUse",
      });
      const part = path.join(folder, "part");
      mkdirSync(part);
      writeFileSync(path.join(part, "measurements.ndjson"), "");
      expect(() => findOutputs(part)).toThrow(/lack deadlines\.ndjson/);
      expect(findOutputs(folder)).toBeUndefined();
    }));
});
