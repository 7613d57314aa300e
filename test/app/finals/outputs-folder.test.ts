import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { FinalsCollector } from "../../../src/app/finals/finals-collector";
import { openFinals } from "../../../src/app/finals/open-finals";
import { findOutputs } from "../../../src/app/finals/outputs-folder";
import { readOutputs } from "../../../src/app/finals/read-outputs";
import { compilePolicy, EMPTY_POLICY } from "../../../src/app/policy";
import { USUAL_OPTIONS } from "../../../src/consumers/simulation/player";
import { replay } from "../../../src/app/replay";
import { writeSimulation } from "../../../src/app/simulate";
import type { FinalConversation } from "../../../src/models/final-conversation";
import { withFolder } from "../../support/cli";
import { number, outputsIn, view, writeOutputs } from "../../support/output-files";

/** A log of 60 conversations. */
async function writeLog(folder: string): Promise<string> {
  const log = path.join(folder, "log.ndjson");
  await writeSimulation(
    { ...USUAL_OPTIONS, conversations: 60, duplicates: 3, disorder: 3 },
    { log, truth: undefined, replace: false },
  );
  return log;
}

const options = { policy: compilePolicy(EMPTY_POLICY), recordBytesMax: 1 << 20, until: undefined };
const never = new AbortController().signal;

async function collect(conversations: AsyncIterable<FinalConversation>): Promise<FinalConversation[]> {
  const all: FinalConversation[] = [];
  for await (const one of conversations) all.push(one);
  return all;
}

const finalsIn = async (out: string, partBytes?: number): Promise<FinalConversation[]> =>
  collect(readOutputs(outputsIn(out), partBytes === undefined ? {} : { partBytes }));

/** Does something whose temporary files lie in a folder of their own, and says which are left. */
async function leftBy(folder: string, work: () => Promise<unknown>): Promise<string[]> {
  const temporary = path.join(folder, "temporary");
  mkdirSync(temporary, { recursive: true });
  const { TMPDIR } = process.env;
  process.env["TMPDIR"] = temporary;
  try {
    await work();
    return readdirSync(temporary);
  } finally {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  }
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

  it("hold of wanted lines alone all but their evidence, whether they are divided or not", () =>
    withFolder(async (folder) => {
      const file = 'odd",\"evidence\":[].ndjson';
      const own = { value: 5, name: "tTalk", emitDate: "2026-03-02T09:00:00.000Z", evidence: [{ file, line: 1 }] };
      const marked = { ...own, gap: true };
      const measurements =
        number("a/x/tTalk/1", own) + number("a/x/tTalk/2", marked) + number("a/x/tAcw", { ...own, name: "tAcw" });
      const outputs = outputsIn(writeOutputs(folder, { measurements }));
      const wanted = { measurements: new Set(["tTalk"]), deadlines: new Set<string>() };
      for (const partBytes of [undefined, 200]) {
        const [only] = await collect(readOutputs(outputs, { wanted, ...(partBytes !== undefined && { partBytes }) }));
        const [one, two] = only?.measurements ?? [];
        expect(only?.measurements).toHaveLength(2);
        expect(one).toMatchObject({ id: "a/x/tTalk/1", value: 5, emitDate: own.emitDate });
        expect(one).not.toHaveProperty("evidence");
        expect(two).toMatchObject({ id: "a/x/tTalk/2", value: 5, gap: true });
      }
    }));

  it("keep the views of two lives of a conversation, and one of a life that was emitted twice", () =>
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

  it("are the same in one part and in many, plain and compressed, and as an engine emits them", () =>
    withFolder(async (folder) => {
      const out = path.join(folder, "out");
      const collector = new FinalsCollector();
      const run = {
        ...options,
        logs: [await writeLog(folder)],
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

  it("are read once from the outputs, however many parts they are divided into", () =>
    withFolder(async (folder) => {
      const out = path.join(folder, "out");
      const log = await writeLog(folder);
      await replay({ ...options, logs: [log], out, replaceOut: false, checkpointRecords: 0 }, () => undefined, never);
      const outputs = outputsIn(out);
      let [read, parts] = [0, 0];
      const reading = {
        partBytes: 10_000,
        onBytes: (bytes: number) => (read += bytes),
        onParts: (count: number) => (parts = count),
      };
      const left = await leftBy(folder, () => collect(readOutputs(outputs, reading)));
      expect({ read, left }).toEqual({ read: outputs.bytes, left: [] });
      expect(parts).toBeGreaterThan(20);
    }));

  it("keep a line that is longer than what is gathered of a part", () =>
    withFolder(async (folder) => {
      const value = { name: "tTalk", emitDate: "2026-03-02T09:00:00.000Z", value: 5, note: "n".repeat(300_000) };
      const measurements = [number("a/x/tTalk/1", value), number("a/x/tTalk/2", value)].join("");
      const [only] = await finalsIn(writeOutputs(folder, { measurements }), 100_000);
      expect(only?.measurements).toEqual(
        measurements
          .trim()
          .split("\n")
          .map((one) => JSON.parse(one) as object),
      );
    }));

  it("leave no temporary file where whoever reads has enough, where a line is damaged and where they are stopped", () =>
    withFolder(async (folder) => {
      const views = ["a", "b", "c"].map((id) => view(id, "2026-03-02T09:00:00.000Z", "2026-03-02T09:05:00.000Z"));
      const out = writeOutputs(folder, { conversations: views.join("") });
      const outputs = outputsIn(out);
      const reading = { partBytes: 100 };
      const left = await leftBy(folder, async () => {
        for await (const one of readOutputs(outputs, reading)) if (one.id !== "") break;
        const stop = new AbortController();
        const stopped = readOutputs(outputs, { ...reading, signal: stop.signal });
        await stopped.next();
        stop.abort();
        await expect(collect(stopped)).rejects.toMatchObject({ code: "outputClosed" });
        await expect(collect(readOutputs(outputs, { ...reading, signal: stop.signal }))).rejects.toThrow("Stopped.");
        writeFileSync(path.join(out, "conversations.ndjson"), `${views.join("")}{"type":`);
        await expect(finalsIn(out, 100)).rejects.toThrow("line 4");
      });
      expect(left).toEqual([]);
    }));

  it("of a log are those of its outputs, and nothing is left of reading it", () =>
    withFolder(async (folder) => {
      const out = path.join(folder, "out");
      const log = await writeLog(folder);
      await replay({ ...options, logs: [log], out, replaceOut: false, checkpointRecords: 0 }, () => undefined, never);
      const ofLog = await openFinals({ ...options, sources: [log] }, () => undefined, never);
      const ofOutputs = await openFinals({ ...options, sources: [out] }, () => undefined, never);
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
        openFinals({ ...options, sources: [out, await writeLog(folder)] }, () => undefined, never),
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
