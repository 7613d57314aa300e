import { decodeRecord } from "../../src/decoding/decode";

const TEXT = '{"id":"c","participants":[{"id":"p","state":"connected"}]}';
const little = Buffer.from(TEXT, "utf16le");
const big = Buffer.from(little).swap16();

describe("a record in UTF-16", () => {
  it.each([
    ["little-endian", little],
    ["big-endian", big],
    [
      "cut from lines behind another, so that a zero comes first",
      Buffer.concat([Buffer.from([0]), little.subarray(0, -1)]),
    ],
  ])("is refused as what is not UTF-8, not as another encoding: %s", (_name, bytes) => {
    expect(decodeRecord(bytes, { file: "log", line: 1 })).toMatchObject({ rejections: [{ reason: "notUtf8" }] });
  });
});
