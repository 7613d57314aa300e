import { gzipSync } from "node:zlib";

import { unpackLog } from "../../src/demo/day";

describe("a log that is held as text", () => {
  const packed = gzipSync(`{"id":1}\n`);

  it("is unpacked", async () => {
    expect((await unpackLog(packed.toString("base64"))).toString()).toBe(`{"id":1}\n`);
  });

  it.each([
    ["is cut off", packed.subarray(0, -12)],
    ["is nothing", packed.subarray(0, 0)],
    ["is not packed", Buffer.from("no gzip")],
  ])("is refused where it %s", async (_, bytes) => {
    await expect(unpackLog(bytes.toString("base64"))).rejects.toThrow();
  });
});
