import { readFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";

import { CompressionError } from "../../../src/consumers/compression/compression-error";
import { readLz4 } from "../../../src/consumers/compression/lz4";
import { readSnappy } from "../../../src/consumers/compression/snappy";
import { createZstdDecompressor, readZstd } from "../../../src/consumers/compression/zstd";

/**
 * The fixtures hold 300,000 bytes of a simulated log, written by the libraries that Kafka's Java client
 * uses (`java.*`), and by Python's and Rust's.
 */
const FIXTURES = path.join(__dirname, "../../fixtures/compressed");
const fixture = (name: string) => readFileSync(path.join(FIXTURES, name));
const content = gunzipSync(fixture("java.gzip"));
const MAX = 1 << 20;

const codecs = [
  ["java.snappy", readSnappy],
  ["rust.snappy", readSnappy],
  ["java.lz4", readLz4],
  ["python.lz4", readLz4],
  ["java.zstd", readZstd],
  ["python.zstd", readZstd],
] as const;

describe("unpacking what producers write", () => {
  it.each(codecs)("reads %s as the library that wrote it", (name, read) => {
    expect(read(fixture(name), MAX).equals(content)).toBe(true);
  });

  it.each(codecs)("refuses %s where it comes to a byte more than allowed", (name, read) => {
    expect(read(fixture(name), content.length).length).toBe(content.length);
    expect(() => read(fixture(name), content.length - 1)).toThrow(/come to more than 299999 bytes/);
  });

  it.each(codecs)("refuses %s wherever it breaks off", (name, read) => {
    const bytes = fixture(name);
    for (let share = 0; share < 12; share += 1) {
      const length = Math.floor((bytes.length * share) / 12);
      // Snappy may be cut between two blocks and be whole; what it comes to is then less.
      const result = outcomeOf(() => read(bytes.subarray(0, length), MAX));
      if (result !== "refused") expect([name, result.length < content.length]).toEqual(["java.snappy", true]);
    }
    expect(() => read(bytes.subarray(0, -1), MAX)).toThrow();
  });

  it.each(codecs)("takes no more than allowed, whatever is changed in %s", (name, read) => {
    const bytes = fixture(name);
    for (let seed = 1; seed <= 60; seed += 1) {
      const changed = Buffer.from(bytes);
      for (const place of [seed * 7919, seed * 104_729]) changed[place % Math.min(bytes.length, 3000)] = seed & 0xff;
      const result = outcomeOf(() => read(changed, content.length));
      if (result !== "refused") expect(result.length).toBeLessThanOrEqual(content.length);
    }
  });
});

function outcomeOf(read: () => Buffer): Buffer | "refused" {
  try {
    return read();
  } catch {
    return "refused";
  }
}

describe("refusing what was made to be large", () => {
  it("refuses snappy that states a gigabyte in seven bytes", () => {
    expect(() => readSnappy(Buffer.from([0x80, 0x80, 0x80, 0x80, 0x04, 0x00, 0x61]), MAX)).toThrow(CompressionError);
  });

  it("refuses an LZ4 block that repeats one byte without end", () => {
    const run = Buffer.alloc(20_000, 0xff);
    const block = Buffer.concat([Buffer.from([0x1f, 0x61, 0x01, 0x00]), run, Buffer.from([0x00])]);
    const header = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(block.length);
    const frame = Buffer.concat([header, size, block, Buffer.alloc(4)]);
    expect(() => readLz4(frame, MAX)).toThrow(/come to more than/);
    expect(readLz4(frame, 8 * MAX).equals(Buffer.alloc(1 + 4 + 15 + 20_000 * 255, 0x61))).toBe(true);
  });

  it("refuses zstd blocks that repeat one byte without end", () => {
    const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
    const block = Buffer.from([0x02, 0x00, 0x10, 0x61]);
    const last = Buffer.from([0x03, 0x00, 0x10, 0x61]);
    const frame = Buffer.concat([header, ...Array.from({ length: 50 }, () => block), last]);
    expect(readZstd(frame, 8 * MAX).equals(Buffer.alloc(51 << 17, 0x61))).toBe(true);
    expect(() => readZstd(frame, MAX)).toThrow(/come to more than/);
  });

  it("refuses a zstd stream of a log that asks for a window of a gigabyte, in its first frame or a later one", async () => {
    const greedy = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x01, 0x00, 0x00]);
    const good = fixture("java.zstd");
    for (const bytes of [Buffer.concat([greedy, Buffer.alloc(32)]), Buffer.concat([good, greedy, Buffer.alloc(32)])]) {
      const unpacked = Readable.from([bytes.subarray(0, 11), bytes.subarray(11)]).pipe(createZstdDecompressor());
      await expect(unpacked.toArray()).rejects.toThrow(/window's data come to more than/);
    }
  });

  it.each([13, 1000])("reads a zstd stream of several frames in pieces of %i bytes", async (length) => {
    const bytes = Buffer.concat([fixture("java.zstd"), fixture("python.zstd")]);
    const count = Math.ceil(bytes.length / length);
    const pieces = Array.from({ length: count }, (_, index) => bytes.subarray(index * length, (index + 1) * length));
    const unpacked = (await Readable.from(pieces).pipe(createZstdDecompressor()).toArray()) as Buffer[];
    expect(Buffer.concat(unpacked).equals(Buffer.concat([content, content]))).toBe(true);
  });
});
