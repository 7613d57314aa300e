import { simulate, USUAL_OPTIONS } from "../../src/consumers/simulation/player";
import { WIRE_SHAPES } from "../../src/consumers/simulation/wire/shapes";
import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { decodeRecord } from "../../src/decoding/decode";
import type { Decoded } from "../../src/models/decoded";
import { mutateBytes, mutateDocument } from "../support/mutations";
import { runs } from "../support/runs";

const place = { file: "f", line: 1 };
const allLines = WIRE_SHAPES.flatMap((shape) =>
  [...simulate({ ...USUAL_OPTIONS, shapes: [shape], conversations: 12, seed: 5 })].flatMap((output) =>
    "line" in output ? [output.line] : [],
  ),
);

const readWith = (reader: ReturnType<typeof createRecordReader>, bytes: Buffer): Decoded =>
  reader.read(bytes, 0, bytes.length, () => place);

/** What a record comes to, without what has no meaning: facts that are undefined. */
const plain = (decoded: Decoded): unknown => JSON.parse(JSON.stringify(decoded));

describe("reading changed records from bytes", () => {
  it("gives the same for documents that were changed, and are JSON all the same", () => {
    const { numRuns } = runs(8000);
    const reader = createRecordReader();
    let accepted = 0;
    for (let seed = 1; seed <= numRuns; seed += 1) {
      const text = mutateDocument(allLines[seed % allLines.length] ?? "", seed);
      const bytes = Buffer.from(text);
      const expected = decodeRecord(bytes, place);
      if (expected.kind === "observations") accepted += 1;
      const actual = readWith(reader, bytes);
      if (JSON.stringify(actual) !== JSON.stringify(expected)) {
        expect({ seed, text, actual: plain(actual) }).toEqual({ seed, text, actual: plain(expected) });
      }
    }
    expect(accepted / numRuns).toBeGreaterThan(0.3);
  });

  it("gives the same for bytes that were changed, wherever the fault lies", () => {
    const { numRuns } = runs(4000);
    const reader = createRecordReader();
    for (let seed = 1; seed <= numRuns; seed += 1) {
      const bytes = mutateBytes(Buffer.from(allLines[seed % allLines.length] ?? ""), seed);
      const [actual, expected] = [readWith(reader, bytes), decodeRecord(bytes, place)];
      if (JSON.stringify(actual) !== JSON.stringify(expected)) {
        const text = bytes.toString("latin1");
        expect({ seed, text, actual: plain(actual) }).toEqual({ seed, text, actual: plain(expected) });
      }
    }
  });
});
