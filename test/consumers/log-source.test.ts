import { writeFileSync } from "node:fs";
import path from "node:path";

import { readLog } from "../../src/consumers/files/log-source";
import type { Decoded } from "../../src/models/decoded";
import { withFolder } from "../support/cli";

const line = (name: string) =>
  `{"conversationId":"c","participants":[{"id":"p","state":"connected","name":"${name}"}]}\n`;

async function readAll(text: string, onDecoded: () => void): Promise<{ decoded: Decoded[]; damage: string[] }> {
  return withFolder(async (folder) => {
    const file = path.join(folder, "a.ndjson");
    writeFileSync(file, text);
    const damage: string[] = [];
    const decoded: Decoded[] = [];
    const source = readLog([{ path: file, name: "a.ndjson", bytes: text.length }], 1 << 20, {
      onBytes: () => undefined,
      onDamage: ({ problem }) => damage.push(problem),
      onDecoded,
    });
    for await (const batch of source) decoded.push(...batch);
    return { decoded, damage };
  });
}

describe("reading a log", () => {
  it("rejects a record with a bad escape in a text that is not folded, and reads on", async () => {
    const { decoded, damage } = await readAll(line("a") + line("\\x") + line("b"), () => undefined);
    expect(decoded.map(({ kind }) => kind)).toEqual(["observations", "rejected", "observations"]);
    expect(damage).toEqual([]);
  });

  it("does not take an error of whoever uses the records for damage of the file", async () => {
    const fault = () => {
      throw new Error("a fault of the user's own");
    };
    await expect(readAll(line("a"), fault)).rejects.toThrow("a fault of the user's own");
  });
});
