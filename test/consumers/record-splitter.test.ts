import fc from "fast-check";

import { splitDocuments } from "../../src/consumers/files/document-scanner";
import { createRecordSplitter, type RawRecord } from "../../src/consumers/files/record-splitter";
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
      fc.constant('{\n  "a": [\n    {"b": 1}\n  ]\n}'),
      fc.constant('[\n{"a":1},\n{"b":2}\n]'),
      fc.constant('{"a":{"b":[\n'),
      fc.constant("notice: {\n"),
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

  it("gives a document over several lines as one record, at the line where it begins", () => {
    const pretty = JSON.stringify({ a: 1, b: [{ c: "}{" }] }, undefined, 2);
    const bytes = Buffer.from(`${pretty}\n\n{"x":1}\nListening …\n${pretty}${pretty}\r\n{"y":2}\n`);
    expect(shown(split(bytes))).toEqual([
      [1, undefined, pretty],
      [10, undefined, '{"x":1}'],
      [11, undefined, "Listening …"],
      [12, undefined, pretty],
      [19, undefined, pretty],
      [27, undefined, '{"y":2}'],
    ]);
  });

  it("reads a list with an item on each line as one document", () => {
    expect(shown(split(Buffer.from('[\n{"a":1},\n{"b":2}\n]\n{"c":3}')))).toEqual([
      [1, undefined, '[\n{"a":1},\n{"b":2}\n]'],
      [5, undefined, '{"c":3}'],
    ]);
  });

  it.each([
    ["in a text", '{"a":"b'],
    ["in a number", '{"a":{"b":1'],
    ["behind a comma", '{"a":[{"b":1},'],
    ["where a list begins", '{"a":['],
    ["behind a colon", '{"a":'],
  ])("a line that breaks off %s costs itself alone", (_, broken) => {
    const bytes = Buffer.from(`{"w":0}\n${broken}\n{"x":1}\n{"y":2}\n[3]\n`);
    expect(shown(split(bytes))).toEqual([
      [1, undefined, '{"w":0}'],
      [2, undefined, broken],
      [3, undefined, '{"x":1}'],
      [4, undefined, '{"y":2}'],
      [5, undefined, "[3]"],
    ]);
  });

  it("a broken document over several lines costs itself alone", () => {
    const bytes = Buffer.from('{\n  "a": {\n    "b": 1\n{\n  "c": 2\n}\n{\n  "d": "e\n{"f":3}\n');
    expect(shown(split(bytes))).toEqual([
      [1, undefined, '{\n  "a": {\n    "b": 1'],
      [4, undefined, '{\n  "c": 2\n}'],
      [7, undefined, '{\n  "d": "e'],
      [9, undefined, '{"f":3}'],
    ]);
  });

  it("names what a document over several lines stands behind, and skips one that is too large", () => {
    const large = JSON.stringify({ a: "x".repeat(100) }, undefined, 2);
    expect(shown(split(Buffer.from(`{"a":1}{\n"b":2\n} {"c":3}\n${large}\n{"d":4}`)))).toEqual([
      [1, 1, '{"a":1}'],
      [1, 2, '{\n"b":2\n}'],
      [3, undefined, '{"c":3}'],
      [4, undefined, "tooLarge"],
      [7, undefined, '{"d":4}'],
    ]);
  });

  it("reads documents that are separated by commas, as of a list that lost its brackets", () => {
    const lines = '{"a":1},\n{"b":2} , \n{\n"c":3\n},\n{"d":4}{"e":5},{"f":6},\n';
    expect(shown(split(Buffer.from(lines)))).toEqual([
      [1, undefined, '{"a":1}'],
      [2, undefined, '{"b":2}'],
      [3, undefined, '{\n"c":3\n}'],
      [6, undefined, '{"d":4}{"e":5},{"f":6}'],
    ]);
    expect(splitDocuments(Buffer.from('{"d":4}{"e":5},{"f":6}')).map(String)).toEqual([
      '{"d":4}',
      '{"e":5}',
      '{"f":6}',
    ]);
    expect(shown(split(Buffer.from('{"a":1}\n,{"b":2}\n , {\n"c":3\n}\n,\n{"d":4}\n')))).toEqual([
      [1, undefined, '{"a":1}'],
      [2, undefined, '{"b":2}'],
      [3, undefined, '{\n"c":3\n}'],
      [7, undefined, '{"d":4}'],
    ]);
    expect(shown(split(Buffer.from("1,\n")))).toEqual([[1, undefined, "1,"]]);
  });

  it("reads a JSON text sequence, each of whose documents begins with a record separator", () => {
    const sequence = '\u001e{"a":1}\n\u001e{\n"b":2\n}\n';
    expect(shown(split(Buffer.from(sequence)))).toEqual([
      [1, undefined, '{"a":1}'],
      [2, undefined, expect.stringContaining('{\n"b":2\n}')],
    ]);
  });

  it("splits concatenated documents, and gives rubbish between them as pieces of its own", () => {
    expect(splitDocuments(Buffer.from('{"a":1}{"b":[2]} rubbish {"c":3}')).map(String)).toEqual([
      '{"a":1}',
      '{"b":[2]}',
      " rubbish ",
      '{"c":3}',
    ]);
    // Zeros are what a file has where nothing came to be written: damage, not white space.
    expect(splitDocuments(Buffer.from('\0\0{"a":1}')).map(String)).toEqual(["\0\0", '{"a":1}']);
  });
});
