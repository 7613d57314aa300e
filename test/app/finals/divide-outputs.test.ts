import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";

import { divideOutputs, partOf, removePart } from "../../../src/app/finals/divide-outputs";
import { READ_STREAMS } from "../../../src/app/finals/outputs-folder";
import { withFolder } from "../../support/cli";
import { number, outputsIn, view, writeOutputs } from "../../support/output-files";

const linesOf = (text: string) => text.split("\n").filter((one) => one !== "");
const instant = "2026-03-02T09:00:00.000Z";

describe("outputs that are divided", () => {
  it("have each line in the part of its conversation, in its order, and no line elsewhere", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 20_000 })), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (written, parts) =>
          withFolder(async (folder) => {
            const measurements = written.map(([of, length], place) =>
              number(`c${String(of)}/a/tTalk`, { place, pad: "x".repeat(length) }),
            );
            const conversations = written.map(([of], place) => view(`c${String(of)}`, instant, instant, { place }));
            const out = writeOutputs(folder, {
              measurements: measurements.join(""),
              conversations: conversations.join(""),
            });
            const into = path.join(folder, "parts");
            mkdirSync(into);
            const divided = await divideOutputs(outputsIn(out), parts, into, {});
            expect(divided).toHaveLength(parts);
            for (const [part, { files }] of divided.entries()) {
              const isHere = (_: string, index: number) => partOf(`c${String(written[index]?.[0])}`, parts) === part;
              expect(readFileSync(files.measurements.path, "utf8")).toBe(measurements.filter(isHere).join(""));
              expect(readFileSync(files.conversations.path, "utf8")).toBe(conversations.filter(isHere).join(""));
              expect(readFileSync(files.deadlines.path, "utf8")).toBe("");
            }
          }),
      ),
      { numRuns: 20 },
    ));

  it("say how large their parts are, and are gone once they are removed", () =>
    withFolder(async (folder) => {
      const out = writeOutputs(folder, { measurements: number("a/x/tTalk") + number("b/x/tTalk") });
      const into = path.join(folder, "parts");
      mkdirSync(into);
      const parts = await divideOutputs(outputsIn(out), 3, into, {});
      const all = outputsIn(out).bytes;
      expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(all);
      expect(parts.flatMap(({ files }) => linesOf(readFileSync(files.measurements.path, "utf8")))).toHaveLength(2);
      parts.forEach(removePart);
      for (const { files } of parts)
        for (const stream of READ_STREAMS) expect(existsSync(files[stream].path)).toBe(false);
    }));

  it("are read once: each byte is counted, and a stop is heeded", () =>
    withFolder(async (folder) => {
      const out = writeOutputs(folder, {
        measurements: number("a/x/tTalk"),
        conversations: view("a", instant, instant),
      });
      const into = path.join(folder, "parts");
      mkdirSync(into);
      let read = 0;
      await divideOutputs(outputsIn(out), 2, into, { onBytes: (bytes) => (read += bytes) });
      expect(read).toBe(outputsIn(out).bytes);
      const stopped = { signal: AbortSignal.abort() };
      await expect(divideOutputs(outputsIn(out), 2, into, stopped)).rejects.toMatchObject({ code: "outputClosed" });
    }));
});
