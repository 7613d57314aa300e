import fs, { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

import { claimOutputs } from "../../../src/sinks/files/claim";
import { eraseOutputs } from "../../../src/sinks/files/erase-outputs";
import { openFileOutputs } from "../../../src/sinks/files/file-outputs";
import { withFolder } from "../../support/cli";

const AT = Date.parse("2026-03-02T18:00:00.000Z");
const options = (conversation: string, more: object = {}) => ({
  erasure: { conversations: new Set([conversation]), users: new Set<string>() },
  erasedAt: AT,
  isDryRun: false,
  ...more,
});

/** Lines as they were written by somebody else, so that it shows whether they are copied or written anew. */
const lineOf = (id: string) => `{ "conversationId":"${id}",  "type":"measurement","id":"${id}/a/x"}\n`;
const MEASUREMENTS = ["c-1", "c-2", "c-1", "c-3"].map(lineOf).join("");
const LEFT = ["c-2", "c-3"].map(lineOf).join("");

const within = (work: (out: string) => Promise<void>) =>
  withFolder(async (folder) => {
    const out = path.join(folder, "out");
    mkdirSync(out);
    writeFileSync(path.join(out, "measurements.ndjson"), MEASUREMENTS);
    writeFileSync(path.join(out, "deadlines.ndjson"), lineOf("c-2"));
    const summary = { type: "summary", timeSuspect: { count: 2, conversations: ["c-1", "c-2"] } };
    writeFileSync(path.join(out, "summary.json"), `${JSON.stringify(summary, undefined, 2)}\n`);
    await work(out);
  });
const read = (out: string, name: string) => readFileSync(path.join(out, name), "utf8");

/** What whoever dies does no more: everything that changes a file. */
const CHANGES = ["renameSync", "rmSync", "writeFileSync", "createWriteStream", "fsyncSync", "linkSync"] as const;

/** Does some work until it has changed files so many times; from then on every change fails, as if it were killed. */
async function killedAfter(changes: number, work: () => Promise<unknown>): Promise<boolean> {
  let made = 0;
  const spies = CHANGES.map((name) => {
    const real = fs[name] as (...args: readonly unknown[]) => unknown;
    return jest.spyOn(fs, name).mockImplementation(((...args: readonly unknown[]) => {
      made += 1;
      if (made > changes) throw new Error("killed");
      return real(...args);
    }) as never);
  });
  try {
    await work();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ message: "killed" });
    return true;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const stateOf = (out: string) => readdirSync(out).map((name) => [name, fs.statSync(path.join(out, name)).mtimeMs]);

describe("erasing from the outputs of a run", () => {
  it("takes the lines of a conversation, copies all others byte by byte, and has the summary say so", () =>
    within(async (out) => {
      const { files } = await eraseOutputs(out, options("c-1"));
      expect(files).toEqual([
        { name: "measurements.ndjson", dropped: 2, blanked: 0, left: 2 },
        { name: "deadlines.ndjson", dropped: 0, blanked: 0 },
      ]);
      expect(read(out, "measurements.ndjson")).toBe(LEFT);
      expect(read(out, "deadlines.ndjson")).toBe(lineOf("c-2"));
      expect(JSON.parse(read(out, "summary.json"))).toEqual({
        type: "summary",
        timeSuspect: { count: 2, conversations: ["c-2"] },
        erasures: [{ erasedAt: "2026-03-02T18:00:00.000Z", linesDropped: 2, linesBlanked: 0 }],
      });
      expect(readdirSync(out).sort()).toEqual(["deadlines.ndjson", "measurements.ndjson", "summary.json"]);
      expect(readdirSync(path.dirname(out))).toEqual(["out"]);
    }));

  it("changes nothing in a dry run, nor where nothing is found", () =>
    within(async (out) => {
      const { files } = await eraseOutputs(out, options("c-1", { isDryRun: true }));
      expect(files[0]).toEqual({ name: "measurements.ndjson", dropped: 2, blanked: 0, left: 2 });
      await eraseOutputs(out, options("c-9"));
      expect(read(out, "measurements.ndjson")).toBe(MEASUREMENTS);
      expect(read(out, "summary.json")).not.toContain("erasures");
    }));

  it("reads and writes files that were compressed since, and names what it did not look into", () =>
    within(async (out) => {
      const many = `${MEASUREMENTS.repeat(20_000)}${lineOf("c-1").trimEnd()}`;
      writeFileSync(path.join(out, "conversations.ndjson.gz"), gzipSync(many));
      writeFileSync(path.join(out, "letter.txt"), "c-1");
      const { files, passedOver } = await eraseOutputs(out, options("c-1"));
      expect(files.at(-1)).toEqual({ name: "conversations.ndjson.gz", dropped: 40_001, blanked: 0, left: 40_000 });
      expect(gunzipSync(readFileSync(path.join(out, "conversations.ndjson.gz"))).toString()).toBe(LEFT.repeat(20_000));
      expect(passedOver).toEqual(["letter.txt"]);
    }));

  it("takes a line that breaks off if it has the id in it", () =>
    within(async (out) => {
      writeFileSync(path.join(out, "rejects.ndjson"), `${lineOf("c-2")}{"conversationId":"c-1`);
      await eraseOutputs(out, options("c-1"));
      expect(read(out, "rejects.ndjson")).toBe(lineOf("c-2"));
    }));

  it("erases nothing of any file where one is damaged, and leaves nothing beside", () =>
    within(async (out) => {
      writeFileSync(path.join(out, "rejects.ndjson.gz"), gzipSync(MEASUREMENTS.repeat(1000)).subarray(0, 100));
      await expect(eraseOutputs(out, options("c-1"))).rejects.toThrow(/is damaged \(Z_BUF_ERROR\): nothing was erased/);
      expect(read(out, "measurements.ndjson")).toBe(MEASUREMENTS);
      expect(readdirSync(out)).toHaveLength(4);
    }));

  it.each([
    ["what it had without those that went", 4, 2],
    ["what it has, where no rows were said", undefined, 2],
    ["what it has, where null was said", null, 2],
    ["what it has, where an interrupted one took them off already", 2, 2],
    ["more than it has, where it was cut before", 6, 4],
  ])("has the manifest say of a file that changes %s", (_, before, after) =>
    within(async (out) => {
      const files = [{ name: "measurements.ndjson", rows: before }, { name: "deadlines.ndjson", rows: 1 }, null];
      writeFileSync(path.join(out, "manifest.json"), JSON.stringify({ product: "p", files }));
      await eraseOutputs(out, options("c-1"));
      expect(JSON.parse(read(out, "manifest.json"))).toEqual({
        product: "p",
        files: [{ name: "measurements.ndjson", rows: after }, { name: "deadlines.ndjson", rows: 1 }, {}],
      });
    }),
  );

  it("goes on behind one that was killed, of which copies were left", () =>
    within(async (out) => {
      writeFileSync(path.join(out, "measurements.ndjson.rewritten"), lineOf("c-2"));
      await eraseOutputs(out, options("c-2"));
      expect(read(out, "measurements.ndjson")).not.toContain("c-2");
      expect(existsSync(path.join(out, "measurements.ndjson.rewritten"))).toBe(false);
    }));

  it("is refused while a run writes there, beside what a stopped run left, and where no outputs are", () =>
    within(async (out) => {
      const claim = claimOutputs(`${out}2`, { replace: false, resume: false });
      mkdirSync(`${out}2`);
      await expect(eraseOutputs(`${out}2`, options("c-1"))).rejects.toMatchObject({ code: "outputInUse" });
      openFileOutputs(claim).abandon();
      claim.release();
      await expect(eraseOutputs(`${out}2`, options("c-1"))).rejects.toThrow(/holds what is to be erased, too/);
      await expect(eraseOutputs(path.dirname(out), options("c-1"))).rejects.toThrow(/holds no outputs of a run/);
      await expect(eraseOutputs(`${out}3`, options("c-1"))).rejects.toThrow(/There is no folder/);
    }));

  it("is finished by whoever does it again, wherever it was interrupted, and leaves the id in no file", async () => {
    let points = 0;
    const isInterruptedAt = async (changes: number) => {
      let isKilled = false;
      await within(async (out) => {
        const views = ["c-1", "c-2"].map((id) => `{"type":"conversation","id":"${id}"}\n`).join("");
        writeFileSync(path.join(out, "conversations.ndjson.gz"), gzipSync(views));
        writeFileSync(path.join(out, "deadlines.ndjson"), lineOf("c-1") + lineOf("c-2"));
        isKilled = await killedAfter(changes, () => eraseOutputs(out, options("c-1")));
        // The lock of a process that is gone is taken over; this one is not gone.
        for (const name of readdirSync(path.dirname(out)).filter((one) => one !== "out"))
          rmSync(path.join(path.dirname(out), name));
        await eraseOutputs(out, options("c-1"));
        const names = ["conversations.ndjson.gz", "deadlines.ndjson", "measurements.ndjson", "summary.json"];
        expect(readdirSync(out).sort()).toEqual(names);
        const texts = names.map((name) => [name, readFileSync(path.join(out, name))] as const);
        for (const [name, bytes] of texts)
          expect((name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString()).not.toContain("c-1");
        expect(read(out, "measurements.ndjson")).toBe(LEFT);
        const { erasures } = JSON.parse(read(out, "summary.json")) as { erasures: readonly { linesDropped: number }[] };
        expect(erasures.reduce((all, { linesDropped }) => all + linesDropped, 0)).toBe(4);
        const before = stateOf(out);
        await eraseOutputs(out, options("c-1"));
        expect(stateOf(out)).toEqual(before);
      });
      return isKilled;
    };
    while (await isInterruptedAt(points)) points += 1;
    expect(points).toBeGreaterThan(12);
  });

  it("takes the id out of a summary though no line has it any more, wherever in it it stands", () =>
    within(async (out) => {
      const summary = {
        timeSuspect: { count: 1, conversations: ["c-9", "c-10"] },
        unknownValues: { "direction=c-9": 2, "direction=c-10": 1 },
        skippedFiles: [{ path: "logs/C-9.txt", why: "no log" }],
      };
      writeFileSync(path.join(out, "summary.json"), JSON.stringify(summary));
      expect(await eraseOutputs(out, options("c-9", { isDryRun: true }))).toMatchObject({ isInSummary: true });
      expect(await eraseOutputs(out, options("c-9"))).toMatchObject({ isInSummary: true });
      expect(JSON.parse(read(out, "summary.json"))).toEqual({
        timeSuspect: { count: 1, conversations: ["c-10"] },
        unknownValues: { "direction=c-10": 1 },
        skippedFiles: [{ why: "no log" }],
        erasures: [{ erasedAt: "2026-03-02T18:00:00.000Z", linesDropped: 0, linesBlanked: 0 }],
      });
      expect(await eraseOutputs(out, options("c-9"))).toMatchObject({ isInSummary: false });
    }));

  it("changes nothing at all in a dry run: not what was left of another, and no lock is taken", () =>
    within(async (out) => {
      writeFileSync(path.join(out, "measurements.ndjson.rewritten"), LEFT);
      writeFileSync(path.join(out, "summary.json.rewritten"), "{}");
      const before = stateOf(out);
      let erased: object = {};
      const isKilled = await killedAfter(0, async () => {
        erased = await eraseOutputs(out, options("c-1", { isDryRun: true }));
      });
      expect(isKilled).toBe(false);
      expect(erased).toMatchObject({ isFinished: true, files: [{ dropped: 2 }, { dropped: 0 }] });
      expect(stateOf(out)).toEqual(before);
    }));

  it("reads a file that names nobody once, and one that does twice", () =>
    within(async (out) => {
      const open = jest.spyOn(fs, "createReadStream");
      await eraseOutputs(out, options("c-1"));
      const names = open.mock.calls.map(([file]) => path.basename(String(file)));
      open.mockRestore();
      expect(names).toEqual(["measurements.ndjson", "measurements.ndjson", "deadlines.ndjson"]);
    }));
});
