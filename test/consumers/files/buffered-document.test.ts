import { BufferedDocument } from "../../../src/consumers/files/buffered-document";
import type { Decoded } from "../../../src/models/decoded";
import { decodeBytes } from "../../support/decode-bytes";

const MIB = 1 << 20;
const record = (id: string) =>
  JSON.stringify({ id, participants: [{ id: "p", calls: [{ id: "s", state: "connected" }] }] });
const kinds = (records: readonly Decoded[]) =>
  records.map((one) =>
    one.kind === "observations" ? one.conversationId : one.kind === "rejected" ? one.rejections[0]?.reason : one.kind,
  );

/** Openings, something in the innermost, and the closings that belong to them. */
function nested(openings: string, count: number, inner: string): string {
  const brackets = openings.match(/[[{]/g) ?? [];
  const closings = brackets.map((one) => (one === "[" ? "]" : "}"));
  return openings.repeat(count) + inner + closings.reverse().join("").repeat(count);
}

const OPENINGS = ["[", '{"data":', '{"data":[', '[{"Records":[{"body":', '[[{"entities":', '{"a":1,"records":['];

describe("a nested document that is larger than a record may be", () => {
  it.each(OPENINGS)("is refused at its place, and what stands around it is read: %s", (openings) => {
    for (const bytesMax of [256, 4096])
      for (const text of [nested(openings, 30_000, record("x")), nested(openings, 100, `"${"x".repeat(20_000)}"`)])
        expect(kinds(decodeBytes(Buffer.from(`${record("a")}\n${text}\n${record("b")}\n`), bytesMax))).toEqual([
          "a",
          "tooLarge",
          "b",
        ]);
  });

  it.each(OPENINGS)("is refused also where it is never closed: %s", (openings) => {
    const records = decodeBytes(Buffer.from(`${record("a")}\n${openings.repeat(30_000)}\n${record("b")}\n`), 256);
    expect(kinds(records).at(0)).toBe("a");
    expect(kinds(records).at(-1)).toBe("b");
    expect(records.slice(1, -1).every(({ kind }) => kind === "rejected")).toBe(true);
    expect(records.length).toBeLessThan(5);
  });

  it.each(OPENINGS)("is refused over several lines: %s", (openings) => {
    const text = nested(openings.replace(/([{[])/g, "$1\n "), 5000, record("x"));
    const records = decodeBytes(Buffer.from(`${record("a")}\n${text}\n${record("b")}\n`), 256);
    expect(kinds(records)).toEqual(["a", "tooLarge", "b"]);
  });

  it.each(OPENINGS)("costs no more than a number of looks at each byte: %s", (openings) => {
    const count = Math.ceil((2 * MIB) / openings.length);
    const bytes = Buffer.from(nested(openings, count, ""));
    const find = jest.spyOn(Buffer, "concat");
    const document = new BufferedDocument(MIB);
    document.add(bytes);
    document.close(true);
    const copied = find.mock.results.reduce((sum, { value }) => sum + (value as Buffer).length, 0);
    find.mockRestore();
    expect(copied).toBeLessThan(64 * bytes.length);
  });

  it("is read where its envelopes are as many as may be", () => {
    const page = nested('{"data":[', 9, `{"entities":[${[1, 2, 3, 4].map((one) => record(String(one))).join()}]}`);
    expect(kinds(decodeBytes(Buffer.from(page), 256))).toEqual(["1", "2", "3", "4"]);
    expect(kinds(decodeBytes(Buffer.from(page), MIB))).toEqual(["1", "2", "3", "4"]);
  });
});
