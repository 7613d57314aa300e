import { readFileSync } from "node:fs";
import path from "node:path";

import { convofold, withFolder } from "../support/cli";

describe("convofold simulate", () => {
  it("writes the same bytes for the same seed, others for another, with the truth beside", () =>
    withFolder(async (folder) => {
      const run = (seed: string, name: string) =>
        convofold(
          [
            "simulate",
            "-n",
            "40",
            "--seed",
            seed,
            "--disorder",
            "5",
            "--out",
            `${name}.ndjson`,
            "--truth",
            `${name}.truth`,
          ],
          { cwd: folder },
        );
      await run("3", "a");
      await run("3", "b");
      await run("4", "c");
      const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
      expect(read("a.ndjson")).toBe(read("b.ndjson"));
      expect(read("a.truth")).toBe(read("b.truth"));
      expect(read("a.ndjson")).not.toBe(read("c.ndjson"));
      expect(JSON.parse(read("a.truth").split("\n")[0] ?? "")).toMatchObject({
        conversationId: expect.any(String) as unknown,
        name: expect.any(String) as unknown,
        value: expect.any(Number) as unknown,
      });
    }));

  it("names what is wrong with its options", async () => {
    expect((await convofold(["simulate", "--shapes", "cube"])).stderr).toContain('"cube" is none of nested, flat');
    expect((await convofold(["simulate", "--disorder", "200"])).code).toBe(2);
  });
});
