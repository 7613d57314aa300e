import type { JsonBytes } from "../../../src/models/json-bytes";
import { LineEncoder } from "../../../src/sinks/files/encoded-lines";

const put = (to: JsonBytes, text: string) => to.utf8(text);
const MEBIBYTE = 1 << 20;

test("encodes a line for each record, and says how long each is", () => {
  const { bytes, lengths } = new LineEncoder().encode(["one", "three"], put);
  expect(Buffer.from(bytes).toString()).toBe("one\nthree\n");
  expect(lengths).toEqual([4, 6]);
});

test("keeps all lines until they are written, and then uses the same memory again", () => {
  const encoder = new LineEncoder();
  const texts = ["a", "b", "c", "d"].map((letter) => letter.repeat(MEBIBYTE / 2));
  const encodeAll = () => texts.map((text) => encoder.encode([text], put).bytes);
  const first = encodeAll();
  expect(first.map((bytes) => Buffer.from(bytes).toString())).toEqual(texts.map((text) => `${text}\n`));
  encoder.reuse();
  const second = encodeAll();
  expect(second.every(({ buffer }, index) => buffer === first[index]?.buffer)).toBe(true);
});

test("takes larger memory where what it has is too small for a line", () => {
  const encoder = new LineEncoder();
  encoder.encode(["short"], put);
  encoder.reuse();
  const long = "x".repeat(3 * MEBIBYTE);
  expect(Buffer.from(encoder.encode([long], put).bytes).toString()).toBe(`${long}\n`);
});
