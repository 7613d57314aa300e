import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";

import { countLines } from "../../../src/sinks/files/count-lines";
import { forEachLine } from "../../../src/sinks/files/for-each-line";
import { Superseded } from "../../../src/sinks/files/superseded";
import { withFolder } from "../../support/cli";
import { runs } from "../../support/runs";

interface Line {
  readonly conversationId: string;
  readonly revision: number;
  readonly filler: number;
}

/** Ids that begin alike, are short, or are written with escapes. */
const ids = fc.constantFrom(
  "7e142910-b82c-4a5c-abeb-e890ac66e1a5",
  "7e142910-b82c-4a5c-abeb-e890ac66e1a6",
  "0a7de2f3-5425-4d5c-afa9-0252a4c36685",
  'a "quoted" one',
  "Gespräch 1",
  "c1",
);
const line: fc.Arbitrary<Line> = fc.record({
  conversationId: ids,
  revision: fc.integer({ min: 1, max: 3 }),
  // Some lines are longer than a block.
  filler: fc.oneof({ weight: 30, arbitrary: fc.nat(300) }, { weight: 1, arbitrary: fc.constant(1_100_000) }),
});

const measurement = ({ conversationId, revision, filler }: Line) => {
  const id = `${conversationId}/leg:call/tTalk`;
  return { type: "measurement", schemaVersion: 1, id, revision, conversationId, filler: "x".repeat(filler) };
};
const view = ({ conversationId, revision, filler }: Line) => ({
  type: "conversation",
  schemaVersion: 1,
  id: conversationId,
  revision,
  filler: "x".repeat(filler),
});

describe("lines that no longer stand", () => {
  it.each([
    ["measurements", measurement],
    ["views", view],
  ])("are left out of a file, and no others: %s", async (_, shape) =>
    withFolder(async (folder) => {
      const file = path.join(folder, "lines.ndjson");
      fc.assert(
        fc.property(fc.array(line, { maxLength: 60 }), fc.array(line, { maxLength: 4 }), (lines, gone) => {
          const texts = lines.map((one) => `${JSON.stringify(shape(one))}\n`);
          writeFileSync(file, texts.join(""));
          const superseded = new Superseded();
          for (const one of gone) superseded.add(one);
          const isGone = (one: Line) =>
            gone.some(
              ({ conversationId, revision }) => conversationId === one.conversationId && revision === one.revision,
            );
          const { file: rewritten } = superseded.rewrite(file);
          const standing = texts.filter((_text, index) => !isGone(lines[index]!));
          expect(readFileSync(rewritten, "utf8") === standing.join("")).toBe(true);
          expect(countLines(rewritten)).toBe(standing.length);
        }),
        runs(40),
      );
    }),
  );

  it("are counted, and read, where no newline ends the last", async () =>
    withFolder(async (folder) => {
      const file = path.join(folder, "lines.txt");
      writeFileSync(file, "one\n\nthree");
      const lines: string[] = [];
      forEachLine(file, (bytes) => lines.push(bytes.toString()));
      expect(lines).toEqual(["one\n", "\n", "three"]);
      expect(countLines(file)).toBe(3);
    }));
});
