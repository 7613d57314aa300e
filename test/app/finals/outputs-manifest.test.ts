import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { openFinals } from "../../../src/app/finals/open-finals";
import { findOutputs } from "../../../src/app/finals/outputs-folder";
import { compilePolicy, EMPTY_POLICY } from "../../../src/app/policy";
import { viewsOf } from "../../../src/app/query/views";
import { withFolder } from "../../support/cli";
import { line, number, view, writeOutputs } from "../../support/output-files";

const options = { policy: compilePolicy(EMPTY_POLICY), recordBytesMax: 1 << 20, until: undefined };
const instant = "2026-03-02T09:00:00.000Z";
const value = { name: "tTalk", value: 5, emitDate: instant };
const FILES = { measurements: number("a/x/tTalk/1", value), conversations: view("a", instant, instant) };
const ROWS = { measurements: 1, deadlines: 0, conversations: 1 };

/** The manifest of outputs with so many rows. */
const manifestOf = (rows: Readonly<Record<string, number>>, more: object = {}) =>
  JSON.stringify({
    schemaVersion: 1,
    files: Object.entries(rows).map(([stream, count]) => ({ name: `${stream}.ndjson`, rows: count })),
    ...more,
  });

/** Reads all of outputs with a manifest and a summary. */
async function readAll(out: string): Promise<number> {
  const finals = await openFinals({ ...options, sources: [out] }, () => undefined, new AbortController().signal);
  let count = 0;
  for await (const { measurements } of finals.conversations()) count += measurements.length;
  return count;
}

describe("a folder of outputs", () => {
  it("is read where its files are as its manifest says", () =>
    withFolder(async (folder) => {
      const out = writeOutputs(folder, FILES);
      writeFileSync(path.join(out, "manifest.json"), manifestOf(ROWS));
      expect(await readAll(out)).toBe(1);
      expect(viewsOf(out, "FROM measurements, deadlines, conversations")).toHaveLength(5);
    }));

  it.each([
    [
      "has fewer lines than it says",
      manifestOf({ ...ROWS, measurements: 7000 }),
      /measurements.ndjson" has 1 line, .* says 7,000:/,
    ],
    [
      "has more lines than it says",
      manifestOf({ ...ROWS, conversations: 0 }),
      /conversations.ndjson" has 1 line, .* says 0:/,
    ],
    [
      "is of another version of the records",
      manifestOf(ROWS, { schemaVersion: 2 }),
      /of version 2 of the records, and version 1/,
    ],
    ["breaks off", '{"schemaVersion": 1, "fil', /manifest.json" is no JSON: it was cut short/],
    ["is empty", "", /manifest.json" is no JSON/],
    ["is no record", "[]", /manifest.json" is damaged: it holds no record/],
    ["lists nothing as a file", '{"files":[null]}', /manifest.json" is damaged: its files\[0\] is not what/],
    ["lists a file without a name", '{"files":[{"rows":1}]}', /its files\[0\].name is not/],
    ["has no number of rows", '{"files":[{"name":"measurements.ndjson","rows":null}]}', /its files\[0\].rows is not/],
    ["has another digest", '{"product":"p","policyDigest":5}', /its policyDigest is not/],
    ["lists no measurements", '{"product":"p","measurements":{}}', /its measurements is not/],
    ["lists nothing as a deadline", '{"product":"p","deadlines":[null]}', /its deadlines\[0\] is not/],
  ])("is refused by all who read it where its manifest %s", (_, manifest, message) =>
    withFolder(async (folder) => {
      const out = writeOutputs(folder, FILES);
      writeFileSync(path.join(out, "manifest.json"), manifest);
      await expect(readAll(out)).rejects.toMatchObject({
        code: "inputUnreadable",
        message: expect.stringMatching(message) as string,
      });
      expect(() => viewsOf(out, "FROM measurements, deadlines, conversations")).toThrow(message);
    }),
  );

  it("is refused with the reason where its manifest cannot be read, and read where that lacks fields and has others", () =>
    withFolder(async (folder) => {
      const out = writeOutputs(folder, FILES);
      writeFileSync(path.join(out, "manifest.json"), '{"files":[{"name":"measurements.ndjson"}],"more":null}');
      expect(await readAll(out)).toBe(1);
      rmSync(path.join(out, "manifest.json"));
      mkdirSync(path.join(out, "manifest.json"));
      await expect(readAll(out)).rejects.toThrow(/manifest.json" cannot be read \(EISDIR\)/);
    }));

  it("is refused where its summary, which names the gaps, is damaged, and read without one", () =>
    withFolder(async (folder) => {
      const out = writeOutputs(folder, FILES);
      expect(await readAll(out)).toBe(1);
      writeFileSync(path.join(out, "summary.json"), '{"gaps": [');
      await expect(readAll(out)).rejects.toThrow(/summary.json" is no JSON/);
    }));

  it.each([
    ["records of another version", { schemaVersion: 2 }, /from line 1 on, are of version 2 of the records/],
    ["records of another file", { type: "deadline" }, /line 1: this is no measurement of convofold/],
  ])("is refused where a file holds %s", (_, fields, message) =>
    withFolder(async (folder) => {
      const record = { type: "measurement", schemaVersion: 1, id: "a/x/tTalk/1", conversationId: "a", ...value };
      const out = writeOutputs(folder, { ...FILES, measurements: line({ ...record, ...fields }) });
      await expect(readAll(out)).rejects.toThrow(message);
    }),
  );

  it("that is still being written is named as such, by its name as by that which it will have", () =>
    withFolder(async (folder) => {
      const out = path.join(folder, "night");
      mkdirSync(`${out}.partial`);
      writeFileSync(`${out}.partial/measurements.ndjson`, "");
      for (const name of [out, `${out}.partial`, `${out}.partial/`]) {
        await expect(readAll(name)).rejects.toThrow(/night.partial" is what a replay .* had written so far/);
        expect(() => viewsOf(name, "FROM measurements, deadlines, conversations")).toThrow(/had written so far/);
      }
    }));

  it("is not taken for what a replay had written so far where logs are called so, as a download is", () =>
    withFolder((folder) => {
      const download = path.join(folder, "dl.ndjson");
      writeFileSync(`${download}.partial`, "{}\n");
      const logs = path.join(folder, "logs.partial");
      mkdirSync(logs);
      writeFileSync(path.join(logs, "monday.ndjson"), "{}\n");
      for (const name of [download, `${download}.partial`, logs]) expect(findOutputs(name)).toBeUndefined();
      return Promise.resolve();
    }));
});
