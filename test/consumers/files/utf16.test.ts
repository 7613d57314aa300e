import { inUtf8 } from "../../../src/consumers/files/utf16";

const TEXT = '{"name":"Zoë 日本 👋 \\ud83d"}\r\n{"b":2}\n';
const little = Buffer.from(`\uFEFF${TEXT}`, "utf16le");
const big = Buffer.from(little).swap16();

async function convert(bytes: Buffer, pieceBytes: number): Promise<Buffer> {
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield Buffer.from(bytes.subarray(at, at + pieceBytes));
  };
  const converted: Buffer[] = [];
  for await (const piece of inUtf8(pieces() as unknown as AsyncIterable<Buffer>)) converted.push(Buffer.from(piece));
  return Buffer.concat(converted);
}

describe("the bytes of a file in UTF-8", () => {
  it.each([
    ["little-endian UTF-16", little],
    ["big-endian UTF-16", big],
    ["UTF-8", Buffer.from(TEXT)],
  ])("are converted from %s, however they are cut", async (_name, bytes) => {
    for (const pieceBytes of [1, 2, 3, 5, 7, 1000]) expect((await convert(bytes, pieceBytes)).toString()).toBe(TEXT);
  });

  it.each([
    ["UTF-8 with its mark", Buffer.from(`\uFEFF${TEXT}`)],
    ["UTF-16 without a mark", Buffer.from(TEXT, "utf16le")],
    ["UTF-32", Buffer.from("fffe00007b0000007d000000", "hex")],
    ["three bytes", Buffer.from("fffe7b", "hex")],
    ["nothing", Buffer.alloc(0)],
  ])("are left as they are: %s", async (_name, bytes) => {
    for (const pieceBytes of [1, 3, 1000]) expect(await convert(bytes, pieceBytes)).toEqual(bytes);
  });

  it("are none of UTF-8 where half a character stands in UTF-16", async () => {
    const lone = Buffer.from('\uFEFF{"a":"\uD83D"}\n', "utf16le");
    expect(await convert(lone, 1)).toEqual(
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n')]),
    );
    expect((await convert(little.subarray(0, -1), 4)).at(-1)).toBe(0xff);
  });
});
