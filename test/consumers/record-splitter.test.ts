import fc from "fast-check";

import { createRecordSplitter, splitDocuments, type RawRecord } from "../../src/consumers/files/record-splitter";
import { runs } from "../support/runs";

const MAX = 64;
const split = (bytes: Buffer, cuts: readonly number[] = []): RawRecord[] => {
  const splitter = createRecordSplitter(MAX);
  const edges = [0, ...[...cuts].sort((left, right) => left - right), bytes.length];
  const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
};
const shown = (records: readonly RawRecord[]) =>
  records.map(({ line, part, bytes, from, until }) => [
    line,
    part,
    bytes === "tooLarge" ? bytes : bytes.toString("utf8", from, until),
  ]);

describe("splitting a log into records", () => {
  it("gives a record for each line, without byte-order mark, carriage returns and empty lines", () => {
    const bytes = Buffer.from('\uFEFF{"a":1}\r\n\r\n   \n{"b":2}\n{"c":3}');
    expect(shown(split(bytes))).toEqual([
      [1, undefined, '{"a":1}'],
      [4, undefined, '{"b":2}'],
      [5, undefined, '{"c":3}'],
    ]);
  });

  it("gives a record for each document of a line that is longer than a record may be", () => {
    const documents = Array.from({ length: 9 }, (_, index) => JSON.stringify({ index, text: 'a "}{" b' }));
    expect(shown(split(Buffer.from(documents.join(""))))).toEqual(
      documents.map((document, index) => [1, index + 1, document]),
    );
  });

  it("skips what is too large for a record and keeps the good ones around it", () => {
    const large = `{"x":"${"y".repeat(500)}"}`;
    expect(shown(split(Buffer.from(`{"a":1}\n${large}\n{"b":2}\n`)))).toEqual([
      [1, undefined, '{"a":1}'],
      [2, 1, "tooLarge"],
      [3, undefined, '{"b":2}'],
    ]);
  });

  it("gives the same records however the bytes are cut into chunks", () => {
    const piece = fc.oneof(
      fc.constant("\n"),
      fc.constant("\r\n"),
      fc.constant('{"a":"b\\"}{"}'),
      fc.constant("}{"),
      fc.string({ maxLength: 90 }),
      fc.constant("é"),
      fc.constant('[1,{"x":[]}]'),
    );
    const scenario = fc.array(piece, { maxLength: 20 }).chain((pieces) => {
      const bytes = Buffer.from(pieces.join(""));
      return fc.record({ bytes: fc.constant(bytes), cuts: fc.array(fc.nat(bytes.length), { maxLength: 6 }) });
    });
    fc.assert(
      fc.property(scenario, ({ bytes, cuts }) => {
        expect(shown(split(bytes, cuts))).toEqual(shown(split(bytes)));
      }),
      runs(1000),
    );
  });

  it("splits concatenated documents, and gives rubbish between them as pieces of its own", () => {
    expect(splitDocuments(Buffer.from('{"a":1}{"b":[2]} rubbish {"c":3}')).map(String)).toEqual([
      '{"a":1}',
      '{"b":[2]}',
      " rubbish ",
      '{"c":3}',
    ]);
  });
});
