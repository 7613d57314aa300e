import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { openLog } from "../../../src/consumers/files/open-log";
import { withFolder } from "../../support/cli";

const LINES = Array.from({ length: 500 }, (_, line) => `{"line":${line},"text":"${(line * 7919).toString(36)}"}\n`);
const TEXT = LINES.join("");

async function readDamaged(bytes: Buffer): Promise<{ text: string; code: unknown }> {
  return withFolder(async (folder) => {
    const file = path.join(folder, "a.ndjson.gz");
    writeFileSync(file, bytes);
    let text = "";
    try {
      for await (const chunk of openLog({ path: file, name: "a.ndjson.gz", bytes: bytes.length }, () => undefined))
        text += chunk.toString("utf8");
    } catch (error) {
      return { text, code: (error as NodeJS.ErrnoException).code };
    }
    return { text, code: undefined };
  });
}

describe("a damaged gzip file", () => {
  it("is read whole where something else was appended to it", async () => {
    const appended = Buffer.concat([gzipSync(TEXT), Buffer.from("and so on")]);
    expect(await readDamaged(appended)).toEqual({ text: TEXT, code: "Z_DATA_ERROR" });
  });

  it("is read up to where the damage shows, and no further", async () => {
    const [first, second] = [gzipSync(LINES.slice(0, 300).join("")), gzipSync(LINES.slice(300).join(""))];
    second.fill(0xff, 10);
    const { text, code } = await readDamaged(Buffer.concat([first, second]));
    expect({ text, code }).toEqual({ text: LINES.slice(0, 300).join(""), code: "Z_DATA_ERROR" });
  });

  it("is not read where its checksum alone is wrong: what is wrong in it may lie anywhere", async () => {
    const bytes = gzipSync(TEXT);
    const at = bytes.length - 8;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    expect(await readDamaged(bytes)).toEqual({ text: "", code: "Z_DATA_ERROR" });
  });

  it("is given once where much of it had been given before the damage was found", async () => {
    const first = gzipSync(TEXT.repeat(300));
    const { text } = await readDamaged(Buffer.concat([first, Buffer.from("and so on")]));
    expect(text === TEXT.repeat(300)).toBe(true);
  });
});
