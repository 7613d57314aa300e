import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import fc from "fast-check";

import { compilePolicy, EMPTY_POLICY } from "../../../src/app/policy";
import { replay } from "../../../src/app/replay";
import type { ReplayOptions } from "../../../src/app/replay-options";
import { writeSimulation } from "../../../src/app/simulate";
import { USUAL_OPTIONS } from "../../../src/consumers/simulation/player";
import { withFolder } from "../../support/cli";

const RUNS = 4 * Number(process.env["PROPERTY_RUNS"] ?? 1);
const FILES = ["measurements", "deadlines", "conversations"] as const;
const never = new AbortController().signal;

interface Line {
  readonly id: string;
  readonly gap?: true;
  readonly gaps?: readonly object[];
}

const linesOf = (out: string, name: string): Line[] =>
  readFileSync(path.join(out, `${name}.ndjson`), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);

/** What is marked of each output, by id. */
function marksIn(out: string) {
  return FILES.map((name) =>
    linesOf(out, name)
      .flatMap(({ id, gap: mark, gaps }) =>
        mark === undefined && gaps === undefined ? [] : [[id, mark ?? gaps] as const],
      )
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

const options = (folder: string, logs: readonly string[], more: Partial<ReplayOptions> = {}): ReplayOptions => ({
  logs: logs.map((log) => path.join(folder, log)),
  out: path.join(folder, "out"),
  replaceOut: true,
  // In whatever order they come, none is late and no leap of time stays unconfirmed.
  policy: compilePolicy(EMPTY_POLICY, { lateness: 400 * 86_400_000, leap: 400 * 86_400_000 }),
  recordBytesMax: 1 << 20,
  until: undefined,
  ...more,
});

async function run(options: ReplayOptions) {
  const { summary } = await replay(options, () => undefined, never);
  return { out: options.out ?? "", summary };
}

/** The lines of a simulated log of 60 conversations, with partitions and offsets. */
async function simulatedIn(folder: string): Promise<string[]> {
  const log = path.join(folder, "simulated");
  await writeSimulation({ ...USUAL_OPTIONS, conversations: 60 }, { log, truth: undefined, replace: true });
  return readFileSync(log, "utf8").trimEnd().split("\n");
}

const write = (folder: string, name: string, lines: readonly string[]) =>
  writeFileSync(path.join(folder, name), `${lines.join("\n")}\n`);
const timeOf = (line: string | undefined) => (JSON.parse(line ?? "{}") as { timestamp: number }).timestamp;

describe("the outputs of a log with gaps", () => {
  it("differ from those without in the marks alone, and the summary lists the gaps", () =>
    withFolder(async (folder) => {
      const lines = await simulatedIn(folder);
      write(folder, "log.ndjson", lines);
      const [from, to] = [timeOf(lines[300]), timeOf(lines[350])];
      const plain = await run(options(folder, ["log.ndjson"], { out: path.join(folder, "plain") }));
      const { out, summary } = await run(options(folder, ["log.ndjson"], { gaps: [{ from, to, reason: "declared" }] }));
      for (const name of FILES) {
        const withoutMarks = linesOf(out, name).map(({ gap: _gap, gaps: _gaps, ...rest }) => rest);
        expect(withoutMarks).toEqual(linesOf(plain.out, name));
      }
      const [numbers = [], deadlines = [], views = []] = marksIn(out);
      for (const some of [numbers, deadlines, views]) expect(some.length).toBeGreaterThan(0);
      const instants = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      expect(views[0]?.[1]).toEqual([{ ...instants, reason: "declared" }]);
      expect(summary.gaps).toEqual([
        expect.objectContaining({ ...instants, reason: "declared", conversations: views.length }),
      ]);
      expect(plain.summary).not.toHaveProperty("gaps");
      expect(readFileSync(path.join(plain.out, "conversations.ndjson"), "utf8")).not.toContain('"gaps"');
    }));

  it("mark the conversations of a partition whose offsets have a hole, where it is said that holes are gaps", () =>
    withFolder(async (folder) => {
      const lines = await simulatedIn(folder);
      const place = (line: string) => JSON.parse(line) as { partition: number; offset: number; key: string };
      const lost = lines.filter((line) => place(line).partition === 2 && [20, 21, 22].includes(place(line).offset));
      write(
        folder,
        "log.ndjson",
        lines.filter((line) => !lost.includes(line)),
      );
      expect((await run(options(folder, ["log.ndjson"]))).summary).not.toHaveProperty("gaps");
      const { out, summary } = await run(options(folder, ["log.ndjson"], { offsetGaps: true }));
      expect(summary.gaps).toMatchObject([{ reason: "missingOffsets", partition: 2, detail: "offsets 20–22" }]);
      const [, , views = []] = marksIn(out);
      const inPartition = new Set(lines.map(place).flatMap(({ partition, key }) => (partition === 2 ? [key] : [])));
      expect(views.length).toBeGreaterThan(0);
      for (const [id] of views) expect(inPartition).toContain(id);
      // Whose records are missing, and who is known at all, is marked.
      const known = new Set(linesOf(out, "conversations").map(({ id }) => id));
      for (const { key } of lost.map(place)) if (known.has(key)) expect(views.map(([id]) => id)).toContain(key);
    }));

  it("mark what was open when a compressed file broke off, until the next file begins", () =>
    withFolder(async (folder) => {
      const lines = await simulatedIn(folder);
      const half = Math.floor(lines.length / 2);
      const day = path.join(folder, "day");
      mkdirSync(day);
      const first = path.join(day, "1.ndjson.gz");
      writeFileSync(first, gzipSync(`${lines.slice(0, half).join("\n")}\n`));
      truncateSync(first, 20_000);
      appendFileSync(path.join(day, "2.ndjson"), `${lines.slice(half).join("\n")}\n`);
      const { out, summary } = await run(options(folder, ["day"]));
      const [found] = summary.gaps ?? [];
      expect(found).toMatchObject({ reason: "damagedFile", to: new Date(timeOf(lines[half])).toISOString() });
      expect(found?.detail).toMatch(/^1\.ndjson\.gz breaks off/);
      const [, , views = []] = marksIn(out);
      expect(views.length).toBeGreaterThan(0);
      expect(views.length).toBeLessThan(linesOf(out, "conversations").length);
    }));

  it("are marked alike whatever order records come in", () =>
    withFolder(async (folder) => {
      const lines = await simulatedIn(folder);
      const places = lines.map((_, index) => index);
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(places, { minLength: places.length - 5 }),
          fc.nat(lines.length - 60),
          async (shuffled, at) => {
            const linesAt = (indices: readonly number[]) => indices.map((index) => lines[index] ?? "");
            write(folder, "log.ndjson", linesAt([...shuffled].sort((one, other) => one - other)));
            write(folder, "shuffled.ndjson", linesAt(shuffled));
            const declared = [{ from: timeOf(lines[at]), to: timeOf(lines[at + 50]) + 1, reason: "declared" as const }];
            const more = { gaps: declared, offsetGaps: true };
            const expected = marksIn((await run(options(folder, ["log.ndjson"], more))).out);
            expect(expected[2]?.length).toBeGreaterThan(0);
            expect(marksIn((await run(options(folder, ["shuffled.ndjson"], more))).out)).toEqual(expected);
          },
        ),
        { numRuns: RUNS },
      );
    }));
});
