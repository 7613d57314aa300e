import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { convofold } from "../support/cli";

const GAP = [
  "--gap",
  "2026-03-02T08:02:00Z..2026-03-02T08:40:00Z",
  "--gap",
  "2026-03-02T08:55:00Z..2026-03-02T09:00:00Z",
];

const folder = mkdtempSync(path.join(tmpdir(), "convofold-gaps-"));

/** A log without gaps, the same with some records lost, one whose every second record was compacted away, and the outputs of the first two. */
beforeAll(async () => {
  await convofold(["simulate", "-n", "60", "--out", "whole.ndjson"], { cwd: folder });
  const lines = readFileSync(path.join(folder, "whole.ndjson"), "utf8").split("\n");
  const isLost = (line: string) => /"partition":2,"offset":2[0-2],/.test(line);
  writeFileSync(path.join(folder, "log.ndjson"), lines.filter((line) => !isLost(line)).join("\n"));
  const every = (_: unknown, index: number) =>
    JSON.stringify({ topic: "t", partition: 0, offset: 2 * index, key: "k", value: null });
  writeFileSync(path.join(folder, "compacted.ndjson"), Array.from({ length: 1500 }, every).join("\n"));
  await convofold(["replay", "whole.ndjson", "--out", "whole", "-q"], { cwd: folder });
  await convofold(["replay", "log.ndjson", "--out", "plain", "-q"], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A report, without the line that says of what it is. */
async function report(...args: readonly string[]) {
  const { code, stdout, stderr } = await convofold(["report", ...args, "-q"], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.replace(/^convofold .*\n/, "");
}

describe("gaps", () => {
  it("are marked alike on one thread and on two, and in the report of a log as in that of its outputs", async () => {
    const run = (out: string, ...more: readonly string[]) =>
      convofold(["replay", "log.ndjson", "--out", out, "-q", ...more], { cwd: folder });
    const { stdout } = await run("one", ...GAP, "--offset-gaps");
    expect(stdout).toMatch(
      /Gaps: what they may have touched is marked\n[^]*\(offsets 20–22\); \d+ conversations marked/,
    );
    await run("two", ...GAP, "--offset-gaps", "--workers", "2");
    for (const name of [
      "measurements.ndjson",
      "deadlines.ndjson",
      "conversations.ndjson",
      "summary.json",
      "manifest.json",
    ]) {
      const [one, two] = ["one", "two"].map((out) => readFileSync(path.join(folder, out, name), "utf8"));
      expect(two).toBe(one);
    }
    const ofLog = await report("log.ndjson", ...GAP, "--offset-gaps");
    expect(ofLog).toContain("Gap 1: from 2026-03-02T08:02+00:00 to 2026-03-02T08:40+00:00: declared");
    expect(ofLog).toMatch(/2026-03-02T08:00\+00:00 \(gap 1, 2\)/);
    expect(await report("one")).toBe(ofLog);
    expect(await report("plain", ...GAP)).toBe(await report("log.ndjson", ...GAP));
  });

  it("are named by explain and timeline, and by compare where they lie on one side", async () => {
    await convofold(["replay", "log.ndjson", "--out", "lossy", "-q", "--offset-gaps"], { cwd: folder });
    const views = readFileSync(path.join(folder, "lossy", "conversations.ndjson"), "utf8")
      .trimEnd()
      .split("\n");
    const all = views.map((line) => JSON.parse(line) as { id: string; gaps?: readonly unknown[] });
    const [touched, other] = [all.find(({ gaps }) => gaps), all.find(({ gaps }) => !gaps)];
    const run = async (...args: readonly string[]) => (await convofold([...args, "-q"], { cwd: folder })).stdout;
    for (const command of ["explain", "timeline"]) {
      const of = (id = "") => run(command, "log.ndjson", "--conversation", id, "--offset-gaps");
      expect(await of(touched?.id)).toContain("offsets of a partition are not in the log (offsets 20–22)");
      expect(await of(other?.id)).not.toContain("offsets of a partition");
    }
    const json = await run("timeline", "log.ndjson", "--conversation", touched?.id ?? "", "--offset-gaps", "--json");
    expect((JSON.parse(json) as { gaps: unknown }).gaps).toEqual(touched?.gaps);
    const compared = await run("compare", "whole", "lossy");
    expect(compared).toMatch(/Records of B may be missing from .*offsets 20–22/);
    expect(compared).toContain("because records of B may be missing");
  });

  it("mark intervals in CSV, JSON and HTML, where those without data are told from those with none", async () => {
    const night = ["--gap", "2026-03-02T21:00..2026-03-02T22:00", "--zone", "Europe/Berlin", "--by", "none"];
    const plain = await report("whole", "--format", "csv", "--zone", "Europe/Berlin", "--by", "none");
    const csv = (await report("whole", "--format", "csv", ...night)).trimEnd().split("\n");
    expect(csv[0]).toBe(`${plain.slice(0, plain.indexOf("\n"))},gaps`);
    const noData = csv.filter((line) => line.startsWith("noData"));
    expect(noData.map((line) => line.replaceAll(/,+/g, ","))).toEqual([
      "noData,2026-03-02T21:00+01:00,2026-03-02T21:30+01:00,Europe/Berlin,final,1",
      "noData,2026-03-02T21:30+01:00,2026-03-02T22:00+01:00,Europe/Berlin,final,1",
    ]);
    for (const line of csv) expect(line.split(",")).toHaveLength(csv[0]?.split(",").length ?? 0);
    const json = JSON.parse(await report("whole", "--format", "json", ...night)) as object;
    expect(json).toMatchObject({
      manifest: { gaps: [{ from: "2026-03-02T20:00:00.000Z", to: "2026-03-02T21:00:00.000Z", reason: "declared" }] },
      total: { gaps: [1] },
      noData: [{ gaps: [1] }, { gaps: [1] }],
    });
    const html = await report("whole", "--format", "html", ...night);
    expect(html).toContain("<li>2026-03-02T21:00+01:00 to 2026-03-02T21:30+01:00 (gap 1)</li>");
  });

  it.each([
    [["replay", "-", "--offset-gaps"], "--offset-gaps needs a log that can be read twice"],
    [["replay", "log.ndjson", "--gap", "2026-03-02T21:00..2026-03-02T22:00"], "is no instant with an offset"],
    [
      ["report", "plain", "--until", "2026-03-02T09:00:00Z"],
      "--until decides how a log is folded, and these are outputs",
    ],
    [["report", "plain", "--offset-gaps"], "--offset-gaps looks at a log, and these are outputs"],
    [["replay", "compacted.ndjson", "--offset-gaps"], "The offsets have 1499 holes"],
  ])("are refused where they cannot be: %j", async (args, message) => {
    const { code, stderr } = await convofold([...args, "-q"], { cwd: folder, input: Buffer.from("") });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
