import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { readRecorded, type RecordingKind } from "../../src/app/recorded-so-far";
import { lineOf } from "../../src/consumers/live/records/recorded-line";
import { policyLine } from "../../src/decoding/policy-line";
import { KEPT_POLICIES } from "../support/switches";
import { withFolder } from "../support/cli";

const line = (topic: string, offset: bigint, partitions?: number, key: string | null = 'k"\\","partitions":9,') =>
  `${lineOf(topic, 0, { key: key === null ? null : Buffer.from(key), value: Buffer.from('{"partitions":1}'), timestamp: 5, offset }, partitions)}\n`;
const read = (text: string | Buffer, kind: RecordingKind, name = "log.ndjson") =>
  withFolder(async (folder) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return readRecorded(file, kind);
  });

describe("a recording that is gone on with", () => {
  it.each([
    ["reject", 3],
    ["fold", undefined],
  ] as const)("says how far it goes, where it is of the same topic and rule: %s", async (misrouted, partitions) => {
    const text = line("calls", 7n, partitions) + line("calls", 8n, partitions, null);
    for (const [bytes, name] of [
      [text, "log.ndjson"],
      [gzipSync(text), "log.ndjson.gz"],
    ] as const) {
      const { next } = await read(bytes, { topic: "calls", misrouted }, name);
      expect([...next]).toEqual([[0, 9n]]);
    }
    expect((await read(`${text}{"topic":"cal`, { topic: "calls", misrouted })).bytes).toBe(Buffer.byteLength(text));
  });

  it("says how many policies it tells of, which are no records", async () => {
    const policy = `${policyLine("calls", { ...KEPT_POLICIES[1]!, partition: 0, offset: 9, from: "now" })}\n`;
    const { next, policies } = await read(line("calls", 7n, 3) + policy + policy, {
      topic: "calls",
      misrouted: "reject",
    });
    expect([[...next], [...policies]]).toEqual([[[0, 8n]], [[0, 2]]]);
  });

  it("is refused where it is of another topic, by both names and with what to do", async () => {
    await expect(read(line("chats", 7n, 3), { topic: "calls", misrouted: "reject" })).rejects.toMatchObject({
      message: expect.stringMatching(/"chats".*"calls"/) as string,
      advice: expect.stringContaining("--out") as string,
    });
  });

  it.each([
    ["reject", "fold", 3],
    ["fold", "reject", undefined],
  ] as const)(
    "is refused where it was begun under --misrouted %s and is to go on under %s",
    async (before, now, partitions) => {
      const text = line("calls", 7n, partitions);
      await expect(read(text, { topic: "calls", misrouted: now })).rejects.toThrow(
        `begun with --misrouted ${before}, and is to be gone on with under --misrouted ${now}`,
      );
    },
  );

  it("is refused where it was written again in another encoding", async () => {
    const text = Buffer.from(`\uFEFF${line("calls", 7n)}`, "utf16le");
    await expect(read(text, { topic: "calls", misrouted: "fold" })).rejects.toThrow("another encoding");
  });
});
