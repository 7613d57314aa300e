import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { playedLog } from "../../../src/app/board/played-log";
import { describeUnread, type UnreadFiles } from "../../../src/app/verdict";
import { LogGaps } from "../../../src/engine/gaps/log-gaps";
import { withFolder } from "../../support/cli";

const SAMPLE = path.join(__dirname, "../../../samples/call.ndjson");

describe("a log that is played", () => {
  it("tells which of its files are not read, and plays the others", () =>
    withFolder(async (folder) => {
      copyFileSync(SAMPLE, path.join(folder, "a.ndjson"));
      writeFileSync(path.join(folder, "b.ndjson.bz2"), "BZh9");
      writeFileSync(path.join(folder, "c.ndjson.gz"), gzipSync(readFileSync(SAMPLE)).subarray(0, 40));
      const messages: string[] = [];
      let played = 0;
      const listeners = {
        onUnread: (files: UnreadFiles) => messages.push(...describeUnread(files)),
        onWaiting: () => messages.push("waits"),
        stop: new AbortController().signal,
      };
      for await (const _ of playedLog([folder], 1 << 20, new LogGaps({}), listeners)) played += 1;
      expect(played).toBeGreaterThanOrEqual(readFileSync(SAMPLE, "utf8").trim().split("\n").length);
      expect(messages).toEqual([
        expect.stringContaining("b.ndjson.bz2 ("),
        expect.stringContaining("c.ndjson.gz breaks off"),
      ]);
    }));
});
