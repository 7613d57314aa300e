import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { convofold, withFolder } from "../support/cli";

const CALL = path.join(__dirname, "../../samples/call.ndjson");
const CONVERSATION = "ca110000-0000-4000-a000-000000000001";

const textOf = (folder: string) =>
  readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), "utf8"))
    .join("");
const userIn = (text: string) => /"userId":"([^"]+)"/.exec(text)?.[1] ?? "";

describe("convofold erase", () => {
  it("takes a conversation out of the outputs of a replay, whatever case it is named in; a second time there is none", () =>
    withFolder(async (folder) => {
      const out = path.join(folder, "out");
      await convofold(["replay", CALL, "--out", out, "-q"]);
      const before = textOf(out);
      const args = ["erase", out, "--conversation", CONVERSATION.toUpperCase()];
      const dry = await convofold([...args, "--dry-run"]);
      expect(dry.code).toBe(0);
      expect(dry.stdout).toMatch(/measurements\.ndjson +lines: \d+ would go\n/);
      expect(textOf(out)).toBe(before);
      const done = await convofold(args);
      expect({ code: done.code, said: done.stdout }).toEqual({
        code: 0,
        said: expect.stringMatching(/conversations\.ndjson +lines: 1 gone\n[^]*\nErased\.\n$/) as string,
      });
      expect(textOf(out)).not.toContain(CONVERSATION);
      const again = await convofold(args);
      expect({ code: again.code, said: again.stdout }).toEqual({
        code: 1,
        said: expect.stringContaining("Nothing was found that could be erased.") as string,
      });
    }));

  it("takes a user's numbers, and leaves the view of the conversation without the user", () =>
    withFolder(async (folder) => {
      const out = path.join(folder, "out");
      await convofold(["replay", CALL, "--out", out, "-q"]);
      const user = userIn(textOf(out));
      expect((await convofold(["erase", out, "--user", user])).code).toBe(0);
      expect(textOf(out)).not.toContain(user);
      const view = JSON.parse(readFileSync(path.join(out, "conversations.ndjson"), "utf8")) as { id: string };
      expect(view.id).toBe(CONVERSATION);
    }));

  it.each([
    ["where nobody is named", ["erase", "out"], "Say what to erase"],
    ["where no place is named", ["erase", "--user", "u"], "Say where to erase"],
    ["of folders and topics at once", ["erase", "out", "--user", "u", "--brokers", "b:1"], "one after the other"],
  ])("is wrong use %s", (_, args, said) =>
    withFolder(async (folder) => {
      const { code, stderr } = await convofold(args, { cwd: folder, environment: { KAFKA_BROKERS: "" } });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) as string });
    }),
  );

  it("says that a folder is not there", () =>
    withFolder(async (folder) => {
      const { code, stderr } = await convofold(["erase", "none", "--user", "u"], { cwd: folder });
      expect({ code, stderr }).toEqual({ code: 3, stderr: 'convofold: There is no folder "none".\nCheck the path.\n' });
    }));
});
