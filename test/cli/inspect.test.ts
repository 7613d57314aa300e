import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Inspection } from "../../src/app/inspection";
import { convofold, withFolder } from "../support/cli";

const SAMPLES = path.join(__dirname, "../../samples");

describe("convofold inspect", () => {
  it("tells shapes, media, keys, time, partitions and rubbish of a log", async () => {
    const { code, stdout } = await convofold(["inspect", path.join(SAMPLES, "day.ndjson.gz"), "--json"]);
    const inspection = JSON.parse(stdout) as Inspection;
    expect(code).toBe(0);
    expect(inspection.conversations).toBe(400);
    expect(inspection.records).toBe(5803);
    expect(Object.keys(inspection.shapes.body).sort()).toEqual([
      "detail event",
      "flat snapshot",
      "nested snapshot",
      "single update",
    ]);
    expect(inspection.keys).toMatchObject({ other: 0, none: 0 });
    expect(inspection.partitions).toHaveLength(8);
    expect(inspection.rejections["truncated"]).toMatchObject({ first: { file: "day.ndjson.gz" } });
    expect(inspection.lateness).toMatchObject({ proposed: "1m" });
    expect(inspection.reading.whole).toBeLessThan(inspection.records / 100);
  });

  it("names holes, repeats, conversations in several partitions and strange keys, in one screen", () =>
    withFolder(async (folder) => {
      const lines = readFileSync(path.join(SAMPLES, "call.ndjson"), "utf8").trim().split("\n");
      const changed = lines.map((line, index) => {
        const record = JSON.parse(line) as Record<string, unknown>;
        return JSON.stringify({ ...record, partition: index % 2, offset: index * 10, key: "agent-7" });
      });
      writeFileSync(path.join(folder, "log.ndjson"), [...changed, changed[0], "rubbish"].join("\n"));
      const { stdout } = await convofold(["inspect", "log.ndjson"], { cwd: folder });
      expect(stdout).toMatch(/offsets missing/);
      expect(stdout).toMatch(/1 out of order or repeated/);
      expect(stdout).toMatch(/1 conversations lie in more than one partition/);
      expect(stdout).toMatch(/keys: conversation id 0, other 8, none 0/);
      expect(stdout).toMatch(/notJson 1, first at log\.ndjson:9/);
      expect(stdout.split("\n").length).toBeLessThan(40);
    }));

  it("counts a record that is larger than the maximum, and sees no hole where it lies", () =>
    withFolder(async (folder) => {
      const lines = [0, 1, 2].map((offset) => {
        const participants = [
          { id: "p", name: "n".repeat(offset === 1 ? 2000 : 1), calls: [{ id: "k", state: "connected" }] },
        ];
        return JSON.stringify({
          topic: "t",
          partition: 0,
          offset,
          timestamp: 1_772_442_000_000,
          value: { id: "c", participants },
        });
      });
      writeFileSync(path.join(folder, "log.ndjson"), lines.join("\n"));
      const { stdout } = await convofold(["inspect", "log.ndjson", "--json", "--max-record-bytes", "1000"], {
        cwd: folder,
      });
      expect(JSON.parse(stdout)).toMatchObject({
        records: 3,
        results: { rejected: 1 },
        rejections: { tooLarge: { records: 1, first: { topic: "t", partition: 0, offset: 1 } } },
        partitions: [{ records: 3, missing: 0 }],
      });
    }));
});
