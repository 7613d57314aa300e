import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { keptPolicy } from "../../../src/app/effective-policy";
import { EMPTY_POLICY } from "../../../src/app/policy";
import { policyLine } from "../../../src/decoding/policy-line";
import { simulate, USUAL_OPTIONS, type SimulationOptions } from "../../../src/consumers/simulation/player";
import { peekPartition } from "../../../src/app/sharding/ownership";
import { convofold, withFolder } from "../../support/cli";

const linesOf = (options: Partial<SimulationOptions>): string[] =>
  [...simulate({ ...USUAL_OPTIONS, ...options })].flatMap((output) => ("line" in output ? [output.line] : []));

const outputsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));

/** Replays a log with different numbers of workers, and gives what each wrote. */
async function replayWith(lines: readonly string[], workers: readonly number[], more: readonly string[] = []) {
  return withFolder(async (folder) => {
    writeFileSync(path.join(folder, "log.ndjson"), `${lines.join("\n")}\n`);
    const results = [];
    for (const count of workers) {
      const args = ["replay", "log.ndjson", "--out", "out", "--force", "--workers", String(count), ...more];
      const { code, stderr } = await convofold(args, { cwd: folder });
      results.push({ code, stderr, outputs: outputsOf(path.join(folder, "out")) });
    }
    return results;
  });
}

describe("convofold replay --workers", () => {
  it.each([
    ["partitions of its own", [] as string[], (line: string) => line],
    ["partitions and a lateness of a minute", ["--lateness", "1m"], (line: string) => line],
    ["no partitions", [], (line: string) => line.replace(/"partition":\d+,"offset":\d+,/, "")],
  ])(
    "writes the same bytes as one thread, of a log with %s, disorder, repeats and rubbish",
    async (_, more, change) => {
      const lines = linesOf({ conversations: 600, seed: 21, duplicates: 2, disorder: 2, rubbish: 1 }).map(change);
      const [one, two, three] = await replayWith(lines, [1, 2, 3], more);
      expect(one?.code).toBe(0);
      expect(Object.keys(one?.outputs ?? {})).toHaveLength(6);
      expect(one?.outputs["measurements.ndjson"]?.length).toBeGreaterThan(6e5);
      expect(two?.outputs).toEqual(one?.outputs);
      expect(three?.outputs).toEqual(one?.outputs);
    },
  );

  it("writes the same bytes where the policies of partitions are switched", async () => {
    const { digest, values } = keptPolicy({ ...EMPTY_POLICY, defaults: { answerTarget: 1000, holdMax: 1000 } });
    const starts = keptPolicy(EMPTY_POLICY);
    const seen = new Set<number>();
    const lines = linesOf({ conversations: 300, seed: 23 }).flatMap((line, index) => {
      const partition = Number(/"partition":(\d+)/.exec(line)?.[1]);
      const [isFirst, isSwitch] = [!seen.has(partition), index > 1000 && index <= 1000 + 40];
      seen.add(partition);
      const from = partition % 2 === 0 ? ("now" as const) : ("all" as const);
      return [
        ...(isFirst ? [policyLine("t", { ...starts, partition, offset: 0, from: "start" })] : []),
        ...(isSwitch ? [policyLine("t", { digest, values, partition, offset: 1000, from })] : []),
        line,
      ];
    });
    const [one, two, three] = await replayWith(lines, [1, 2, 3]);
    expect(one).toMatchObject({ code: 0, stderr: "" });
    const policiesIn = (result: typeof one) =>
      (JSON.parse(String(result?.outputs["summary.json"])) as { policies: Record<string, number> }).policies;
    const policies = policiesIn(one);
    expect(Object.keys(policies).sort()).toEqual([digest, starts.digest].sort());
    expect(two?.outputs).toEqual(one?.outputs);
    expect(three?.outputs).toEqual(one?.outputs);
    const [other] = await replayWith(lines, [1], ["--lateness", "24h"]);
    expect(policiesIn(other)).toEqual({ [starts.digest]: Object.values(policies).reduce((sum, of) => sum + of, 0) });
  });

  it("folds on one thread, and says so, where a conversation lies in partitions of several workers", async () => {
    const lines = linesOf({ conversations: 30, seed: 4 }).map((line, index) =>
      line.replace(/"partition":\d+/, `"partition":${String(index % 2)}`),
    );
    const [one, two] = await replayWith(lines, [1, 2]);
    expect(two?.outputs).toEqual(one?.outputs);
    expect(two?.stderr).toContain("folded on one thread");
  });

  it("stands by what a record says of its partition last, not first", async () => {
    const lines = linesOf({ conversations: 30, seed: 4 }).map((line) => line.replace(/}$/, ',"partition":3}'));
    const [one, two] = await replayWith(lines, [1, 2]);
    expect(two?.outputs).toEqual(one?.outputs);
  });

  it("stops at Ctrl-C, says how far it came, and leaves nothing that looks whole", () =>
    withFolder(async (folder) => {
      const lines = linesOf({ conversations: 400, seed: 6 });
      const log = Array.from({ length: 20 }, () => lines.join("\n")).join("\n");
      writeFileSync(path.join(folder, "log.ndjson"), log);
      let watch: NodeJS.Timeout | undefined;
      const { code, stderr } = await convofold(["replay", "log.ndjson", "--out", "out", "--workers", "2"], {
        cwd: folder,
        onStart: (child) => {
          watch = setInterval(() => {
            if (!readdirSync(folder).includes("out.partial")) return;
            clearInterval(watch);
            child.kill("SIGINT");
          }, 20);
        },
      });
      clearInterval(watch);
      expect(code).toBe(130);
      expect(stderr).toMatch(
        /Stopped after [\d,]+ records\. What was written so far, and is not whole, lies in out\.partial\.\n/,
      );
      expect(readdirSync(folder).sort()).toEqual(["log.ndjson", "out.partial"]);
    }));

  it("refuses standard input, and names a file that is damaged once", () =>
    withFolder(async (folder) => {
      expect((await convofold(["replay", "-", "--workers", "2"], { input: Buffer.from("") })).code).toBe(2);
      writeFileSync(path.join(folder, "a.ndjson"), `${linesOf({ conversations: 5, seed: 2 }).join("\n")}\n`);
      writeFileSync(path.join(folder, "b.ndjson.gz"), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2]));
      const { code, stdout } = await convofold(["replay", ".", "--workers", "2", "--json"], { cwd: folder });
      expect(code).toBe(3);
      expect((JSON.parse(stdout) as { damagedFiles: object[] }).damagedFiles).toMatchObject([{ file: "b.ndjson.gz" }]);
    }));
});

describe("peeking at a partition", () => {
  const peek = (text: string) => peekPartition(Buffer.from(text), 0, Buffer.byteLength(text));

  it("sees it only where a record of convofold's own form begins with it", () => {
    expect(peek('{"topic":"t","partition":12,"offset":3}')).toBe(12);
    expect(peek('{"topic":"t\\"","partition":12,"offset":3}')).toBeUndefined();
    expect(peek('{"topic":"t","partition":1.5,"offset":3}')).toBeUndefined();
    expect(peek('{"partition":12,"offset":3}')).toBeUndefined();
    expect(peek('{"topic":"t","partition":12')).toBeUndefined();
  });
});
