import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

import { simulate, USUAL_OPTIONS } from "../../src/consumers/simulation/player";
import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { createEngine } from "../../src/engine/engine";
import { decodeRecord } from "../../src/decoding/decode";
import { SEMANTICS_VERSION } from "../../src/models/semantics-version";
import { createMemoryOutputs, finalOf, foldDecoded } from "../support/run";

const SAMPLES = path.join(__dirname, "../../samples");
const readme = readFileSync(path.join(SAMPLES, "README.md"), "utf8");

/** The numbers that the page states for a log, as `name who value time`. */
function stated(name: string): string[] {
  const section = readme.split(`\n## ${name}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = [...section.matchAll(/^\| (\w+) \| (\w+) \| (\d+) \| ([\d:.]+) \|/gm)];
  return rows.map(([, number, who, value, at]) => [number, who, value, at].join(" ")).sort();
}

describe("the hand-written samples", () => {
  it.each(["call.ndjson", "callback-participant.ndjson", "chat.ndjson", "cobrowse.ndjson", "callback.ndjson"])(
    "%s gives the numbers that its page works out by hand",
    (name) => {
      const lines = readFileSync(path.join(SAMPLES, name), "utf8").trim().split("\n");
      const emitted = foldDecoded(
        lines.map((line, index) => decodeRecord(Buffer.from(line), { file: name, line: index + 1 })),
      );
      const numbers = finalOf(emitted.measurements).map((one) =>
        [one.name, one.purpose, one.value, one.emitDate?.slice(11, 23)].join(" "),
      );
      expect(numbers.sort()).toEqual(stated(name));
      expect(numbers.length).toBeGreaterThan(5);
      expect(emitted.rejections).toEqual([]);
      expect(emitted.anomalies).toEqual([{}]);
    },
  );
});

/** By version of the semantics: the digest of what the simulated day comes to. */
const DAY_BY_VERSION: Readonly<Record<number, string>> = { 6: "fc2cf8a4b9bd17c1" };

describe("the simulated day", () => {
  it("comes to what it came to before, or the version of the semantics is raised", () => {
    const lines = gunzipSync(readFileSync(path.join(SAMPLES, "day.ndjson.gz")))
      .toString("utf8")
      .trim()
      .split("\n");
    const { outputs, emitted } = createMemoryOutputs();
    const engine = createEngine(compilePolicy(EMPTY_POLICY), outputs, { emits: "finals" });
    lines.forEach((line, index) =>
      engine.accept(decodeRecord(Buffer.from(line), { file: "day.ndjson", line: index + 1 })),
    );
    engine.finish();
    const numbers = finalOf(emitted.measurements).map(({ id, value, emitDate }) => [id, value, emitDate]);
    const owed = finalOf(emitted.deadlines).map(({ id, status, dueAt }) => [id, status, dueAt]);
    const digest = createHash("sha256")
      .update(JSON.stringify([numbers, owed]))
      .digest("hex")
      .slice(0, 16);
    expect({ [SEMANTICS_VERSION]: digest }).toEqual({ [SEMANTICS_VERSION]: DAY_BY_VERSION[SEMANTICS_VERSION] });
  });

  it("is what its page says it is made by, byte for byte", () => {
    const options = {
      ...USUAL_OPTIONS,
      conversations: 400,
      seed: 2026,
      gapMs: 75_000,
      disorder: 1,
      duplicates: 1,
      rubbish: 0.3,
    };
    const lines = [...simulate(options)].flatMap((output) => ("line" in output ? [output.line] : []));
    const sample = gunzipSync(readFileSync(path.join(SAMPLES, "day.ndjson.gz"))).toString("utf8");
    expect(sample === `${lines.join("\n")}\n`).toBe(true);
  });
});
