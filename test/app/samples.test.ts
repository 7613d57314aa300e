import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

import { simulate, USUAL_OPTIONS } from "../../src/consumers/simulation/player";
import { decodeRecord } from "../../src/decoding/decode";
import { finalOf, foldDecoded } from "../support/run";

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

describe("the simulated day", () => {
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
